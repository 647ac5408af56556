/** What a format is: which events it tells, how a message is written and signed, and how long it is insisted on. */
import type { CallEvent, Subject, SubjectEvent } from '#domain/ports/event-log.ts';
import type { WebhookSecrets } from '#domain/ports/webhooks.ts';
import type { Call } from '#domain/call/call.ts';

/** One message before it is written. `id`: a UUID, the same for every attempt. */
export type Message = {
  readonly id: string;
  readonly workspaceId: number;
  readonly event: string;
  readonly seq: number | null;
  readonly at: Date;
};

/** What a request is signed with and over. */
export type Signing = {
  readonly id: string;
  readonly body: string;
  /** Of the attempt. */
  readonly at: Date;
  readonly userName: string | null;
  /** Without a former one that signs no more. */
  readonly secrets: Pick<WebhookSecrets, 'secret' | 'former'>;
};

/** How long a format insists, and when it gives up. */
export type Insistence = {
  /** How long an attempt may take, from the look-up of the address to the answer. Milliseconds. */
  readonly timeoutMs: number;
  /** Pauses between attempts, in seconds: one more attempt for each. */
  readonly retrySeconds: readonly number[];
  /** How long nothing may succeed before the webhook is disabled. Days. */
  readonly failingDays: number;
  /**
   * Whether 429, 502 and 504 hold back everything for the webhook, and for how long: the least and the most, in
   * seconds.
   */
  readonly throttle: { readonly statuses: readonly number[]; readonly least: number; readonly most: number };
  /** What is later than this is dropped. Seconds; null: nothing is. */
  readonly latestSeconds: number | null;
  /** So many failures in a row within the time drop what comes for the same time. Null: none do. */
  readonly burst: { readonly failures: number; readonly seconds: number } | null;
};

/** One format. */
export type Format = Insistence & {
  /** All event types, in the order in which they happen. */
  readonly events: readonly string[];
  /** What is told of an event: none, one, or several in order. `call`: as it stands now. */
  eventsOf(event: CallEvent, call: Call): readonly string[];
  /** What is told, besides, of a call that was refused: the event type and the item; null: nothing. */
  refusalOf(event: CallEvent): { readonly event: string; readonly item: object } | null;
  /** What is told of an event besides calls. */
  subjectEventsOf(event: SubjectEvent, subject: Subject): readonly string[];
  /** The body around what is told. */
  write(message: Message, item: object): object;
  /** A message that says that it is a test. */
  writeTest(message: Message): object;
  /** The event type of the test. */
  readonly testEvent: string;
  /** The body of an attempt, where it says which one it is. `number`: from 1 on. */
  atAttempt(body: string, number: number, firstSentAt: Date, now: Date): string;
  /** The format's own headers. */
  headers(signing: Signing): Readonly<Record<string, string>>;
  readonly userAgent: string;
  /** Whether the address is asked with HEAD before it is taken. */
  readonly isAskedFirst: boolean;
  /** Whether it has a user, of HTTP Basic. */
  readonly hasUser: boolean;
};

/** What a format says that tells nothing of refused calls. */
export const NO_REFUSALS = (): null => null;

/** Event types after which a call has ended. `hung_up` is one in every state that takes it. */
const ENDS: ReadonlySet<string> = new Set([
  'hung_up',
  'media_failed',
  'transfer_expired',
  'carriers_exhausted',
  'leg_refused',
  'voicemail_left',
  'deflected',
]);

/** Whether the call ended with the event; of a reported call, whether its reporter said so. */
export function isEnd(
  { type, data }: Pick<CallEvent, 'type' | 'data'>,
  call: Call,
  isLive: (state: Call['state']) => boolean,
): boolean {
  if (ENDS.has(type)) return true;
  if (call.origin !== 'reported') return false;
  if (type === 'created') return call.version === 1 && !isLive(call.state);
  return type === 'reported' && 'state' in data && !isLive(data.state as Call['state']); // As it was stored.
}

/** Where each kind of call begins once it is more than a plan or a choice in the menus. */
export function isBegun(event: Pick<CallEvent, 'type'>, call: Call): boolean {
  if (event.type === 'created') return !WAITS_FIRST.has(call.origin);
  return event.type === 'menu_selected' || event.type === 'came_due';
}

/** Calls that begin with a choice in the menus, or with a time ahead. */
const WAITS_FIRST: ReadonlySet<Call['origin']> = new Set(['phone', 'web', 'scheduled_api']);
