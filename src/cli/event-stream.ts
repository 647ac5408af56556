/** The server's events as they come, without a gap: a cut is resumed behind the last one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES } from './exit-codes.ts';
import { CliFault } from './fault.ts';
import type { Query, Server } from './server.ts';

/**
 * One event. `data`: JSON, as it was sent. `isLast`: nothing more is told of what happened then; `call.missed`, for
 * example, comes with `call.ended`.
 */
export type ServerEvent = { readonly type: string; readonly data: string; readonly isLast: boolean };

/** What is followed: of the query of `GET /v1/events`. `after`: the sequence; null is from now on. */
export type Following = { readonly query: Query; readonly after: number | null };

/** What is told besides the events. */
export type Follower = {
  /** The connection stands, for the first time or again. */
  opened?(): Promise<void>;
  /** It was lost, and is tried again after this many milliseconds. */
  lost?(why: string, inMs: number): Promise<void>;
};

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 10_000;
/** The server says at least every 15 seconds that it is there. Milliseconds. */
const SILENCE_MS = 45_000;

/** Faults by which a stream is tried again. */
const PASSING: readonly number[] = [EXIT_CODES.unavailable, EXIT_CODES.later];

/**
 * Follows events until the signal aborts. The first connection fails as any request does; a later one is tried until it
 * stands.
 */
export async function* follow(
  server: Server,
  { query, after }: Following,
  signal: AbortSignal,
  { opened, lost }: Follower = {},
): AsyncGenerator<ServerEvent, void> {
  const place = { lastId: after === null ? null : String(after) };
  let hasStood = false;
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
    let why = 'the server ended it';
    try {
      const headers: Record<string, string> = place.lastId === null ? {} : { 'last-event-id': place.lastId };
      const answer = await server.open('/v1/events', query, headers);
      hasStood = true;
      await opened?.();
      for await (const event of readEvents(answer, place, signal)) {
        pause = FIRST_PAUSE_MS;
        yield event;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!hasStood || (error instanceof CliFault && !PASSING.includes(error.code))) throw error;
      why = error instanceof Error ? error.message : String(error);
    }
    if (signal.aborted) return;
    await lost?.(why.replace(/\.$/, ''), pause);
    await sleep(pause, null, { signal }).catch(() => null);
  }
}

/** Reads one connection to its end. Source: WHATWG HTML, section 9.2.6, "Interpreting an event stream". */
async function* readEvents(
  answer: Response,
  place: { lastId: string | null },
  signal: AbortSignal,
): AsyncGenerator<ServerEvent, void> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), signal);
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const { id, type, data } = readBlock(block);
        if (data !== null) yield { type, data, isLast: id !== null };
        // Only when it has been dealt with: one that was not comes again.
        if (id !== null) place.lastId = id;
      }
    }
  } finally {
    await reader.cancel().catch(() => null);
  }
}

function readBlock(block: string): { readonly id: string | null; readonly type: string; readonly data: string | null } {
  const read = { id: null as string | null, type: 'message', data: null as string | null };
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
    if (field === 'id') read.id = value;
    if (field === 'event') read.type = value;
    if (field === 'data') read.data = read.data === null ? value : `${read.data}\n${value}`;
  }
  return read;
}

/** What is read, or a fault when nothing comes for too long or the signal aborts. */
async function inTime<T>(read: Promise<T>, signal: AbortSignal): Promise<T> {
  const silence = AbortSignal.any([signal, AbortSignal.timeout(SILENCE_MS)]);
  const ended = Promise.withResolvers<never>();
  const end = (): void => ended.reject(new CliFault('the server fell silent', EXIT_CODES.unavailable));
  if (silence.aborted) end();
  else silence.addEventListener('abort', end, { once: true });
  return Promise.race([read, ended.promise]).finally(() => silence.removeEventListener('abort', end));
}
