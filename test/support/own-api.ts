import assert from 'node:assert/strict';
import type { Desk } from '../../src/api/patchbay/operation.ts';
import { patchbay } from '../../src/api/patchbay/routes.ts';
import { createBodyValidator } from '#http/body-validator.ts';
import type { ApiResponse, Principal, Route, Surface } from '#http/surface.ts';
import { START } from './calls.ts';
import { assertConforms } from './conforms.ts';

/** A part of the desk as far as a test brings it, down to what lies in it. */
type Some<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? {
        readonly [K in keyof T]?: T[K] extends (...args: never[]) => unknown
          ? T[K]
          : T[K] extends object
            ? Partial<T[K]>
            : T[K];
      }
    : T;

/** What of the desk a test brings. What it does not bring fails when it is called. */
export type SomeDesk = { readonly [P in keyof Desk]?: Some<Desk[P]> | undefined };

/** A request, as far as it matters. `id` is the one of the path. */
export type Wish = {
  readonly id?: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly by?: Partial<Principal>;
};

type Fields = Readonly<Record<string, unknown>>;

/** What came: the body as a client reads it, and of a problem its code and the places at which it points. */
export type Came = {
  readonly status: number;
  readonly body: Fields;
  readonly data: readonly Fields[];
  readonly code: unknown;
  readonly places: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** What is kept for replays. */
  readonly replay: Fields;
};

/** The request id of every request. */
export const REQUEST_ID = '01890000-0000-7000-8000-0000000000aa';
/** The address of the server. */
export const PUBLIC_URL = 'https://voice.example.com';

const ORDINARY: SomeDesk = {
  clock: { now: () => START },
  publicUrl: () => PUBLIC_URL,
  signer: { sign: (path) => `${path}?signature=x` },
};
/** The parts of a desk, of which a test brings some. */
const PARTS = [
  ...(['engine', 'administration', 'tokens', 'oauth', 'prompts', 'people', 'mail', 'providers', 'profiles'] as const),
  ...(['factors', 'audit', 'archives', 'simulator', 'streams', 'articles', 'trunks', 'reasoner', 'requests'] as const),
  ...(['voiceEngines', 'appearances', 'readTrace'] as const),
] satisfies readonly (keyof Desk)[];
const NO_EVENTS = { standard: [], intercom: [], ccaip: [], vcita: [] };

/** Our own API over the parts of the desk that are brought. */
export function ownSurface(desk: SomeDesk): Surface {
  const webhooks = { eventsOf: NO_EVENTS, ...desk.webhooks };
  // What is missing answers for itself.
  const absent = Object.fromEntries(PARTS.map((name) => [name, undefined]));
  return patchbay(part({ ...absent, ...ORDINARY, ...desk, webhooks }, 'desk') as never);
}

/**
 * The same without a server: operations by their ids. As on a server, a body is held to its schema first. Every answer
 * is held to the one that the operation documents, exactly: it has no field beyond it.
 */
export function ownApi(desk: SomeDesk): (operationId: string, wish?: Wish) => Promise<Came> {
  const surface = ownSurface(desk);
  return async (operationId, wish = {}) => {
    const route = surface.routes.find((each) => each.operationId === operationId);
    assert.ok(route !== undefined, `no operation ${operationId}`);
    const body = wish.body ?? {};
    const violations =
      route.schema.body === undefined || route.upload !== undefined ? [] : createBodyValidator(route.schema.body)(body);
    const answer =
      violations.length > 0 ? surface.invalid?.(violations, REQUEST_ID) : await route.handle(request(wish, body));
    assert.ok(answer !== undefined);
    return read(route, answer);
  };
}

function request({ id, params = {}, query = {}, headers = {}, by = {} }: Wish, body: unknown) {
  return {
    requestId: REQUEST_ID,
    principal: { workspaceId: 1, tokenId: 2, kind: 'staff', contactId: null, ...by } as const,
    params: { ...(id === undefined ? {} : { id: String(id) }), ...params },
    query,
    body,
    headers,
    url: `/v1/x?${new URLSearchParams(query).toString()}`,
    requestKey: null,
  };
}

function read(route: Route, { status, body, headers = {}, replayBody, stream }: ApiResponse): Came {
  const json = asSent(body) ?? {};
  if (stream === undefined) assertDocumented(route, status, json, body);
  const errors = (json['errors'] ?? []) as readonly { pointer?: string; parameter?: string }[];
  return {
    status,
    body: json,
    data: (json['data'] ?? []) as readonly Fields[],
    code: json['code'],
    places: errors.map(({ pointer, parameter }) => pointer ?? parameter ?? 'nowhere'),
    headers,
    replay: asSent(replayBody) ?? {},
  };
}

function asSent(body: unknown): Fields | null {
  if (body === undefined) return null;
  return JSON.parse(typeof body === 'string' ? body : JSON.stringify(body)) as Fields;
}

/** Schemas of answers, closed: compiled once. */
const closed = new WeakMap<object, object>();

function assertDocumented({ operationId, schema }: Route, status: number, json: Fields, body: unknown): void {
  const documented = schema.response[status];
  assert.ok(documented !== undefined, `${operationId} does not document ${status}: ${JSON.stringify(json)}`);
  if (status === 204) return assert.equal(body, undefined);
  const shape = contentOf(documented);
  const known = closed.get(shape) ?? close(JSON.parse(JSON.stringify(shape)) as object);
  closed.set(shape, known);
  assertConforms(known, json);
}

function contentOf(documented: object): object {
  if (!('content' in documented)) return documented;
  const { content } = documented as { content: Readonly<Record<string, { schema: object }>> };
  return content['application/problem+json']?.schema ?? documented;
}

/** The schema, with objects that have no more fields than it names. */
function close(schema: object): object {
  if (Array.isArray(schema)) return schema.map((each: unknown) => closeAny(each));
  const entries = Object.entries(schema).map(([name, inner]) => [name, closeAny(inner)] as const);
  const isOpen = 'properties' in schema && !('additionalProperties' in schema) && 'type' in schema;
  return Object.fromEntries([...entries, ...(isOpen ? [['additionalProperties', false] as const] : [])]);
}

function closeAny(value: unknown): unknown {
  return value !== null && typeof value === 'object' ? close(value) : value;
}

/** What was brought, and beside it what fails when it is called. */
function part(given: object, path: string): object {
  return new Proxy(given, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name);
      if (value === undefined) return missing(`${path}.${String(name)}`);
      return isPlain(value) ? part(value, `${path}.${String(name)}`) : value;
    },
  });
}

function missing(path: string): object {
  return new Proxy(() => undefined, {
    get: (_, name) => missing(`${path}.${String(name)}`),
    apply: () => assert.fail(`the test brings no ${path}`),
  });
}

function isPlain(value: unknown): value is object {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
}
