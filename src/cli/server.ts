/** The server as the verbs ask it: over HTTP, with a token, as every program does. */
import { VERSION } from '#config/version.ts';
import type { ExitCode } from './exit-codes.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { CliFault, ServerFault } from './fault.ts';
import { plain } from './print.ts';
import type { Profile } from './profile.ts';

/** The longest wait for an answer. Milliseconds. */
const PATIENCE_MS = 30_000;
/** The most that a list gives at a time. */
const PAGE = 100;

/** A query: what is null is left out. */
export type Query = Readonly<Record<string, string | number | null>>;

/** One server, asked in the name of one token. What it refuses is thrown as a fault. */
export type Server = {
  readonly url: string;
  readonly token: string;
  /** `headers` go before those of the token. */
  get(path: string, query?: Query, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  post(path: string, body?: object): Promise<unknown>;
  send(method: string, path: string, body?: object): Promise<unknown>;
  /** Every item of a list, page by page. */
  all(path: string, query?: Query): AsyncGenerator<unknown, void>;
  /** An answer that is read as it comes. */
  open(path: string, query: Query, headers: Readonly<Record<string, string>>): Promise<Response>;
};

type Init = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Makes it. `signal` ends what is asked. */
export function createServer({ server, token }: Profile, signal: AbortSignal): Server {
  const send = async (path: string, init: Init, ends: AbortSignal): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'user-agent': `patchbay-cli/${VERSION}`, ...init.headers };
    // A redirect is not followed: the token is for this server.
    const asked = fetch(server + path, { ...init, headers, redirect: 'manual', signal: ends });
    const answer = await asked.catch((error: unknown) => {
      throw ends.aborted && signal.aborted ? signal.reason : unreachable(server, error);
    });
    if (!answer.ok) throw await refused(server, path, answer);
    return answer;
  };
  const ask = async (path: string, init: Init): Promise<unknown> => {
    const answer = await send(path, init, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]));
    return answer.status === 204 ? null : json(server, answer);
  };
  const get: Server['get'] = async (path, query = {}, headers = {}) => ask(withQuery(path, query), { headers });
  const sendJson: Server['send'] = async (method, path, body) => {
    if (body === undefined) return ask(path, { method });
    return ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  };
  return {
    url: server,
    token,
    get,
    post: async (path, body = {}) => sendJson('POST', path, body),
    send: sendJson,
    async *all(path, query = {}) {
      for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
        // Our own API's shape of a list.
        const page = (await get(path, { limit: PAGE, ...query, cursor })) as {
          data: readonly unknown[];
          next_cursor: string | null;
        };
        yield* page.data;
        cursor = page.next_cursor;
      }
    },
    open: async (path, query, headers) => send(withQuery(path, query), { headers }, signal),
  };
}

/** The path with what is asked of it. */
function withQuery(path: string, query: Query): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null) asked.set(name, String(value));
  return asked.size === 0 ? path : `${path}?${asked.toString()}`;
}

async function json(server: string, answer: Response): Promise<unknown> {
  return answer.json().catch(() => {
    throw new CliFault(`${server} answered something that is no Patchbay's.`, EXIT_CODES.unavailable);
  });
}

function unreachable(server: string, error: unknown): CliFault {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why = isLate
    ? 'it did not answer in time'
    : code === 'ECONNREFUSED'
      ? 'nothing listens there'
      : reasonOf(cause);
  return new CliFault(`${server} cannot be reached: ${why}.`, EXIT_CODES.unavailable, { cause: error });
}

function reasonOf(cause: unknown): string {
  return plain(cause instanceof Error ? cause.message : String(cause));
}

/** What our API says of a "no". Source: RFC 9457. */
type Problem = {
  readonly title?: string;
  readonly detail?: string;
  readonly message?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly parameter?: string; readonly detail?: string }[];
};

/** Status -> how the verb ends. Others are refusals. */
const CODES: Readonly<Record<number, ExitCode>> = {
  401: EXIT_CODES.denied,
  403: EXIT_CODES.denied,
  429: EXIT_CODES.later,
  503: EXIT_CODES.later,
};

async function refused(server: string, path: string, answer: Response): Promise<CliFault> {
  const { status } = answer;
  const text = await answer.text().catch(() => '');
  const code = CODES[status] ?? (status >= 500 ? EXIT_CODES.unavailable : EXIT_CODES.failed);
  if (status >= 300 && status < 400)
    return new CliFault(`${server} sends elsewhere: use ${plain(answer.headers.get('location') ?? 'that address')}.`);
  return new ServerFault(`${plain(sentenceOf(text) ?? `${path} was answered ${status}`)} (${status}).`, code, status);
}

function sentenceOf(text: string): string | null {
  try {
    const { title, detail, message, errors = [] } = JSON.parse(text) as Problem;
    const fields = errors.map(({ pointer, parameter, detail: what }) => `${pointer ?? parameter ?? ''} ${what ?? ''}`);
    const said = title ?? message;
    if (said === undefined) return null;
    const more = fields.length > 0 ? fields.join('; ') : (detail ?? '');
    return `${said}${more === '' ? '' : `: ${more}`}`.replace(/\.$/, '');
  } catch {
    return null;
  }
}
