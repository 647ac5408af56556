import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** An answer as it came. `status` 0: the connection was closed without one. */
export type WireAnswer = { readonly status: number; readonly head: string; readonly body: string };

/**
 * A connection that is kept open and carries one request at a time, as bytes; it costs the machine far less than an
 * HTTP client.
 */
export type Wire = {
  send(request: string | Uint8Array): Promise<WireAnswer>;
  close(): void;
};

const NO_ANSWER: WireAnswer = { status: 0, head: '', body: '' };

/** Opens it at the first request, and again after the server has closed it. */
export function openWire(address: string): Wire {
  const { hostname, port } = new URL(address);
  let socket: Socket | null = null;
  let received: Buffer = Buffer.alloc(0);
  let waiting: ((answer: WireAnswer) => void) | null = null;

  const settle = (answer: WireAnswer): void => {
    const answered = waiting;
    waiting = null;
    answered?.(answer);
  };

  const open = (): Socket => {
    const opened = connect(Number(port), hostname);
    opened.setNoDelay(true);
    opened.on('data', (bytes) => {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
      const answer = readAnswer(received);
      if (answer === null) return;
      received = Buffer.alloc(0);
      settle(answer);
    });
    opened.on('error', () => undefined); // `close` follows.
    opened.on('close', () => {
      if (socket !== opened) return;
      socket = null;
      received = Buffer.alloc(0);
      settle(NO_ANSWER);
    });
    return opened;
  };

  return {
    async send(request) {
      socket ??= open();
      const answer = new Promise<WireAnswer>((resolve) => {
        waiting = resolve;
      });
      socket.write(request);
      const got = await answer;
      if (/^connection: close/im.test(got.head)) {
        socket?.destroy();
        socket = null;
      }
      return got;
    },
    close() {
      const open = socket;
      socket = null;
      open?.destroy();
      settle(NO_ANSWER);
    },
  };
}

/** The answer, when all of it is there. Our servers always say how long a body is. */
function readAnswer(bytes: Buffer): WireAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  if (bytes.length < end + 4 + length) return null;
  return { status: Number(head.slice(9, 12)), head, body: bytes.toString('utf8', end + 4, end + 4 + length) };
}

/** The bytes of a request. Basic for the CCAI surface, Bearer for the others. */
export function writeRequest(
  method: string,
  path: string,
  token: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const isBasic = /^\/(apps|manager)\//.test(path);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    `Authorization: ${isBasic ? `Basic ${Buffer.from(`demo:${token}`).toString('base64')}` : `Bearer ${token}`}`,
    ...(body === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** Does the work over and over in this many lanes at once, until it is enough; answers each turn's milliseconds. */
export async function inLanes(
  lanes: number,
  isEnough: () => boolean,
  work: (lane: number) => Promise<unknown>,
): Promise<number[]> {
  const taken: number[] = [];
  const lane = async (number: number): Promise<void> => {
    while (!isEnough()) {
      const began = performance.now();
      await work(number);
      taken.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: lanes }, async (_, number) => lane(number)));
  return taken;
}
