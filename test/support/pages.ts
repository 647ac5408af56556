import { once } from 'node:events';
import type { FromServer as ToCaller, FromPage as FromCaller } from '#realtime/caller/protocol.ts';
import type { FromServer as ToDesk, PageCommand } from '#realtime/agent/protocol.ts';

/** The demo's password in tests of pages. */
export const PASSWORD = 'test-password';

/** The longest a page waits for what it expects; real time, only ever reached by a failing test. */
const MAX_WAIT_MS = 60_000;

/** A server, in this process or another. */
type Reachable = { readonly address: string };

type Of<M extends { readonly type: string }, T extends M['type']> = Extract<M, { readonly type: T }>;

/** A socket as a page has it. */
export type PageSocket<M extends { readonly type: string }> = {
  /** The next message of the type that fits, also one that has come already and was not asked for before. */
  next<T extends M['type']>(type: T, fits?: (message: Of<M, T>) => boolean): Promise<Of<M, T>>;
  /** All messages so far. */
  readonly heard: readonly M[];
  send(value: unknown): void;
  sendRaw(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  /** The close code, when the socket has closed. */
  readonly closed: Promise<number>;
};

/** Signs in and answers the cookie. */
export async function signIn(patchbay: Reachable, email = 'agent@somedomain.com'): Promise<string> {
  const response = await fetch(`${patchbay.address}/app/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`${email} could not sign in: ${response.status} ${await response.text()}`);
  return cookie;
}

/** Opens a socket with the headers of a page of ours. */
export async function openSocket<M extends { readonly type: string }>(
  patchbay: Reachable,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PageSocket<M>> {
  const socket = new WebSocket(patchbay.address.replace('http', 'ws') + path, {
    headers: { origin: patchbay.address, ...headers },
  });
  const heard: M[] = [];
  const unclaimed: M[] = [];
  const waiting: { take(message: M): boolean }[] = [];
  socket.addEventListener('message', (event) => {
    const said = JSON.parse(String(event.data)) as M | readonly M[];
    for (const message of [said].flat() as M[]) {
      heard.push(message);
      const at = waiting.findIndex((each) => each.take(message));
      if (at >= 0) waiting.splice(at, 1);
      else unclaimed.push(message);
    }
  });
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', (event) => resolve((event as unknown as { code: number }).code));
  });
  const opened = await Promise.race([once(socket, 'open').then(() => true), closed.then(() => false)]);
  if (!opened) throw new Error(`${path} did not open.`);

  const next = async (type: string, fits: (message: never) => boolean = () => true): Promise<M> => {
    const matches = (message: M): boolean => message.type === type && fits(message as never);
    const at = unclaimed.findIndex(matches);
    const found = at >= 0 ? unclaimed.splice(at, 1)[0] : undefined;
    if (found !== undefined) return found;
    const wanted = Promise.withResolvers<M>();
    const timer = setTimeout(
      () => wanted.reject(new Error(`No ${type} came; there came\n${heard.slice(-12).map(briefly).join('\n')}`)),
      MAX_WAIT_MS,
    );
    waiting.push({
      take(message) {
        if (!matches(message)) return false;
        wanted.resolve(message);
        return true;
      },
    });
    return wanted.promise.finally(() => clearTimeout(timer));
  };

  return {
    // The filter above gives back what its type says.
    next: next as unknown as PageSocket<M>['next'],
    heard,
    send: (value) => socket.send(JSON.stringify(value)),
    sendRaw: (data) => socket.send(data),
    close: () => socket.close(),
    closed,
  };
}

/** An agent's page. */
export type Desk = PageSocket<ToDesk> & {
  /** Says a command and answers its reply. */
  ask(command: PageCommand): Promise<Of<ToDesk, 'reply'>>;
};

/** The beginning of what came, for the message of a test that waited in vain. */
function briefly(message: unknown): string {
  return JSON.stringify(message).slice(0, 300);
}

let ids = 0;

/** Opens the desk without a word. */
export async function openDesk(patchbay: Reachable, cookie: string): Promise<Desk> {
  const socket = await openSocket<ToDesk>(patchbay, '/app/socket', { cookie });
  return {
    ...socket,
    async ask(command) {
      ids += 1;
      const id = ids;
      socket.send({ id, ...command });
      return socket.next('reply', (reply) => reply.id === id);
    },
  };
}

/** Opens a caller's page. */
export async function openCaller(
  patchbay: Reachable,
  slug = 'demo',
  headers: Readonly<Record<string, string>> = {},
  query = '',
): Promise<PageSocket<ToCaller> & { say(message: FromCaller): void }> {
  const socket = await openSocket<ToCaller>(patchbay, `/w/${slug}/socket${query}`, headers);
  return { ...socket, say: (message) => socket.send(message) };
}
