/**
 * Sign-in by a provider: `/sso/{workspace}` sends people there, `/sso/callback` takes them back. Every refusal is a
 * page that says what is wrong and where to go next. What has to be known again waits in a cookie of this browser, so
 * nothing that someone else began ends here.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { EntryRefusal, ProviderRefusal } from '#domain/identity/provider.ts';
import { ATTEMPT_SECONDS } from '#domain/identity/provider.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import type { ProviderDesk } from '#domain/ports/provider.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';
import { wordsFor } from './page-words.ts';

/** What the pages need. */
export type SsoParts = {
  readonly providers: Pick<ProviderDesk, 'begin' | 'finish'>;
  /** Signs the person in with a cookie on the answer: the provider has judged who they are. */
  enterByProvider(reply: FastifyReply, person: SignedIn): Promise<void>;
  publicUrl(): string;
};

type Refusal = EntryRefusal | ProviderRefusal;

/** Refusal -> status. Its title and its sentence are in the catalogue. */
const STATUS = {
  provider_unknown: 404,
  provider_unreachable: 502,
  issuer_differs: 502,
  client_refused: 502,
  key_lost: 502,
  provider_refused: 403,
  attempt_unknown: 400,
  attempt_expired: 400,
  answer_invalid: 502,
  email_missing: 403,
  email_unverified: 403,
  domain_refused: 403,
  person_unknown: 403,
  person_locked: 403,
  account_other: 403,
} as const satisfies Record<Refusal, number>;

type Begin = { Params: { workspace: string }; Querystring: { next?: unknown } };

/** Adds them. */
export function addSso(server: FastifyInstance, { providers, enterByProvider, publicUrl }: SsoParts): void {
  const cookie = (attempt: string, seconds: number): string => writeAttempt(publicUrl(), attempt, seconds);

  server.get('/sso/callback', async (request, reply) => {
    const at = request.url.indexOf('?');
    const query = at < 0 ? '' : request.url.slice(at + 1);
    const entry = await providers.finish(query, readAttempt(request.headers.cookie, publicUrl()), request.ip);
    // It works once, however it ends.
    reply.header('set-cookie', cookie('', 0));
    if (!entry.ok) return refuse(reply, entry.refusal, entry.name);
    await enterByProvider(reply, entry.me);
    return reply.header('cache-control', 'no-store').redirect(`/app${entry.next ?? '/desk'}`, 303);
  });

  server.get<Begin>('/sso/:workspace', async (request, reply) => {
    const begun = await providers.begin(request.params.workspace, readNext(request.query.next));
    if (!begun.ok) return refuse(reply, begun.refusal, begun.name);
    return reply
      .header('set-cookie', cookie(begun.attempt, ATTEMPT_SECONDS))
      .header('cache-control', 'no-store')
      .redirect(begun.url, 303);
  });
}

async function refuse(reply: FastifyReply, refusal: Refusal, name: string | null): Promise<FastifyReply> {
  const { lang, say } = wordsFor(reply.request);
  const title = say(`sso.${refusal}.title`);
  const content = markup`<h1>${title}</h1>
<p>${say(`sso.${refusal}.about`, { name: name ?? say('sso.provider') })}</p>
<p><a href="/app/sign-in">${say('sso.back')}</a></p>`;
  return reply
    .status(STATUS[refusal])
    .headers({ ...PAGE_HEADERS, 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' })
    .send(writePage(title, content, '', lang));
}

/** Only our own pages: an address that someone else made up leads nowhere. */
function readNext(next: unknown): string | null {
  const isOurs =
    typeof next === 'string' &&
    next.length <= 500 &&
    /^\/(?:desk|live|calls|scheduled|contacts|settings|profile)(?:[/?][\w/?=&%.,:+~-]*)?$/.test(next);
  return isOurs ? next : null;
}

/** `__Host-` pins it to this host and to https (RFC 6265bis, section 4.1.3.2), which plain http cannot have. */
function nameOf(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-patchbay-sso' : 'patchbay-sso';
}

function writeAttempt(publicUrl: string, value: string, seconds: number): string {
  const secure = publicUrl.startsWith('https:');
  // `lax`: the provider sends people back from another site.
  return stringifySetCookie({
    name: nameOf(publicUrl),
    value,
    path: '/',
    maxAge: seconds,
    httpOnly: true,
    sameSite: 'lax',
    secure,
  });
}

function readAttempt(cookies: string | undefined, publicUrl: string): string | null {
  const value = parseCookie(cookies ?? '')[nameOf(publicUrl)] ?? '';
  return /^[\w-]{1,4000}$/.test(value) ? value : null;
}
