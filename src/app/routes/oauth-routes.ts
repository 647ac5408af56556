/**
 * The addresses at which applications are connected, as their vendors have them: where a person is asked, and where a
 * code is exchanged for a token.
 */
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Author } from '#background/author.ts';
import { authored } from '#background/author.ts';
import type { OauthApp, OauthVendor } from '#domain/identity/oauth.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { addressKey } from '#http/network-address.ts';
import { setHeaders } from '#http/set-headers.ts';
import type { ApiResponse } from '#http/surface.ts';
import { writeAsk } from '#api/oauth/ask.ts';
import type { ExchangeFault, ExchangeParts } from '#api/oauth/exchange.ts';
import { answerExchangeFault, clientIn, exchange } from '#api/oauth/exchange.ts';
import type { ServiceFault } from '#api/oauth/service-token.ts';
import { answerServiceFault, serviceIn, serviceToken } from '#api/oauth/service-token.ts';
import { createSignInBrake } from '#realtime/agent/sign-in-brake.ts';
import { takeForms } from '#web/pages/forms.ts';

export type OauthRouteParts = Pick<ExchangeParts, 'store' | 'claimsOf' | 'publicUrl'> & {
  readonly clock: Clock;
  /** Keeps a token of the application. */
  keep(app: OauthApp, hash: Buffer, expiresAt: Date | null): Promise<void>;
  failed(error: unknown, requestId: string): void;
};

/** Where people are asked. Source: Intercom, "Setting up OAuth"; vcita, "Oauth API". */
const ASKING = ['/oauth', '/app/oauth/authorize'] as const;
/** Vendor -> where codes are exchanged. Source: the same. */
const EXCHANGING: Readonly<Record<OauthVendor, string>> = { intercom: '/auth/eagle/token', vcita: '/oauth/token' };

/** Where an application of vcita's gets a token for itself. Source: vcita, "Generate App Access Token". */
const SERVICE = '/oauth/service/token';

type Brake = ReturnType<typeof createSignInBrake>;

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
      scope.post(EXCHANGING[vendor], async (request, reply) =>
        send(reply, await exchangeAt(vendor, parts, brake, request)),
      );
      if (vendor === 'vcita')
        scope.post(SERVICE, async (request, reply) => send(reply, await serveAt(parts, brake, request)));
    });
}

/** An application of vcita's gets a token for itself. */
async function serveAt({ store, clock, keep }: OauthRouteParts, brake: Brake, { body, ip }: FastifyRequest) {
  return braked<ServiceFault>(brake, ip, serviceIn(body), answerServiceFault, async () =>
    serviceToken(body, {
      store,
      clock,
      keep: async (app, hash, expiresAt) =>
        authored(authorOf('link', app, null, ip), async () => keep(app, hash, expiresAt)),
    }),
  );
}

/** A code is exchanged for a token. */
async function exchangeAt(vendor: OauthVendor, parts: OauthRouteParts, brake: Brake, { body, ip, id }: FastifyRequest) {
  const answerFault = (fault: ExchangeFault): ApiResponse => answerExchangeFault(vendor, fault, id);
  return braked<ExchangeFault>(brake, ip, clientIn(body), answerFault, async () =>
    exchange(vendor, body, {
      ...parts,
      keep: async (app, agentId, hash, expiresAt) =>
        authored(authorOf('page', app, agentId, ip), async () => parts.keep(app, hash, expiresAt)),
    }),
  );
}

function authorOf(door: Author['door'], { workspaceId }: OauthApp, agentId: number | null, address: string): Author {
  return { door, workspaceId, agentId, tokenId: null, address, isRecorded: true };
}

/** Runs it unless the client was guessed at too often. */
async function braked<Fault extends string>(
  brake: Brake,
  ip: string,
  client: string,
  answerFault: (fault: Fault | 'slow_down') => ApiResponse,
  run: () => Promise<ApiResponse | Fault>,
): Promise<ApiResponse> {
  const guess = brake.begin(addressKey(ip), client);
  if ('retryAfterSeconds' in guess)
    return { ...answerFault('slow_down'), headers: { 'retry-after': String(guess.retryAfterSeconds) } };
  await setTimeout(guess.waitMs);
  const answered = await run();
  if (typeof answered === 'string') return answerFault(answered);
  guess.letOff();
  return answered;
}

function send(reply: FastifyReply, { status, body, headers = {} }: ApiResponse): FastifyReply {
  setHeaders(reply, headers);
  return reply.status(status).send(body);
}
