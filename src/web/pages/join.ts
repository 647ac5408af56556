/**
 * The page behind a sign-in link: a person who was invited, or who lost their password, chooses one and is signed in.
 * It works without a script. The address is the secret: no cache keeps it, no robot lists it, and it works once.
 */
import type { PublicSay } from '#catalogue/public.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Arrival, LinkKind, OpenLink } from '#domain/identity/people.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { hashToken } from '#http/auth.ts';
import { hashPassword, MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';
import { takeForms, textsOf } from './forms.ts';
import type { Html } from './page.ts';
import { around, markup, PAGE_HEADERS, writePage } from './page.ts';
import { wordsFor } from './page-words.ts';
import { faultOfPassword, MAX_NAME } from './person-fields.ts';
import type { Frame } from './public-frame.ts';
import { frameHeaders } from './public-frame.ts';

/** What the page needs. */
export type JoinParts = {
  readonly frame: Frame;
  /** Null when the link does not exist, was used or has expired. */
  openLink(hash: Buffer): Promise<OpenLink | null>;
  arrive(hash: Buffer, arrival: Arrival): Promise<SignedIn | null>;
  /** Signs the person in with a cookie on the answer, unless more is asked of them; answers the page to continue at. */
  enter(reply: FastifyReply, person: SignedIn): Promise<string>;
  publicUrl(): string;
};

type Filled = { readonly firstName: string; readonly lastName: string; readonly password: string };
type Page = { Params: { secret: string } };

/** Adds it. */
export async function addJoin(server: FastifyInstance, parts: JoinParts): Promise<void> {
  const { frame, publicUrl, openLink, arrive, enter } = parts;

  const show = async (reply: FastifyReply, link: OpenLink, filled: Filled, fault: string): Promise<FastifyReply> => {
    const { lang, say } = wordsFor(reply.request);
    return reply
      .status(fault === '' ? 200 : 422)
      .headers({
        ...frameHeaders(frame, PAGE_HEADERS, publicUrl()),
        'cache-control': 'no-store',
        vary: 'accept-language',
      })
      .send(
        frame.write({ lang, title: say(`join.title.${TEXTS[link.kind]}`), main: content(link, filled, fault, say) }),
      );
  };
  const gone = async (reply: FastifyReply): Promise<FastifyReply> => {
    const { lang, say } = wordsFor(reply.request);
    const title = say('join.gone.title');
    return reply
      .status(410)
      .headers({ ...PAGE_HEADERS, 'x-robots-tag': 'noindex, nofollow' })
      .send(writePage(title, goneContent(title, say), '', lang));
  };

  await server.register(async (scope) => {
    takeForms(scope);
    scope.get<Page>('/join/:secret', async (request, reply) => {
      const link = await openLink(hashToken(request.params.secret));
      return link === null ? gone(reply) : show(reply, link, { ...link, password: '' }, '');
    });
    scope.post<Page>('/join/:secret', async (request, reply) => {
      const hash = hashToken(request.params.secret);
      const link = await openLink(hash);
      // Looked at first: a hash of a password costs a tenth of a second, and strangers may send what they like.
      if (link === null) return gone(reply);
      const filled = readArrival(request.body);
      const fault = faultOf(filled, wordsFor(request).say);
      if (fault !== null) return show(reply, link, filled, fault);
      const { firstName, lastName, password } = filled;
      const person = await arrive(hash, { firstName, lastName, passwordHash: await hashPassword(password) });
      if (person === null) return gone(reply);
      const next = await enter(reply, person);
      return reply.header('cache-control', 'no-store').redirect(next, 303);
    });
  });
}

function readArrival(body: unknown): Filled {
  const fields = textsOf(body, ['first_name', 'last_name', 'password']);
  // A password is taken as it was typed: space around it counts.
  return { firstName: fields.first_name.trim(), lastName: fields.last_name.trim(), password: fields.password };
}

/** A sentence about what is wrong; null when nothing is. */
function faultOf({ firstName, lastName, password }: Filled, say: PublicSay): string | null {
  if (firstName === '' && lastName === '') return say('join.fault.name_missing');
  if (firstName.length > MAX_NAME || lastName.length > MAX_NAME) return say('join.fault.name_too_long');
  return faultOfPassword(password, say);
}

/** Kind -> whose texts its page has: whoever made the link, a new password is chosen behind it. */
const TEXTS = { invitation: 'invitation', reset: 'reset', forgotten: 'reset' } as const satisfies Record<
  LinkKind,
  LinkKind
>;

function content(
  { kind, workspace, email }: OpenLink,
  { firstName, lastName }: Filled,
  fault: string,
  say: PublicSay,
): Html {
  return markup`<main id="page" data-page="join">
<h1>${say(`join.title.${TEXTS[kind]}`)}</h1>
<section class="panel">
<p>${around((gap) => say(`join.about.${TEXTS[kind]}`, { workspace: gap }), markup`<strong>${workspace}</strong>`)}</p>
<form class="stack" method="post">
<p id="fault" class="fault" role="alert">${fault}</p>
<label class="field"><span>${say('join.email')}</span>
<input type="email" name="email" autocomplete="username" readonly value="${email}"></label>
<label class="field"><span>${say('join.firstName')}</span>
<input name="first_name" autocomplete="given-name" maxlength="${MAX_NAME}" value="${firstName}"></label>
<label class="field"><span>${say('join.lastName')}</span>
<input name="last_name" autocomplete="family-name" maxlength="${MAX_NAME}" value="${lastName}"></label>
<label class="field"><span>${say('join.password')}</span>
<input type="password" name="password" autocomplete="new-password" required minlength="${MIN_PASSWORD}" maxlength="${MAX_PASSWORD}" aria-describedby="rule fault"></label>
<p id="rule" class="quiet">${say('join.rule', { count: MIN_PASSWORD })}</p>
<button class="button primary">${say(`join.send.${TEXTS[kind]}`)}</button>
</form>
</section>
</main>`;
}

function goneContent(title: string, say: PublicSay): Html {
  return markup`<h1>${title}</h1>
<p>${say('join.gone.body')}</p>
<p><a href="/app/sign-in">${say('join.gone.signIn')}</a></p>`;
}
