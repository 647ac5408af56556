/** The HTTP server: takes surfaces, guards every request the same way, and knows no vendor and no call. */
import { background } from '#background/background.ts';
import swagger from '@fastify/swagger';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastify from 'fastify';
import { isStorableText } from './body.ts';
import { documented, documentFrame, named } from './document.ts';
import { kindsOf, onlyFor } from './kinds.ts';
import { sayFarewell } from './farewell.ts';
import type { Fault } from './fault.ts';
import { HttpFault } from './fault.ts';
import type { KeyStore } from './idempotency.ts';
import { once, readKey } from './idempotency.ts';
import { createJudge } from './judge.ts';
import type { Limiter } from './limits.ts';
import { createLimiter } from './limits.ts';
import { addressKey } from './network-address.ts';
import { isUnavailable } from './unavailable.ts';
import { parseBodies, uploadOptions } from './parsers.ts';
import type { Answer, Ask, FindToken, Principal, RateState, Route, Surface } from './surface.ts';

/** The largest body, and the largest head of a request, in bytes. */
const LARGEST_BODY = 1024 * 1024;
const LARGEST_HEAD = 16 * 1024;
/** How long a request may take to arrive. */
const REQUEST_SECONDS = 30;
/** Failed sign-ins of one address in a minute before it is told to wait. */
const MOST_FAILURES = { limit: 100, windowSeconds: 60 };

export type ServerParts = {
  readonly surfaces: readonly Surface[];
  readonly findToken: FindToken;
  readonly keys: KeyStore;
  readonly isRateLimited: boolean;
  /** Addresses and CIDR ranges of proxies: `request.ip` is the last address in `X-Forwarded-For` that is none of them. */
  readonly trustedProxies: readonly string[];
  /** Milliseconds; the windows of the rate limits are counted by it. */
  now(): number;
  newRequestId(): string;
  /** One line a request, without anything a caller could have put into it. */
  answered(line: RequestLine): void;
  failed(error: unknown, requestId: string): void;
};

/** What is logged of a request: the route's pattern, never the address, which may hold numbers and tokens. */
export type RequestLine = {
  readonly requestId: string;
  readonly surface: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
};

/** The server, and what its surfaces answer to, in OpenAPI 3.1. */
export type HttpServer = {
  readonly app: FastifyInstance;
  /** The document of each surface, by its name; to be asked for once the server is ready. */
  documents(): ReadonlyMap<string, object>;
};

type Passed = { readonly principal: Principal; readonly rate: RateState | null };

