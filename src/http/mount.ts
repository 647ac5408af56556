/** One surface on the server: its guards, and its routes behind them. */
import swagger from '@fastify/swagger';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { LRUCache } from 'lru-cache';
import type { Author } from '#background/author.ts';
import { authored } from '#background/author.ts';
import { fail, send } from './answering.ts';
import { hashToken } from './auth.ts';
import { isStorableAddress } from './body.ts';
import { documented, documentFrame } from './document.ts';
import { HttpFault } from './fault.ts';
import { once, readKey } from './idempotency.ts';
import { kindsOf, onlyFor } from './kinds.ts';
import { createBodyValidator } from './body-validator.ts';
import type { Limiter, RateState } from './limits.ts';
import { createLimiter } from './limits.ts';
import { addressKey } from './network-address.ts';
import { uploadOptions } from './parsers.ts';
import { withOffset } from './query.ts';
import type { ServerParts } from './server-parts.ts';
import type { ApiResponse, ApiRequest, FindToken, Principal, Route, Surface } from './surface.ts';

/** Who asks, and how much they may still ask. */
type Passed = { readonly principal: Principal; readonly rate: RateState | null };

/** Failed tokens of network addresses, and address with token that were right lately. */
export type Guesses = {
  readonly failures: Limiter;
  readonly known: Pick<LRUCache<string, true>, 'get' | 'set' | 'delete'>;
};

/** Mounts the surface: who asks, how often, and then its routes. */
export async function mount(
  scope: FastifyInstance,
  surface: Surface,
  parts: ServerParts,
  guesses: Guesses,
): Promise<void> {
  const limiter = createLimiter(surface.rateLimit, parts.now);
  const passed = new WeakMap<FastifyRequest, Passed>();
  await scope.register(swagger, { openapi: documentFrame(surface) as never });
  scope.setValidatorCompiler(() => () => true);
  scope.addHook('onRequest', async (request) => {
    const principal = await authenticated(request, surface, parts, guesses);
    request.principal = principal;
    const rate = parts.isRateLimited ? limiter.take(principal.workspaceId) : null;
    passed.set(request, { principal, rate });
    if (rate?.isOver === true) throw new HttpFault('rate_limited', { 'retry-after': String(rate.retryAfterSeconds) });
    if (!isStorableAddress(request.url)) throw new HttpFault('malformed_request');
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
      config: {
        surface: surface.name,
        operation: route,
        ...(route.upload === undefined ? {} : { upload: route.upload }),
      },
      onRequest: async (request) => onlyFor(kinds, passed.get(request)?.principal),
      handler: async (request, reply) => {
        const pass = passed.get(request);
        if (pass === undefined) throw new Error('A request reached its handler without a principal.');
        const author = authorOf(pass.principal, request.ip, route.isAudited === true);
        const answer = await authored(author, async () => handle(route.method, run, request, pass, parts));
        return send(reply, surface, answer, request, pass.rate);
      },
    });
  }
}

function authorOf({ workspaceId, tokenId }: Principal, address: string, isRecorded: boolean): Author {
  return { door: 'token', workspaceId, agentId: null, tokenId, address, isRecorded };
}

/** The route's handler, behind the judge of its body where the surface has an answer for what the judge finds. */
function judged({ invalid }: Surface, route: Route): Route['handle'] {
  // A file is judged by its reader.
  const body = route.upload === undefined ? route.schema.body : undefined;
  const judge = body === undefined || invalid === undefined ? null : createBodyValidator(body);
  if (judge === null || invalid === undefined) return async (ask) => route.handle(ask);
  return async (ask) => {
    const violations = judge(ask.body);
    return violations.length > 0 ? invalid(violations, ask.requestId) : route.handle(ask);
  };
}

/**
 * Who asks. After too many unknown tokens from an address none is looked up for it any more until the window is over,
 * but for those that were right from there before: a stranger behind the same address guesses in vain, and does not
 * lock its other people out.
 */
async function authenticated(
  request: FastifyRequest,
  surface: Surface,
  parts: ServerParts,
  { failures, known }: Guesses,
): Promise<Principal> {
  const address = addressKey(request.ip);
  const findToken: FindToken = async (token) => {
    const hash = hashToken(token);
    const pair = `${address} ${hash.toString('base64')}`;
    const seconds = parts.isRateLimited ? failures.wait(address) : null;
    if (seconds !== null && known.get(pair) !== true)
      throw new HttpFault('rate_limited', { 'retry-after': String(seconds) });
    const principal = await parts.findToken(hash);
    if (principal === null) known.delete(pair);
    else known.set(pair, true);
    return principal;
  };
  try {
    return await surface.authenticate(request.headers, findToken);
  } catch (error) {
    const isFailure = error instanceof HttpFault && error.fault === 'unauthorized';
    const count = isFailure && parts.isRateLimited ? failures.take(address) : null;
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
): Promise<ApiResponse> {
  const ask: ApiRequest = {
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
    Object.entries(query).map(([name, value]) => [
      name,
      withOffset(Array.isArray(value) ? (value.at(-1) ?? '') : value),
    ]),
  );
}
