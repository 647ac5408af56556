/**
 * The first page of an empty server, `/setup/{secret}`: the person who started it names the workspace and becomes its
 * owner. The secret is in the terminal's greeting, so that no passer-by can take a server that no one has yet. It works
 * without a script, and once.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Founding } from '#domain/identity/founding.ts';
import { isTimeZone } from '#domain/directory/time-zone.ts';
import { subdomainOf } from '#domain/identity/founding.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { hashToken, sameHash } from '#http/auth.ts';
import { hashPassword, MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';
import { takeForms, textsOf } from './forms.ts';
import type { Html } from './page.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';
import { faultOfPassword, MAX_NAME } from './person-fields.ts';
import type { Frame } from './public-frame.ts';
import { frameHeaders } from './public-frame.ts';

/** What the page needs. */
export type SetupParts = {
  readonly frame: Frame;
  /** The secret of this start. */
  readonly setupSecret: string;
  /** Whether there is no workspace at all. */
  isEmpty(): Promise<boolean>;
  /** Null where there is one already. */
  found(founding: Founding): Promise<SignedIn | null>;
  /** Signs the person in with a cookie on the answer. */
  enter(reply: FastifyReply, person: SignedIn): Promise<string>;
  publicUrl(): string;
};

const FIELDS = [
  'workspace',
  'subdomain',
  'time_zone',
  'first_name',
  'last_name',
  'email',
  'password',
  'begin_with',
] as const;
type Filled = Readonly<Record<(typeof FIELDS)[number], string>>;
type Page = { Params: { secret: string } };

const MAX_EMAIL = 320;

/** Where the server runs, which is where most of its people are. */
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const ZONES = Intl.supportedValuesOf('timeZone');

/** Adds it. */
export async function addSetup(server: FastifyInstance, parts: SetupParts): Promise<void> {
  const { frame, publicUrl, isEmpty, found, enter } = parts;
  const secret = hashToken(parts.setupSecret);
  const isOurs = (given: string): boolean => sameHash(hashToken(given), secret);

  const show = async (reply: FastifyReply, filled: Filled, fault: string): Promise<FastifyReply> =>
    reply
      .status(fault === '' ? 200 : 422)
      .headers({ ...frameHeaders(frame, PAGE_HEADERS, publicUrl()), 'cache-control': 'no-store' })
      .send(frame.write({ lang: 'en', title: 'Set up Patchbay', main: content(filled, fault) }));
  const refuse = async (reply: FastifyReply): Promise<FastifyReply> =>
    (await isEmpty())
      ? reply.status(403).headers(PAGE_HEADERS).send(writePage('Set up Patchbay', SECRET_NEEDED))
      : reply.redirect('/app/sign-in', 303);

  server.get('/setup', async (_request, reply) => refuse(reply));
  await server.register(async (scope) => {
    takeForms(scope);
    scope.get<Page>('/setup/:secret', async ({ params }, reply) =>
      isOurs(params.secret) && (await isEmpty()) ? show(reply, textsOf(null, FIELDS), '') : refuse(reply),
    );
    scope.post<Page>('/setup/:secret', async ({ params, body }, reply) => {
      if (!isOurs(params.secret) || !(await isEmpty())) return refuse(reply);
      const filled = textsOf(body, FIELDS);
      const read = readFounding(filled);
      if (typeof read === 'string') return show(reply, filled, read);
      const { password, ...founding } = read;
      const owner = { ...founding.owner, passwordHash: await hashPassword(password) };
      const person = await found({ ...founding, owner });
      if (person === null) return refuse(reply);
      const next = await enter(reply, person);
      return reply.header('cache-control', 'no-store').redirect(next, 303);
    });
  });
}

type Read = {
  readonly workspace: Founding['workspace'];
  readonly owner: Omit<Founding['owner'], 'passwordHash'>;
  readonly hasDemo: boolean;
  readonly password: string;
};

