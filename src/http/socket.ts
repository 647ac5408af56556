/** A WebSocket as our pages use it: frames of JSON, guarded the same way for every page. Knows no page. */
import { readJson } from './body.ts';
import { CLOSE } from './close-codes.ts';

/** What is used of a socket of the `ws` package. */
export type RawSocket = {
  readonly readyState: number;
  /** Bytes that wait to be sent. */
  readonly bufferedAmount: number;
  send(data: string): void;
  ping(): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): unknown;
  on(event: 'pong', listener: () => void): unknown;
  on(event: 'close', listener: (code?: number) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/** The largest frame, in bytes; the server closes on a larger one with 1009. An SDP offer takes some 5 KB. */
export const MAX_FRAME = 64 * 1024;
/** How often a page must show that it is there. Milliseconds. */
export const HEARTBEAT_MS = 10_000;
/** Frames a second, and how many may come at once. */
const FRAMES_PER_SECOND = 25;
const MAX_AT_ONCE = 100;
/** Who lets this many bytes pile up is too slow to be told anything. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** What a socket is served with. */
export type SocketParts = {
  /** Milliseconds. */
  now(): number;
  /** Calls back once after the delay (ms); the answer cancels it. */
  after(milliseconds: number, run: () => Promise<void>): () => void;
  /** A frame of JSON. */
  heard(value: unknown): void;
  /** A frame that is none. */
  malformed(): void;
  /** `isGoodbye`: the other side closed it itself, and was not merely cut off (1006, RFC 6455 section 7.4.1). */
  closed(isGoodbye: boolean): void;
};

/** One end of the wire. */
export type Wire = {
  /** Sends text; someone who does not take it in is dropped. */
  send(text: string): void;
  close(code: number, reason: string): void;
};

const OPEN = 1;
/** No frame said that the socket closes. */
const ABNORMAL = 1006;

/** Serves the socket until it closes. */
export function serveSocket(raw: RawSocket, parts: SocketParts): Wire {
  let tokens = MAX_AT_ONCE;
  let refilledAt = parts.now();
  let isAlive = true;
  let cancelBeat = (): void => undefined;

  const mayHear = (): boolean => {
    const now = parts.now();
    tokens = Math.min(MAX_AT_ONCE, tokens + ((now - refilledAt) / 1000) * FRAMES_PER_SECOND);
    refilledAt = now;
    tokens -= 1;
    return tokens >= 0;
  };

  const beat = (): void => {
    cancelBeat = parts.after(HEARTBEAT_MS, async () => {
      if (!isAlive) return raw.terminate();
      isAlive = false;
      if (raw.readyState === OPEN) raw.ping();
      beat();
    });
  };

  raw.on('pong', () => {
    isAlive = true;
  });
  raw.on('message', (data, isBinary) => {
    isAlive = true;
    if (!mayHear()) return raw.close(CLOSE.policy, 'too many messages');
    if (isBinary) return raw.close(CLOSE.unsupported, 'text only');
    const read = parse(data);
    if (read.ok) parts.heard(read.value);
    else parts.malformed();
  });
  raw.on('error', () => raw.terminate());
  raw.on('close', (code) => {
    cancelBeat();
    parts.closed(code !== ABNORMAL);
  });
  beat();

  return {
    send(text) {
      if (raw.readyState !== OPEN) return;
      if (raw.bufferedAmount > MAX_WAITING_BYTES) return raw.terminate();
      raw.send(text);
    },
    close(code, reason) {
      raw.close(code, reason);
    },
  };
}

function parse(data: Buffer): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: readJson(data) };
  } catch {
    return { ok: false };
  }
}
