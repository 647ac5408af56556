/** Events as they happen, to programs that hold a connection open: from where they left off, and then live. */
import { Readable } from 'node:stream';
import { background } from '#background/background.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EventLog, LoggedEvent } from '#domain/ports/event-log.ts';
import type { EventStreams, WebhookFormat } from '#domain/ports/webhooks.ts';
import { MAX_STREAMS } from '#domain/ports/webhooks.ts';
import { toldTypesOf } from './formats/formats.ts';
import type { Messages } from './messages.ts';
import { messagesOf } from './messages.ts';
import { createReader } from './reader.ts';
import type { Writers } from './telling.ts';
import { readTellings } from './telling.ts';

/**
 * What is kept for a reader that is slow, in bytes. One that has more waiting is read to from the log again when it
 * comes after.
 */
const MAX_BUFFERED = 256 * 1024;
/** Events of one look into the log. */
const BATCH = 200;
/** How often a line is sent that says nothing, so that nothing between takes the connection for dead. Milliseconds. */
const HEARTBEAT_MS = 15_000;
/** How long a stream lasts: then it ends, and resuming it needs the token again. Milliseconds. */
const MAX_AGE_MS = 3_600_000;
/** How often it is looked whether those who were writing at the beginning have ended. Milliseconds. */
const SETTLE_MS = 5;

export type StreamParts = {
  readonly log: EventLog;
  readonly writers: Writers;
  readonly clock: Clock;
  failed(what: string, error: unknown): void;
};

/** An event, written for everyone: in each format that one of them reads. */
type Written = { readonly seq: number; readonly messages: ReadonlyMap<WebhookFormat, Messages> };

/** One connection. `at`: the last sequence it was told, or that did not concern it. */
type Client = {
  readonly workspaceId: number;
  readonly format: WebhookFormat;
  readonly types: ReadonlySet<string>;
  readonly stream: Readable;
  at: number;
  isLive: boolean;
  isCatchingUp: boolean;
};

