/**
 * Ways in besides a password, for anyone at the sign-in page: which there are (`/app/sign-in-ways.json`), and a link by
 * mail for those who forgot theirs (`/app/forgot.json`).
 */
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authored } from '#background/author.ts';
import type { MailDesk } from '#domain/ports/mail.ts';
import type { ProviderDesk } from '#domain/ports/provider.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { createAttempts } from '#http/attempts.ts';
import { addressKey } from '#http/network-address.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { setHeaders } from '#http/set-headers.ts';
import { fieldsOf } from '#api/kit.ts';
import type { LinkParts } from '#api/sign-in-link.ts';
import { mailForgotten } from '#api/sign-in-link.ts';
import type { SignInWays } from './ways-protocol.ts';

export type SignInWaysParts = Omit<LinkParts, 'mail' | 'clock'> & {
  readonly mail: Pick<MailDesk, 'write' | 'isAny'>;
  readonly providers: Pick<ProviderDesk, 'buttons'>;
  readonly clock: Clock;
};

/** Links that may be asked for within the window: for one address of mail, and from one network address. */
const MAX_OF_EMAIL = 3;
const MAX_OF_ADDRESS = 10;
const WINDOW_SECONDS = 900;
/** Every answer takes so long at least, whether there is someone to mail or not. Milliseconds. */
const FLOOR_MS = 300;
const MAX_EMAIL = 320;
/** A server of more workspaces shows no buttons: their people open `/sso/{workspace}`. */
const MAX_BUTTONS = 5;

/** Adds the routes. */
export function addSignInWays(server: FastifyInstance, parts: SignInWaysParts): void {
  const { mail, providers, clock, publicUrl } = parts;
  const emails = createAttempts(MAX_OF_EMAIL, WINDOW_SECONDS, clock.elapsed);
  const addresses = createAttempts(MAX_OF_ADDRESS, WINDOW_SECONDS, clock.elapsed);

  server.get('/app/sign-in-ways.json', async (_request, reply) => {
    const [hasMail, found] = await Promise.all([mail.isAny(), providers.buttons(MAX_BUTTONS + 1)]);
    const ways: SignInWays = { hasMail, providers: found.length > MAX_BUTTONS ? [] : found };
    return reply.header('cache-control', 'no-store').send(ways);
  });

  server.post('/app/forgot.json', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!isFromOurPages(request.headers, publicUrl())) return refuse(reply, 403, 'foreign_origin');
    const email = readEmail(request.body);
    if (email === null) return refuse(reply, 400, 'malformed');
    const address = addressKey(request.ip);
    // Counted whether someone has the address or not, so that the count tells nothing.
    if (!(addresses.begin(address) && emails.begin(email))) {
      setHeaders(reply, { 'retry-after': String(WINDOW_SECONDS) });
      return refuse(reply, 429, 'too_many_attempts');
    }
    const author = { door: 'page', agentId: null, tokenId: null, address: request.ip, isRecorded: true } as const;
    const work = mailForgotten(parts, email, async (workspaceId, mailing) =>
      authored({ ...author, workspaceId }, mailing),
    );
    await Promise.all([work, setTimeout(FLOOR_MS)]);
    return reply.header('cache-control', 'no-store').send({});
  });
}

const SENTENCES = {
  malformed: 'Enter your e-mail address.',
  too_many_attempts: 'Too many attempts. Wait a quarter of an hour.',
  foreign_origin: 'This request did not come from our pages.',
} as const;

async function refuse(reply: FastifyReply, status: number, error: keyof typeof SENTENCES): Promise<FastifyReply> {
  return refusePage(reply, status, error, SENTENCES[error]);
}

function readEmail(body: unknown): string | null {
  const { email } = fieldsOf(body);
  if (typeof email !== 'string' || email.length > MAX_EMAIL) return null;
  const read = email.trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(read) ? read : null;
}
