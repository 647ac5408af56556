/**
 * Webhooks: who is told of what happens. What APIs and pages may ask of them, and what they need of storage.
 */

/** How a webhook writes what it tells: our own form, or that of a vendor whose programs listen already. */
export const WEBHOOK_FORMATS = ['standard', 'intercom', 'ccaip', 'vcita'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/**
 * `paused`: a person holds it, and what happens meanwhile waits. `disabled`: nothing is written down for it any more.
 */
export const WEBHOOK_STATES = ['live', 'paused', 'disabled'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/**
 * Why the server disabled a webhook: its address said that it is gone, nothing succeeded for too long, or too much
 * waited.
 */
export const WEBHOOK_REASONS = ['gone', 'failing', 'backlog_full'] as const;
export type WebhookReason = (typeof WEBHOOK_REASONS)[number];

/** The most webhooks of a workspace. */
export const MAX_WEBHOOKS = 50;
/** The longest address, in characters. */
export const MAX_WEBHOOK_URL = 2048;
/** The most event types that a webhook names. */
export const MAX_WEBHOOK_EVENTS = 50;
/** The most deliveries that wait for one webhook; one more disables it. */
export const MAX_WAITING = 10_000;
/** How long the secret before a new one still signs. Hours. */
export const SECRET_OVERLAP_HOURS = 24;
/** How long deliveries are kept. Days. */
export const DELIVERY_DAYS = 7;
/** How many of the newest deliveries that have ended are kept for each webhook. */
export const MAX_DELIVERIES_KEPT = 50_000;
/** How much of an answer is kept. Bytes. */
export const MAX_ANSWER_KEPT = 4096;

/** A webhook, without its secrets. */
export type Webhook = {
  readonly id: number;
  readonly workspaceId: number;
  readonly url: string;
  readonly format: WebhookFormat;
  /** Event types in the format's own words; empty is all. */
  readonly events: readonly string[];
  readonly description: string;
  readonly state: WebhookState;
  readonly reason: WebhookReason | null;
  /** The user of HTTP Basic, where the format has one. */
  readonly userName: string | null;
  readonly failingSince: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A webhook as it is asked for. */
export type WebhookDraft = Pick<Webhook, 'url' | 'format' | 'events' | 'description' | 'userName'> & {
  /** Null: one is made. */
  readonly secret: string | null;
};

/** What may be changed. Setting it live also takes back that it was disabled. */
export type WebhookChange = {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly description?: string;
  readonly state?: WebhookState;
};

/** Why a webhook is not made or changed; `field` is the one it is about. */
export type WebhookRefusal =
  | { readonly code: 'unknown' }
  | { readonly code: 'webhooks_full' }
  | { readonly code: 'delivery_unknown' }
  | { readonly code: 'too_many_deliveries' }
  | {
      readonly code: 'webhook_invalid';
      readonly field: 'url' | 'events' | 'secret' | 'userName' | 'state';
      readonly detail: string;
    };

/** What came of asking. */
export type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: WebhookRefusal };

/** How one attempt went. `status` is null where there was no answer, and `fault` then says why in a word. */
export type Attempt = {
  readonly at: Date;
  readonly milliseconds: number;
  readonly status: number | null;
  readonly fault: string | null;
  /** The first {@link MAX_ANSWER_KEPT} bytes. */
  readonly answer: string;
  /** What was sent with the body, without what is secret. */
  readonly headers: Readonly<Record<string, string>>;
};

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'dropped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A message for one webhook. `body`: as it was made; formats may add the number of the attempt. */
export type Delivery = {
  readonly id: number;
  readonly webhookId: number;
  readonly callId: number | null;
  /** Whom it is about, where it is about no call; both null: no one. */
  readonly contactId: number | null;
  readonly agentId: number | null;
  readonly seq: number | null;
  readonly event: string;
  readonly messageId: string;
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly firstSentAt: Date | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly log: readonly Attempt[];
};

/** What APIs and pages may ask. Everything is of one workspace; what is of another is unknown. */
export type WebhookDesk = {
  /** The event types of each format, in the order in which they happen. */
  readonly eventsOf: Readonly<Record<WebhookFormat, readonly string[]>>;
  list(workspaceId: number): Promise<readonly Webhook[]>;
  find(workspaceId: number, id: number): Promise<Webhook | null>;
  /**
   * Answers the secret this once. `isAnyEvent`: types that are never sent may be named as well, as a vendor's own API
   * lets.
   */
  create(
    workspaceId: number,
    draft: WebhookDraft,
    isAnyEvent?: boolean,
  ): Promise<Asked<{ readonly webhook: Webhook; readonly secret: string }>>;
  change(workspaceId: number, id: number, change: WebhookChange): Promise<Asked<Webhook>>;
  remove(workspaceId: number, id: number): Promise<boolean>;
  /** Another secret; the one before still signs for a while, where the format can carry two signatures. */
  rotate(
    workspaceId: number,
    id: number,
    secret: string | null,
  ): Promise<Asked<{ readonly secret: string; readonly formerUntil: Date }>>;
  /** Newest first, with ids below `before`. Null: there is no such webhook. */
  deliveries(
    workspaceId: number,
    id: number,
    before: number | null,
    limit: number,
    state: DeliveryState | null,
  ): Promise<readonly Delivery[] | null>;
  /**
   * Sends what was sent before once more, under the same message id: one delivery, or all that were made since. Answers
   * how many.
   */
  resend(
    workspaceId: number,
    id: number,
    what: { readonly deliveryId: number } | { readonly since: Date },
  ): Promise<Asked<number>>;
  /** Sends a message that says that it is a test. */
  test(workspaceId: number, id: number): Promise<Asked<Delivery>>;
};

/** The most event streams of a workspace at a time. */
export const MAX_STREAMS = 20;

/** Events as they happen, for those who hold a connection open. */
export type EventStreams = {
  /** Event types that can be asked for in the format. */
  typesOf(format: WebhookFormat): readonly string[];
  /**
   * Events beyond the sequence, or from now on; of the types, or of all; in the format, `standard` unless another is
   * named. Null: the workspace has as many streams as it may.
   */
  open(
    workspaceId: number,
    after: number | null,
    types: readonly string[],
    format?: WebhookFormat,
  ): Promise<EventStream | null>;
};

/** What is sent to one of them: text, as it comes. Whoever reads no more destroys it. */
export type EventStream = NodeJS.ReadableStream & { destroy(error?: Error): unknown };

/** A webhook with what only its sender sees. */
export type WebhookSecrets = {
  readonly secret: string;
  readonly former: string | null;
  readonly formerUntil: Date | null;
};
export type SentWebhook = Webhook & { readonly secrets: WebhookSecrets; readonly sinceSeq: number };

/** A delivery before it is stored. */
export type DeliveryDraft = Pick<
  Delivery,
  'webhookId' | 'callId' | 'contactId' | 'agentId' | 'seq' | 'event' | 'messageId' | 'body' | 'createdAt'
> & {
  readonly workspaceId: number;
  /** Whether it is stored, and stays, without its contact: it says nothing about them but that they are gone. */
  readonly isAfterContact: boolean;
};

/** What an attempt made of a delivery. */
export type AttemptOutcome = Pick<Delivery, 'id' | 'state' | 'attempts' | 'dueAt' | 'endedAt'> & {
  readonly attempt: Attempt | null;
};

/** Webhooks and their deliveries, as they are kept. */
export type WebhookStore = {
  /** All that are not disabled, of all workspaces, with their secrets. */
  sent(): Promise<readonly SentWebhook[]>;
  list(workspaceId: number): Promise<readonly Webhook[]>;
  find(workspaceId: number, id: number): Promise<Webhook | null>;
  /** Null when the workspace has as many as it may. */
  add(
    workspaceId: number,
    draft: Omit<WebhookDraft, 'secret'> & { readonly secret: string },
    now: Date,
  ): Promise<SentWebhook | null>;
  change(workspaceId: number, id: number, change: WebhookChange, now: Date): Promise<SentWebhook | null>;
  remove(workspaceId: number, id: number): Promise<boolean>;
  rotate(
    workspaceId: number,
    id: number,
    secret: string,
    formerUntil: Date | null,
    now: Date,
  ): Promise<SentWebhook | null>;
  /** Takes it off, and drops what waits for it. */
  disable(id: number, reason: WebhookReason, now: Date): Promise<void>;
  setFailing(id: number, since: Date | null): Promise<void>;

  cursor(): Promise<number>;
  /**
   * Stores the deliveries and moves the cursor, in one commit; null, with nothing stored, when another process has
   * moved it.
   */
  advance(from: number, to: number, drafts: readonly DeliveryDraft[]): Promise<readonly Delivery[] | null>;
  addDelivery(draft: DeliveryDraft): Promise<Delivery>;
  /** What waits, without its bodies, by rising ids. */
  waiting(webhookId: number, limit: number): Promise<readonly Omit<Delivery, 'body' | 'log'>[]>;
  body(deliveryId: number): Promise<string | null>;
  record(outcomes: readonly AttemptOutcome[]): Promise<void>;
  deliveries(
    webhookId: number,
    before: number | null,
    limit: number,
    state: DeliveryState | null,
  ): Promise<readonly Delivery[]>;
  /** Copies of what was made since, or of one, to be sent again; null when there are more than `limit`. */
  copy(
    webhookId: number,
    what: { readonly deliveryId: number } | { readonly since: Date },
    now: Date,
    limit: number,
  ): Promise<readonly Delivery[] | null>;
  /** Forgets what has ended and is too old or too much. */
  forget(before: Date, most: number): Promise<number>;
};