/** Makes them. `wake`: something happened. */
export function createEventStreams({ log, writers, clock, failed }: StreamParts): EventStreams & {
  wake(): void;
  start(): void;
  stop(): Promise<void>;
} {
  const clients = new Set<Client>();
  /** Up to where all have been told; null while no one listens. */
  const end: { told: number | null } = { told: null };
  let beginning: Promise<void> | null = null;

  const reader = createReader({
    log,
    clock,
    position: () => end.told,
    async take(events, upTo) {
      const wanted = new Set(clients.values().map(({ workspaceId }) => workspaceId));
      const concerned = events.filter(({ workspaceId }) => wanted.has(workspaceId));
      const written = await write(concerned, new Set(clients.values().map(({ format }) => format)));
      if (clients.size > 0) end.told = upTo;
      for (const client of clients) if (client.isLive) tell(client, written, concerned, upTo);
    },
    failed: (error) => failed('webhooks.streams', error),
  });

  const write = async (
    events: readonly LoggedEvent[],
    formats: ReadonlySet<WebhookFormat>,
  ): Promise<readonly Written[]> => {
    if (events.length === 0) return [];
    const tellingsOf = await readTellings(events, log, writers);
    return Promise.all(
      events.map(async (event): Promise<Written> => {
        const each = [...formats].map(
          async (format) => [format, await messagesOf(event, format, tellingsOf(event, format))] as const,
        );
        return { seq: event.seq, messages: new Map(await Promise.all(each)) };
      }),
    );
  };

  /** Sends what concerns the client; one that is too slow is left to catch up. */
  const tell = (client: Client, written: readonly Written[], events: readonly LoggedEvent[], upTo: number): void => {
    if (!clients.has(client)) return;
    for (const [place, { seq, messages }] of written.entries()) {
      if (events[place]?.workspaceId !== client.workspaceId || seq <= client.at) continue;
      if (client.stream.readableLength > MAX_BUFFERED) {
        client.isLive = false;
        return;
      }
      const all = messages.get(client.format) ?? [];
      const mine = all.filter(([type]) => client.types.size === 0 || client.types.has(type));
      if (mine.length > 0) client.stream.push(textOf(seq, mine));
      client.at = seq;
    }
    client.at = Math.max(client.at, upTo);
  };

  /**
   * Reads from the log what the client has not been told, as far as it takes it, and makes it live when there is no
   * more.
   */
  const catchUp = async (client: Client): Promise<void> => {
    await beginning;
    while (clients.has(client) && end.told !== null && client.stream.readableLength <= MAX_BUFFERED) {
      const upTo: number = end.told;
      if (client.at >= upTo) {
        client.isLive = true;
        return;
      }
      const events = await log.between(client.workspaceId, client.at, upTo, BATCH);
      tell(
        client,
        await write(events, new Set([client.format])),
        events,
        events.length < BATCH ? upTo : (events.at(-1)?.seq ?? upTo),
      );
    }
  };

  const keepUp = (client: Client): void => {
    if (client.isLive || client.isCatchingUp) return;
    client.isCatchingUp = true;
    const work = catchUp(client).finally(() => {
      client.isCatchingUp = false;
    });
    background(
      'webhooks.stream',
      work.catch((error: unknown) => {
        client.stream.destroy(error instanceof Error ? error : new Error(String(error)));
      }),
    );
  };

  /** Finds the present end of the log, below which nothing more will appear. */
  const begin = async (): Promise<void> => {
    const last = await log.last();
    const mark = await log.mark();
    while (!(await log.isPast(mark))) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    end.told = last;
    reader.wake();
  };

  /** Ends the stream once what was sent is read. */
  const finish = (client: Client): void => {
    if (!clients.has(client)) return;
    leave(client);
    client.stream.push(null);
  };

  const leave = (client: Client): void => {
    clients.delete(client);
    if (clients.size > 0) return;
    end.told = null;
    beginning = null;
  };

  return {
    typesOf: toldTypesOf,
    async open(workspaceId, after, types, format = 'standard') {
      const own = clients.values().filter((client) => client.workspaceId === workspaceId);
      if (own.toArray().length >= MAX_STREAMS) return null;
      const stream = new Readable({ highWaterMark: 64 * 1024, read: () => keepUp(client) });
      const client: Client = {
        workspaceId,
        format,
        types: new Set(types),
        stream,
        at: after ?? Number.MAX_SAFE_INTEGER,
        isLive: false,
        isCatchingUp: false,
      };
      clients.add(client);
      stream.push(': here is what happens\nretry: 2000\n\n');
      const beat = (): void => {
        if (!clients.has(client)) return;
        if (stream.readableLength <= MAX_BUFFERED) stream.push(':\n\n');
        cancel = clock.after(HEARTBEAT_MS, async () => beat());
      };
      let cancel = clock.after(HEARTBEAT_MS, async () => beat());
      const expire = clock.after(MAX_AGE_MS, async () => finish(client));
      stream.on('close', () => {
        cancel();
        expire();
        leave(client);
      });
      beginning ??= begin();
      await beginning;
      if (after === null) client.at = end.told ?? 0;
      // From where it begins: one that is cut off before its first event resumes here.
      stream.push(`id: ${client.at}\n\n`);
      keepUp(client);
      return stream;
    },
    wake: reader.wake,
    start: reader.start,
    async stop() {
      for (const client of clients) finish(client);
      await reader.stop();
    },
  };
}

/**
 * The messages of one event. The last one has the sequence: whoever was cut off before it is told all of them again.
 */
function textOf(seq: number, messages: readonly (readonly [type: string, data: string])[]): string {
  return messages
    .map(
      ([type, data], place) =>
        `${place === messages.length - 1 ? `id: ${seq}\n` : ''}event: ${type}\ndata: ${data}\n\n`,
    )
    .join('');
}
