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

/** What the pages need. */
export type SsoParts = {
  readonly providers: Pick<ProviderDesk, 'begin' | 'finish'>;
  /** Signs the person in with a cookie on the answer: the provider has judged who they are. */
  enterByProvider(reply: FastifyReply, person: SignedIn): Promise<void>;
  publicUrl(): string;
};

type Refusal = EntryRefusal | ProviderRefusal;

/** Refusal -> status, title, and what is said of the provider of that name. */
const REFUSALS: Readonly<Record<Refusal, readonly [status: number, title: string, about: (name: string) => string]>> = {
  provider_unknown: [
    404,
    'Sign-in provider not found',
    () => 'This workspace has no sign-in provider, or not any more.',
  ],
  provider_unreachable: [
    502,
    'The provider does not answer',
    (name) => `${name} cannot be reached at the moment. Try again in a minute; your password works meanwhile.`,
  ],
  issuer_differs: [
    502,
    'Unexpected provider',
    (name) => `${name} does not answer as the provider that was set up. Tell an administrator.`,
  ],
  client_refused: [
    502,
    'The provider refused this server',
    (name) =>
      `${name} does not take what this server signs in with. Tell an administrator: they can test it in Settings.`,
  ],
  key_lost: [
    502,
    'Provider not available',
    (name) => `The secret for ${name} has to be entered again. Tell an administrator.`,
  ],
  provider_refused: [403, 'Sign-in refused', (name) => `${name} did not let you in, or you turned back there.`],
  attempt_unknown: [
    400,
    'This sign-in cannot be finished',
    () => 'It was begun in another browser, is over already, or this browser keeps no cookies.',
  ],
  attempt_expired: [400, 'That took too long', () => 'This sign-in has expired, or was finished before.'],
  answer_invalid: [
    502,
    'The provider’s answer is not valid',
    (name) => `What ${name} said about you cannot be relied on. Try again; tell an administrator if it stays so.`,
  ],
  email_missing: [
    403,
    'No e-mail address',
    (name) => `${name} does not say your e-mail address. An administrator has to let it tell this server.`,
  ],
  email_unverified: [
    403,
    'E-mail address not verified',
    (name) => `${name} does not say that your e-mail address is verified. Verify it there, then try again.`,
  ],
  domain_refused: [
    403,
    'Not an address of this workspace',
    () => 'People with your e-mail address do not come in this way. Choose another account, or ask an administrator.',
  ],
  person_unknown: [403, 'You have no account here yet', () => 'Ask an administrator of the workspace to invite you.'],
  person_locked: [403, 'Your account is locked', () => 'Ask an administrator of the workspace to unlock it.'],
  account_other: [
    403,
    'Another account is linked',
    (name) =>
      `Someone with your e-mail address signs in with another account of ${name}. Ask an administrator for a new link, and use it once.`,
  ],
};

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
  const [status, title, about] = REFUSALS[refusal];
  const content = markup`<h1>${title}</h1>
<p>${about(name ?? 'The provider')}</p>
<p><a href="/app/sign-in">Back to sign-in</a></p>`;
  return reply
    .status(status)
    .headers({ ...PAGE_HEADERS, 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' })
    .send(writePage(title, content));
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
