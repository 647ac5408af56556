/** The HTTP server: takes surfaces, guards every request the same way, and knows no vendor and no call. */
import { background } from '#background/background.ts';
import { correlated } from '#background/correlation.ts';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { lruOf } from './lru.ts';
import { fail, unrouted } from './answering.ts';
import { named } from './document.ts';
import { drainConnections } from './drain.ts';
import { HttpFault } from './fault.ts';
import { createLimiter } from './limits.ts';
import { mount } from './mount.ts';
import { parseBodies } from './parsers.ts';
import { MAX_PARAM, surfaceOf, withoutSlash } from './places.ts';
import { createRawAnswers } from './raw-answers.ts';
import type { ServerParts } from './server-parts.ts';
import type { SocketRoutes } from './socket-routes.ts';
import { openSockets } from './socket-routes.ts';
import { tellTraffic } from './traffic.ts';
import { setHeaders } from './set-headers.ts';

/** The largest body, and the largest head of a request, in bytes. */
const MAX_BODY = 1024 * 1024;
const MAX_HEAD = 16 * 1024;
/**
 * Connections at once, HTTP and WebSockets together; one more is closed before it is read. Each holds a descriptor, of
 * which the system gives a process this many (`ulimit -n`).
 */
export const MAX_CONNECTIONS = 10_000;
/** How long a request may take to arrive. */
const REQUEST_SECONDS = 30;
/** Failed sign-ins of one address in a minute before it is told to wait. */
const MAX_FAILURES = { limit: 100, windowSeconds: 60 };

/** Right tokens that are remembered with the address that sent them. */
const MAX_KNOWN = 10_000;

/** The server, and what its surfaces answer to, in OpenAPI 3.1. */
export type HttpServer = {
  readonly app: FastifyInstance;
  /** The document of each surface, by its name; to be asked for once the server is ready. */
  documents(): ReadonlyMap<string, object>;
  readonly sockets: SocketRoutes;
};

/** Makes the server; the caller listens. Routes outside of the surfaces can be added to it. */
export async function createServer(parts: ServerParts): Promise<HttpServer> {
  let sockets: SocketRoutes | null = null;
  const app = open(parts, (url) => sockets?.has(url) === true);
  // Before the guards: a refused upgrade must be known for one, so that its connection is closed.
  sockets = await openSockets(app);
  parseBodies(app);
  drainConnections(app);
  guard(app, parts);
  tellTraffic(app, parts);
  const guesses = {
    failures: createLimiter(MAX_FAILURES, parts.now),
    known: lruOf<string, true>(MAX_KNOWN),
  };
  const scopes = new Map<string, FastifyInstance>();
  for (const surface of parts.surfaces)
    await app.register(async (scope) => {
      scopes.set(surface.name, scope);
      await mount(scope, surface, parts, guesses);
    });
  let made: ReadonlyMap<string, object> | null = null;
  return {
    app,
    sockets,
    documents: () => (made ??= new Map([...scopes].map(([name, scope]) => [name, named(scope.swagger())]))),
  };
}

/** The framework with our limits, and nothing of its own to say. */
function open(parts: ServerParts, isSocket: (url: string) => boolean): FastifyInstance {
  const raw = createRawAnswers((fault, url) => {
    const requestId = parts.newRequestId();
    return { ...surfaceOf(parts.surfaces, url).fault(fault, requestId), requestId };
  });
  const app = fastify({
    bodyLimit: MAX_BODY,
    requestTimeout: REQUEST_SECONDS * 1000,
    connectionTimeout: 2 * REQUEST_SECONDS * 1000,
    keepAliveTimeout: 72_000,
    http: {
      maxHeaderSize: MAX_HEAD,
      headersTimeout: REQUEST_SECONDS * 1000,
      requireHostHeader: false, // Looked at by `hasOneHost`, whose answer has a body.
      // Any other upgrade is ignored, and the request served as it is (RFC 9110, section 7.8).
      shouldUpgradeCallback: ({ method, headers, url = '/' }) =>
        method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && isSocket(withoutSlash(url)),
    },
    genReqId: parts.newRequestId,
    requestIdHeader: false,
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    routerOptions: { maxParamLength: MAX_PARAM },
    rewriteUrl: ({ url = '/' }) => withoutSlash(url),
    logger: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: true,
    frameworkErrors: (error, request, reply) =>
      background('http', fail(parts, null, error, request, reply.headers(commonHeaders(parts, request.id)))),
    clientErrorHandler: raw.parserFailed,
  });
  raw.listenTo(app.server);
  app.server.maxConnections = MAX_CONNECTIONS;
  return app;
}

/** What holds for every request, whatever it asks for. */
function guard(app: FastifyInstance, parts: ServerParts): void {
  app.addHook('onRequest', async (request, reply) => {
    setHeaders(reply, commonHeaders(parts, request.id));
    if (!hasOneHost(request.raw)) throw new HttpFault('malformed_request');
    // RFC 9110, section 14.2: ranges are for GET.
    if (request.method === 'HEAD') delete request.raw.headers.range;
    // Answered before its body is read: nothing would be made of it.
    if (request.is404) return unrouted(app, parts, request, reply);
  });
  // What the handler does, and what follows from it, is logged under the request.
  app.addHook('preHandler', (request, _reply, done) => correlated({ requestId: request.id }, done));
  app.addHook('preParsing', async ({ headers }, _reply, payload) => {
    if (isEncoded(headers)) throw new HttpFault('unsupported_encoding', { 'accept-encoding': 'identity' });
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    parts.answered({
      requestId: request.id,
      surface: request.routeOptions.config.surface ?? surfaceOf(parts.surfaces, request.url).name,
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
    });
  });
  app.setErrorHandler(async (error, request, reply) => fail(parts, null, error, request, reply));
  app.setNotFoundHandler(async (request, reply) => unrouted(app, parts, request, reply));
}

/** On every answer. Once a browser has met it on a public address with TLS, it never asks without (RFC 6797). */
function commonHeaders({ publicUrl }: ServerParts, requestId: string): Record<string, string> {
  const isSecure = publicUrl().startsWith('https:');
  return {
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** Exactly one, or none in HTTP/1.0. Source: RFC 9112, section 3.2. */
function hasOneHost({ rawHeaders, httpVersionMinor }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((name, place) => place % 2 === 0 && name.toLowerCase() === 'host').length;
  return hosts === 1 || (hosts === 0 && httpVersionMinor === 0);
}

/** Whether the body is not sent as it is (RFC 9110, section 8.4); without a body it is. */
function isEncoded(headers: IncomingMessage['headers']): boolean {
  const transfer = headers['transfer-encoding']?.toLowerCase() ?? '';
  if (transfer === '' && (headers['content-length'] ?? '0') === '0') return false;
  const content = headers['content-encoding']?.trim().toLowerCase() ?? '';
  return !['', 'identity'].includes(content) || !['', 'chunked'].includes(transfer.trim());
}
