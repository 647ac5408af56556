/** The server as the console meets it: a WebSocket that a test speaks through, and addresses that it answers. */
import { after } from 'node:test';
import type { FromPage, FromServer, PageCommand, Snapshot } from '#realtime/agent/protocol.ts';

type Numbered = Extract<FromServer, { readonly seq: number }>;
/** An event without its number. */
export type Event = Numbered extends infer E ? (E extends Numbered ? Omit<E, 'seq'> : never) : never;
type Refusal = { readonly error: string; readonly message: string };

/** As much of a response as the console reads. */
type Answer = Pick<Response, 'ok' | 'status' | 'headers' | 'json'>;

/** One page's line to the server. */
export type ConsoleServer = {
  /** What the page asked, in order; without the greetings. */
  readonly asked: PageCommand[];
  /** Addresses (method and path, `GET /app/me`) that were fetched, in order. */
  readonly fetched: string[];
  /** What was sent to the address, in order, read from its JSON. */
  bodiesOf(address: string): readonly unknown[];
  /** Answers an address with JSON from now on. */
  serve(address: string, json: unknown, status?: number): void;
  /** Answers commands of the kind with these data, or refuses them, from now on. */
  reply(type: PageCommand['type'], answer: { readonly data: unknown } | Refusal): void;
  /** Tells the page what has happened, each with the next number. */
  tell(...events: readonly Event[]): void;
  /** Tells what has no number. */
  say(word: Exclude<FromServer, Numbered>): void;
  /** Closes the line, as the code says. */
  cut(code?: number): void;
  /** Whether a page holds the line at present. */
  isHeld(): boolean;
};

/** What pages of no test are served by. */
let own: Pick<typeof globalThis, 'WebSocket' | 'fetch'> | null = null;

/**
 * Puts the server where the page looks for it, until the test is over, or the file when it stands outside of tests. The
 * snapshot is asked for when a page says hello.
 */
export function consoleServer(snapshot: () => Snapshot): ConsoleServer {
  const asked: PageCommand[] = [];
  const fetched: string[] = [];
  const bodies: { readonly address: string; readonly body: unknown }[] = [];
  const pages = new Map<string, { readonly json: unknown; readonly status: number }>();
  const replies = new Map<string, { readonly data: unknown } | Refusal>();
  let line: ScriptedSocket | null = null;
  let seq = 10;

  const hear = (socket: ScriptedSocket, { id, ...command }: FromPage): void => {
    if (command.type === 'hello') {
      if (command.since === null) socket.hear({ type: 'snapshot', seq, data: snapshot() });
      return socket.hear({ type: 'reply', id, ok: true });
    }
    asked.push(command);
    const answer = replies.get(command.type) ?? { data: undefined };
    return socket.hear(
      'error' in answer ? { type: 'reply', id, ok: false, ...answer } : { type: 'reply', id, ok: true, ...answer },
    );
  };

  const hold = (socket: ScriptedSocket): void => {
    line = socket;
  };

  class ScriptedSocket extends EventTarget {
    readyState = 0;
    constructor() {
      super();
      hold(this);
      queueMicrotask(() => {
        if (this.readyState !== 0) return;
        this.readyState = 1;
        this.dispatchEvent(new Event('open'));
      });
    }
    send(text: string): void {
      const said = JSON.parse(text) as FromPage; // The page is ours.
      queueMicrotask(() => hear(this, said));
    }
    close(): void {
      this.end(1000);
    }
    hear(message: FromServer | readonly FromServer[]): void {
      if (this.readyState === 1) this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
    }
    end(code: number): void {
      if (this.readyState === 3) return;
      this.readyState = 3;
      if (line === this) line = null;
      this.dispatchEvent(Object.assign(new Event('close'), { code }));
    }
  }

  const answer = (path: string, { method = 'GET', body }: RequestInit): Answer => {
    const address = `${method} ${path}`;
    fetched.push(address);
    if (typeof body === 'string') bodies.push({ address, body: JSON.parse(body) as unknown });
    const page = pages.get(address) ?? pages.get(address.split('?')[0] ?? '');
    const { json, status } = page ?? { json: { message: `Nothing is at ${address}.` }, status: 404 };
    return { ok: status < 300, status, headers: new Headers(), json: async () => json };
  };
  own ??= { WebSocket: globalThis.WebSocket, fetch: globalThis.fetch };
  after(() => Object.assign(globalThis, own));
  Object.assign(globalThis, {
    WebSocket: ScriptedSocket,
    fetch: async (path: string, init: RequestInit = {}) => answer(path, init),
  });

  return {
    asked,
    fetched,
    bodiesOf: (address) => bodies.filter((each) => each.address === address).map((each) => each.body),
    serve: (address, json, status = 200) => void pages.set(address, { json, status }),
    reply: (type, given) => void replies.set(type, given),
    tell(...events) {
      line?.hear(events.map((event) => ({ ...event, seq: ++seq })));
    },
    say: (word) => line?.hear(word),
    cut: (code = 1006) => line?.end(code),
    isHeld: () => line !== null,
  };
}
