/**
 * The addresses at which applications are connected, as their vendors have them: where a person is asked, and where a
 * code is exchanged for a token.
 */
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authored } from '#background/author.ts';
import type { OauthApp, OauthVendor } from '#domain/identity/oauth.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { addressKey } from '#http/network-address.ts';
import { setHeaders } from '#http/set-headers.ts';
import type { ApiResponse } from '#http/surface.ts';
import { writeAsk } from '#api/oauth/ask.ts';
import type { ExchangeParts } from '#api/oauth/exchange.ts';
import { answerExchangeFault, clientIn, exchange } from '#api/oauth/exchange.ts';
import { createSignInBrake } from '#realtime/agent/sign-in-brake.ts';
import { takeForms } from '#web/pages/forms.ts';

export type OauthRouteParts = Pick<ExchangeParts, 'store'> & {
  readonly clock: Clock;
  /** Keeps a token of the application. */
  keep(app: OauthApp, hash: Buffer, expiresAt: Date | null): Promise<void>;
  failed(error: unknown, requestId: string): void;
};

/** Where people are asked. Source: Intercom, "Setting up OAuth"; vcita, "Oauth API". */
const ASKING = ['/oauth', '/app/oauth/authorize'] as const;
/** Vendor -> where codes are exchanged. Source: the same. */
const EXCHANGING: Readonly<Record<OauthVendor, string>> = { intercom: '/auth/eagle/token', vcita: '/oauth/token' };

/** Adds them. */
export async function addOauthRoutes(server: FastifyInstance, parts: OauthRouteParts): Promise<void> {
  for (const path of ASKING)
    server.get(path, async (request, reply) => {
      const [, query = ''] = /\?(.*)$/.exec(request.url) ?? [];
      return reply.header('cache-control', 'no-store').redirect(`/app/authorize?ask=${writeAsk(query)}`, 302);
    });
  const brake = createSignInBrake(parts.clock.elapsed);
  for (const vendor of Object.keys(EXCHANGING) as OauthVendor[])
    // Its keys are the vendors.
    await server.register(async (scope) => {
      takeForms(scope);
      scope.setErrorHandler(async (error: { readonly statusCode?: number }, request, reply) => {
        if ((error.statusCode ?? 500) < 500)
          return send(reply, answerExchangeFault(vendor, 'invalid_request', request.id));
        parts.failed(error, request.id);
        return reply.status(503).send({ error: 'temporarily_unavailable', error_description: 'Try again' });
      });
      scope.post(EXCHANGING[vendor], async (request, reply) => exchangeAt(vendor, parts, brake, request, reply));
    });
}

async function exchangeAt(
  vendor: OauthVendor,
  { store, clock, keep }: OauthRouteParts,
  brake: ReturnType<typeof createSignInBrake>,
  { body, ip, id }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const guess = brake.begin(addressKey(ip), clientIn(body));
  if ('retryAfterSeconds' in guess) {
    setHeaders(reply, { 'retry-after': String(guess.retryAfterSeconds) });
    return send(reply, answerExchangeFault(vendor, 'slow_down', id));
  }
  await setTimeout(guess.waitMs);
  const answered = await exchange(vendor, body, {
    store,
    clock,
    keep: async (app, agentId, hash, expiresAt) => {
      const { workspaceId } = app;
      const author = { door: 'page', workspaceId, agentId, tokenId: null, address: ip, isRecorded: true } as const;
      await authored(author, async () => keep(app, hash, expiresAt));
    },
  });
  if (typeof answered === 'string') return send(reply, answerExchangeFault(vendor, answered, id));
  guess.letOff();
  return send(reply, answered);
}

function send(reply: FastifyReply, { status, body, headers = {} }: ApiResponse): FastifyReply {
  setHeaders(reply, headers);
  return reply.status(status).send(body);
}
