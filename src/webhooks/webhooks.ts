/** Webhooks at work: who is told, what they are told, and the desk at which APIs and pages ask for it. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '#domain/ports/stores.ts';
import type { EventHistory } from '#domain/ports/event-history.ts';
import type { EventLog, LoggedEvent } from '#domain/ports/event-log.ts';
import type {
  Delivery,
  EventStreams,
  SentWebhook,
  WebhookDesk,
  WebhookReason,
  WebhookStore,
} from '#domain/ports/webhooks.ts';
import type { LookUp } from './addresses.ts';
import { createDesk } from './desk.ts';
import { createEventHistory } from './event-history.ts';
import { createEventStreams } from './event-streams.ts';
import { FORMATS } from './formats/formats.ts';
import { gather } from './gather.ts';
import { createOutcomes } from './outcomes.ts';
import { createPoster } from './post.ts';
import { createReader } from './reader.ts';
import { createRegistry } from './registry.ts';
import { createSender } from './sender.ts';
import type { Writers } from './telling.ts';

/** What they are made of. */
export type WebhookParts = {
  readonly store: WebhookStore;
  readonly log: EventLog;
  readonly writers: Writers;
  readonly clock: Clock;
  /** Whether addresses that are not public may be told, and plain HTTP be spoken. */
  readonly mayReachPrivate: boolean;
  /** Finds network addresses; the system's unless a test brings another. */
  readonly lookUp?: LookUp;
  failed(what: string, error: unknown): void;
};

export type Webhooks = {
  readonly desk: WebhookDesk;
  readonly streams: EventStreams;
  readonly history: EventHistory;
  /** Ends all event streams; who reads one resumes it elsewhere, or later. */
  endStreams(): Promise<void>;
  /** Something happened. */
  wake(): void;
  start(): Promise<void>;
  /** Lets what is being sent end; what waits is taken up at the next start. */
  stop(): Promise<void>;
};

/** The cursor is stored with each delivery, and at the latest after this many events that concern no webhook. */
const MAX_UNSTORED = 5_000;

/** Makes them. */
export function createWebhooks(parts: WebhookParts): Webhooks {
  const { store, log, writers, clock, failed } = parts;
  const registry = createRegistry();
  const streams = createEventStreams({ log, writers, clock, failed });
  const poster = createPoster(parts);
  const sender = createSender({
    store,
    outcomes: createOutcomes(store),
    poster,
    clock,
    random: Math.random,
    disabled: async (webhook, reason) => tellDisabled(webhook, reason),
    failed,
  });
  /** Up to where the log has been read, and up to where that is stored. */
  const cursor = { read: 0, stored: 0 };

  const take = async (events: readonly LoggedEvent[], upTo: number): Promise<void> => {
    const drafts = await gather(events, registry.of, log, writers, clock.now());
    if (drafts.length > 0 || upTo - cursor.stored >= MAX_UNSTORED) {
      const made = await store.advance(cursor.stored, upTo, drafts);
      if (made === null) {
        // Another process has told what lies before it.
        cursor.stored = await store.cursor();
        cursor.read = cursor.stored;
        return;
      }
      cursor.stored = upTo;
      sender.add(made);
    }
    cursor.read = upTo;
  };

  const reader = createReader({
    log,
    clock,
    take,
    position: () => {
      const since = registry.earliest();
      return since === null ? null : Math.max(cursor.read, since);
    },
    failed: (error) => failed('webhooks.reader', error),
  });

  /** Those who want to know that another webhook was taken off. */
  const tellDisabled = async (webhook: SentWebhook, reason: WebhookReason): Promise<void> => {
    registry.remove(webhook.workspaceId, webhook.id);
    sender.removed(webhook.id);
    const event = 'webhook.disabled';
    const others = registry
      .of(webhook.workspaceId)
      .filter(
        ({ format, events }) =>
          FORMATS[format].events.includes(event) && (events.length === 0 || events.includes(event)),
      );
    for (const other of others) {
      const { id, url, format } = webhook;
      await sendOne(other, event, (message) =>
        FORMATS[other.format].write(message, { webhook: { id, url, format, reason } }),
      );
    }
  };

  const sendOne = async (
    webhook: Pick<SentWebhook, 'id' | 'workspaceId'>,
    event: string,
    write: (message: Parameters<(typeof FORMATS)['standard']['write']>[0]) => object,
  ): Promise<Delivery> => {
    const { id: webhookId, workspaceId } = webhook;
    const [messageId, at] = [randomUUID(), clock.now()];
    const body = JSON.stringify(write({ id: messageId, workspaceId, event, seq: null, at }));
    const made = await store.addDelivery({
      workspaceId,
      webhookId,
      callId: null,
      contactId: null,
      agentId: null,
      isAfterContact: false,
      seq: null,
      event,
      messageId,
      body,
      createdAt: at,
    });
    sender.add([made]);
    return made;
  };

  return {
    desk: createDesk({ ...parts, poster, registry, sender, sendOne, wake: reader.wake }),
    streams,
    history: createEventHistory({ log, writers }),
    endStreams: streams.stop,
    wake() {
      reader.wake();
      streams.wake();
    },
    async start() {
      cursor.stored = await store.cursor();
      cursor.read = cursor.stored;
      for (const webhook of await store.sent()) {
        registry.put(webhook);
        await sender.takeUp(webhook);
      }
      reader.start();
      streams.start();
    },
    async stop() {
      await reader.stop();
      await sender.stop();
      poster.close();
    },
  };
}