/** Makes the server; the caller listens. Routes outside of the surfaces can be added to it. */
export async function createServer(parts: ServerParts): Promise<HttpServer> {
  const app = fastify({
    bodyLimit: LARGEST_BODY,
    requestTimeout: REQUEST_SECONDS * 1000,
    connectionTimeout: 2 * REQUEST_SECONDS * 1000,
    keepAliveTimeout: 72_000,
    http: { maxHeaderSize: LARGEST_HEAD, headersTimeout: REQUEST_SECONDS * 1000 },
    genReqId: parts.newRequestId,
    requestIdHeader: false,
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    routerOptions: { maxParamLength: 512 },
    logger: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) =>
      background('http', fail(parts, surfaceOf(parts.surfaces, request.url), error, request, reply)),
    clientErrorHandler: (error, socket) => {
      const line = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
      if (socket.writable) socket.end(`HTTP/1.1 ${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    },
  });
  parseBodies(app);
  sayFarewell(app);
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    parts.answered({
      requestId: request.id,
      surface: surfaceOf(parts.surfaces, request.url).name,
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
    });
  });
  const failures = createLimiter(MOST_FAILURES, parts.now);
  const scopes = new Map<string, FastifyInstance>();
  for (const surface of parts.surfaces)
    await app.register(async (scope) => {
      scopes.set(surface.name, scope);
      await mount(scope, surface, parts, failures);
    });
  app.setNotFoundHandler((request, reply) => {
    const surface = surfaceOf(parts.surfaces, request.url);
    const allowed = methodsAt(surface, request.url);
    const fault = allowed.length > 0 ? 'method_not_allowed' : 'not_found';
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    return send(reply, surface, surface.fault(fault, request.id), request, null);
  });
  let made: ReadonlyMap<string, object> | null = null;
  return {
    app,
    documents: () => (made ??= new Map([...scopes].map(([name, scope]) => [name, named(scope.swagger())]))),
  };
}

/** Which surface a path belongs to: the longest prefix wins, the last surface takes the rest. */
function surfaceOf(surfaces: readonly Surface[], url: string): Surface {
  const path = url.split('?')[0] ?? '';
  const matches = surfaces.flatMap((surface) =>
    surface.prefixes.flatMap((prefix) =>
      path === prefix || path.startsWith(`${prefix}/`) ? [{ surface, prefix }] : [],
    ),
  );
  const best = matches.toSorted((a, b) => b.prefix.length - a.prefix.length)[0]?.surface ?? surfaces.at(-1);
  if (best === undefined) throw new Error('A server needs at least one surface.');
  return best;
}

function methodsAt(surface: Surface, url: string): string[] {
  const path = url.split('?')[0] ?? '';
  const fits = (route: Route): boolean =>
    new RegExp(`^${route.path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`).test(path);
  return [...new Set(surface.routes.filter(fits).map((route) => route.method))];
}

async function mount(scope: FastifyInstance, surface: Surface, parts: ServerParts, failures: Limiter): Promise<void> {
  const limiter = createLimiter(surface.rateLimit, parts.now);
  const passed = new WeakMap<FastifyRequest, Passed>();
  await scope.register(swagger, { openapi: documentFrame(surface) as never });
  scope.setValidatorCompiler(() => () => true);
  scope.addHook('onRequest', async (request) => {
    const principal = await authenticated(request, surface, parts, failures);
    const rate = parts.isRateLimited ? limiter.take(principal.workspaceId) : null;
    passed.set(request, { principal, rate });
    if (rate?.isOver === true) throw new HttpFault('rate_limited', { 'retry-after': String(rate.retryAfterSeconds) });
    if (!isStorableText(safeDecode(request.url))) throw new HttpFault('malformed_request');
  });
  scope.setErrorHandler(async (error: FastifyError, request, reply) =>
    fail(parts, surface, error, request, reply, passed.get(request)?.rate ?? null),
  );
  for (const route of surface.routes) {
    const run = judged(surface, route);
    const kinds = kindsOf(surface, route);
    scope.route({
      method: route.method,
      url: route.path,
      schema: documented(surface, route),
      serializerCompiler: () => JSON.stringify,
      ...uploadOptions(route.upload),
      onRequest: async (request) => onlyFor(kinds, passed.get(request)?.principal),
      handler: async (request, reply) => {
        const pass = passed.get(request);
        if (pass === undefined) throw new Error('A request reached its handler without a principal.');
        return send(reply, surface, await handle(route.method, run, request, pass, parts), request, pass.rate);
      },
    });
  }
}

/** The route's handler, behind the judge of its body where the surface has an answer for what the judge finds. */
function judged({ invalid }: Surface, route: Route): Route['handle'] {
  // A file is judged by whoever reads it.
  const body = route.upload === undefined ? route.schema.body : undefined;
  const judge = body === undefined || invalid === undefined ? null : createJudge(body);
  if (judge === null || invalid === undefined) return async (ask) => route.handle(ask);
  return async (ask) => {
    const violations = judge(ask.body);
    return violations.length > 0 ? invalid(violations, ask.requestId) : route.handle(ask);
  };
}

async function authenticated(
  request: FastifyRequest,
  surface: Surface,
  parts: ServerParts,
  failures: Limiter,
): Promise<Principal> {
  try {
    return await surface.authenticate(request.headers, parts.findToken);
  } catch (error) {
    const isFailure = error instanceof HttpFault && error.fault === 'unauthorized';
    const count = isFailure && parts.isRateLimited ? failures.take(addressKey(request.ip)) : null;
    if (count?.isOver === true) throw new HttpFault('rate_limited', { 'retry-after': String(count.retryAfterSeconds) });
    throw error;
  }
}

async function handle(
  method: Route['method'],
  run: Route['handle'],
  request: FastifyRequest,
  { principal }: Passed,
  parts: ServerParts,
): Promise<Answer> {
  const ask: Ask = {
    requestId: request.id,
    principal,
    params: request.params as Record<string, string>,
    query: flat(request.query as Record<string, string | string[]>),
    body: request.body ?? {},
    headers: request.headers,
    url: request.url,
    requestKey: null,
  };
  const key = method === 'POST' ? readKey(request.headers['idempotency-key']) : null;
  return key === null ? run(ask) : once(parts.keys, ask, method, key, run);
}

/** Of a repeated parameter the last one counts. */
function flat(query: Readonly<Record<string, string | string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value.at(-1) ?? '') : value]),
  );
}

function safeDecode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return '\u0000'; // Broken escapes are no text either.
  }
}

async function send(
  reply: FastifyReply,
  surface: Surface,
  answer: Answer,
  request: FastifyRequest,
  rate: RateState | null,
): Promise<FastifyReply> {
  void reply.status(answer.status).headers({
    ...surface.headers?.({ headers: request.headers }, rate),
    ...(answer.isReplay === true ? { 'idempotency-replayed': 'true' } : {}),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...answer.headers,
  });
  if (answer.body === undefined) return reply.send();
  if (typeof answer.body === 'string') return reply.send(answer.body);
  if (answer.headers?.['content-type'] === undefined) void reply.type('application/json; charset=utf-8');
  return reply.send(JSON.stringify(answer.body));
}

async function fail(
  parts: ServerParts,
  surface: Surface,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  rate: RateState | null = null,
): Promise<FastifyReply> {
  void reply.header('x-request-id', request.id);
  const fault = faultOf(error);
  if (fault === 'internal' || fault === 'unavailable') parts.failed(error, request.id);
  const headers = error instanceof HttpFault ? error.headers : {};
  const answer = surface.fault(fault, request.id);
  return send(reply, surface, { ...answer, headers: { ...headers, ...answer.headers } }, request, rate);
}

const FASTIFY_FAULTS: Readonly<Record<string, Fault>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_BAD_URL: 'malformed_request',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

function faultOf(error: unknown): Fault {
  if (error instanceof HttpFault) return error.fault;
  if (error instanceof SyntaxError) return 'malformed_body';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = FASTIFY_FAULTS[code];
  if (known !== undefined) return known;
  return isUnavailable(error) ? 'unavailable' : 'internal';
}