/** What was filled in, or a sentence about what is wrong with it. */
function readFounding(filled: Filled): Read | string {
  const [name, firstName, lastName, email] = [filled.workspace, filled.first_name, filled.last_name, filled.email].map(
    (text) => text.trim(),
  ) as [string, string, string, string];
  const subdomain = filled.subdomain.trim() === '' ? subdomainOf(name) : filled.subdomain.trim();
  if (name === '') return 'Name the workspace: callers see it.';
  if (firstName === '' && lastName === '') return 'Enter your name: callers and colleagues see it.';
  if ([name, firstName, lastName].some((each) => each.length > MAX_NAME)) return 'A name is too long.';
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(subdomain))
    return 'The short name needs 1 to 63 lower-case letters, digits or hyphens, and does not begin with a hyphen.';
  const timeZone = filled.time_zone.trim() === '' ? OWN_ZONE : filled.time_zone.trim();
  if (!isTimeZone(timeZone)) return 'Choose a time zone from the list, such as Europe/Berlin.';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email) || email.length > MAX_EMAIL) return 'Enter your e-mail address.';
  const fault = faultOfPassword(filled.password);
  if (fault !== null) return fault;
  return {
    workspace: { name, subdomain, timeZone },
    owner: { email, firstName, lastName },
    hasDemo: filled.begin_with === 'demo',
    password: filled.password,
  };
}

const CHECKED = markup` checked`;

function content(filled: Filled, fault: string): Html {
  return markup`<main id="page" data-page="setup">
<h1>Set up Patchbay</h1>
<p class="quiet">One workspace, and you as its administrator. Everything else can wait.</p>
<section class="panel">
<form class="stack" method="post">
<p id="fault" class="fault" role="alert">${fault}</p>
<label class="field"><span>Workspace</span>
<input name="workspace" autocomplete="organization" required maxlength="${MAX_NAME}" value="${filled.workspace}" placeholder="Acme Support"></label>
<label class="field"><span>Short name <span class="quiet">for addresses such as /w/acme; made of the name where empty</span></span>
<input name="subdomain" maxlength="63" pattern="[a-z0-9][a-z0-9\\-]*" autocapitalize="none" spellcheck="false" value="${filled.subdomain}"></label>
<label class="field"><span>Time zone</span>
<input name="time_zone" list="zones" required maxlength="64" autocapitalize="none" spellcheck="false" value="${filled.time_zone === '' ? OWN_ZONE : filled.time_zone}"></label>
<datalist id="zones">${ZONES.map((zone) => markup`<option value="${zone}">`)}</datalist>
<label class="field"><span>Your first name</span>
<input name="first_name" autocomplete="given-name" maxlength="${MAX_NAME}" value="${filled.first_name}"></label>
<label class="field"><span>Your last name</span>
<input name="last_name" autocomplete="family-name" maxlength="${MAX_NAME}" value="${filled.last_name}"></label>
<label class="field"><span>Your e-mail address</span>
<input type="email" name="email" autocomplete="username" required maxlength="${MAX_EMAIL}" value="${filled.email}"></label>
<label class="field"><span>Password</span>
<input type="password" name="password" autocomplete="new-password" required minlength="${MIN_PASSWORD}" maxlength="${MAX_PASSWORD}" aria-describedby="rule fault"></label>
<p id="rule" class="quiet">${MIN_PASSWORD} characters or more; a sentence is easier to remember than a word.</p>
<fieldset class="field"><legend>Begin with</legend>
<label class="option"><input type="radio" name="begin_with" value="empty"${filled.begin_with === 'demo' ? '' : CHECKED}>
<span>An empty workspace</span></label>
<label class="option"><input type="radio" name="begin_with" value="demo"${filled.begin_with === 'demo' ? CHECKED : ''}>
<span>The demo’s world: <span class="quiet">menus, numbers, contacts, and an agent whom the simulator plays, to try everything with; removed in one click</span></span></label>
</fieldset>
<button class="button primary">Set up</button>
</form>
</section>
</main>`;
}

const SECRET_NEEDED = markup`<h1>Set up Patchbay</h1>
<p>This server is empty. Open the set-up link that it printed in the terminal when it was started: only the person who started it has the link.</p>`;
