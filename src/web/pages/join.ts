/**
 * The page behind a sign-in link: a person who was invited, or who lost their password, chooses one and is signed in.
 * It works without a script. The address is the secret: no cache keeps it, no robot lists it, and it works once.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Arrival, LinkKind, OpenLink } from '#domain/identity/people.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { hashToken } from '#http/auth.ts';
import { hashPassword, MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';
import { takeForms, textsOf } from './forms.ts';
import type { Html } from './page.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';
import { faultOfPassword, MAX_NAME } from './person-fields.ts';
import type { Frame } from './public-frame.ts';
import { frameHeaders } from './public-frame.ts';

/** What the page needs. */
export type JoinParts = {
  readonly frame: Frame;
  /** Null when the link does not exist, was used or has expired. */
  openLink(hash: Buffer): Promise<OpenLink | null>;
  arrive(hash: Buffer, arrival: Arrival): Promise<SignedIn | null>;
  /** Signs the person in with a cookie on the answer. */
  enter(reply: FastifyReply, person: SignedIn): Promise<void>;
  publicUrl(): string;
};

type Filled = { readonly firstName: string; readonly lastName: string; readonly password: string };
type Page = { Params: { secret: string } };

/** Adds it. */
export async function addJoin(server: FastifyInstance, parts: JoinParts): Promise<void> {
  const { frame, publicUrl, openLink, arrive, enter } = parts;

  const show = async (reply: FastifyReply, link: OpenLink, filled: Filled, fault: string): Promise<FastifyReply> =>
    reply
      .status(fault === '' ? 200 : 422)
      .headers({ ...frameHeaders(frame, PAGE_HEADERS, publicUrl()), 'cache-control': 'no-store' })
      .send(frame.write({ lang: 'en', title: TITLE[link.kind], main: content(link, filled, fault) }));
  const gone = async (reply: FastifyReply): Promise<FastifyReply> =>
    reply
      .status(410)
      .headers({ ...PAGE_HEADERS, 'x-robots-tag': 'noindex, nofollow' })
      .send(writePage('Link expired', GONE));

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
      const fault = faultOf(filled);
      if (fault !== null) return show(reply, link, filled, fault);
      const { firstName, lastName, password } = filled;
      const person = await arrive(hash, { firstName, lastName, passwordHash: await hashPassword(password) });
      if (person === null) return gone(reply);
      await enter(reply, person);
      return reply.header('cache-control', 'no-store').redirect('/app/desk', 303);
    });
  });
}

function readArrival(body: unknown): Filled {
  const fields = textsOf(body, ['first_name', 'last_name', 'password']);
  // A password is taken as it was typed: space around it counts.
  return { firstName: fields.first_name.trim(), lastName: fields.last_name.trim(), password: fields.password };
}

/** A sentence about what is wrong; null when nothing is. */
function faultOf({ firstName, lastName, password }: Filled): string | null {
  if (firstName === '' && lastName === '') return 'Enter a name: callers and colleagues see it.';
  if (firstName.length > MAX_NAME || lastName.length > MAX_NAME) return 'The name is too long.';
  return faultOfPassword(password);
}

const TITLE: Readonly<Record<LinkKind, string>> = { invitation: 'Welcome', reset: 'Choose a new password' };

function content({ kind, workspace, email }: OpenLink, { firstName, lastName }: Filled, fault: string): Html {
  const about =
    kind === 'invitation'
      ? markup`You were invited to take calls for <strong>${workspace}</strong>. Choose a password, and you are in.`
      : markup`For your account at <strong>${workspace}</strong>. The old password works until you choose another.`;
  return markup`<main id="page" data-page="join">
<h1>${TITLE[kind]}</h1>
<section class="panel">
<p>${about}</p>
<form class="stack" method="post">
<p id="fault" class="fault" role="alert">${fault}</p>
<label class="field"><span>E-mail address</span>
<input type="email" name="email" autocomplete="username" readonly value="${email}"></label>
<label class="field"><span>First name</span>
<input name="first_name" autocomplete="given-name" maxlength="${MAX_NAME}" value="${firstName}"></label>
<label class="field"><span>Last name</span>
<input name="last_name" autocomplete="family-name" maxlength="${MAX_NAME}" value="${lastName}"></label>
<label class="field"><span>Password</span>
<input type="password" name="password" autocomplete="new-password" required minlength="${MIN_PASSWORD}" maxlength="${MAX_PASSWORD}" aria-describedby="rule fault"></label>
<p id="rule" class="quiet">${MIN_PASSWORD} characters or more; a sentence is easier to remember than a word.</p>
<button class="button primary">${kind === 'invitation' ? 'Join' : 'Set password'}</button>
</form>
</section>
</main>`;
}

const GONE = markup`<h1>This link no longer works</h1>
<p>Each link works once, and for a limited time. ApiRequest an administrator of your workspace for a new one, or <a href="/app/sign-in">sign in</a> if you have a password.</p>`;
