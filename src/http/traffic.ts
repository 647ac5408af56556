/** Tells of each API request once it is answered. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readBasic, readBearer } from './auth.ts';
import type { Passage } from './passage.ts';
import { ownerOf, surfaceOf } from './places.ts';
import type { ServerParts } from './server-parts.ts';

/** Tells of every request to a surface. The answer has been sent by then, so no one waits for this. */
export function tellTraffic(app: FastifyInstance, parts: ServerParts): void {
  app.decorateRequest('principal', null);
  app.decorateRequest('answer', null);
  app.addHook('onResponse', async (request, reply) => {
    const { surface, operation } = request.routeOptions.config;
    const owner = surface ?? ownerOf(parts.surfaces, request.url)?.name ?? mistaken(parts, request);
    if (owner !== null && operation?.isUnlogged !== true) parts.traffic(passageOf(parts, owner, request, reply));
  });
}

/** Whose a request with a token is, at an address that nothing has: its program has mistaken the address. */
function mistaken({ surfaces }: ServerParts, request: FastifyRequest): string | null {
  return request.is404 && request.headers.authorization !== undefined ? surfaceOf(surfaces, request.url).name : null;
}

function passageOf(parts: ServerParts, surface: string, request: FastifyRequest, reply: FastifyReply): Passage {
  const milliseconds = Math.round(reply.elapsedTime);
  const { authorization } = request.headers;
  const basic = readBasic(authorization);
  return {
    requestId: request.id,
    cameAt: parts.now() - milliseconds,
    milliseconds,
    surface,
    route: request.routeOptions.config.operation ?? null,
    method: request.method,
    url: request.url,
    params: (request.params ?? {}) as Record<string, string>,
    status: reply.statusCode,
    principal: request.principal,
    // Some send a token as the user of Basic credentials, without a password.
    token: readBearer(authorization) ?? (basic === null ? null : basic.password || basic.user),
    user: basic?.password ? basic.user : null,
    address: request.ip,
    body: request.body,
    answer: request.answer,
  };
}
