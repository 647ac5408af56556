/**
 * The first page of an empty server, `/setup/{secret}`: the person who started it names the workspace and becomes its
 * owner. The secret is in the terminal's greeting, so that no passer-by can take a server that no one has yet. It works
 * without a script, and once.
 */
import type { PublicSay } from '#catalogue/public.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Founding } from '#domain/identity/founding.ts';
import { isTimeZone } from '#domain/directory/time-zone.ts';
import { isSubdomain } from '#domain/directory/workspace.ts';
import { subdomainOf } from '#domain/identity/founding.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { hashToken, sameHash } from '#http/auth.ts';
import { hashPassword, MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';
import { takeForms, textsOf } from './forms.ts';
import type { Html } from './page.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';
import { wordsFor } from './page-words.ts';
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

  const show = async (reply: FastifyReply, filled: Filled, fault: string): Promise<FastifyReply> => {
    const { lang, say } = wordsFor(reply.request);
    return reply
      .status(fault === '' ? 200 : 422)
      .headers({ ...frameHeaders(frame, PAGE_HEADERS, publicUrl()), 'cache-control': 'no-store' })
      .send(frame.write({ lang, title: say('setup.title'), main: content(filled, fault, say) }));
  };
  const refuse = async (reply: FastifyReply): Promise<FastifyReply> => {
    if (!(await isEmpty())) return reply.redirect('/app/sign-in', 303);
    const { lang, say } = wordsFor(reply.request);
    const title = say('setup.title');
    const main = markup`<h1>${title}</h1>
<p>${say('setup.secret')}</p>`;
    return reply
      .status(403)
      .headers(PAGE_HEADERS)
      .send(writePage(title, main, '', lang));
  };

  server.get('/setup', async (_request, reply) => refuse(reply));
  await server.register(async (scope) => {
    takeForms(scope);
    scope.get<Page>('/setup/:secret', async ({ params }, reply) =>
      isOurs(params.secret) && (await isEmpty()) ? show(reply, textsOf(null, FIELDS), '') : refuse(reply),
    );
    scope.post<Page>('/setup/:secret', async (request, reply) => {
      const { params, body } = request;
      if (!isOurs(params.secret) || !(await isEmpty())) return refuse(reply);
      const filled = textsOf(body, FIELDS);
      const read = readFounding(filled, wordsFor(request).say);
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
function readFounding(filled: Filled, say: PublicSay): Read | string {
  const [name, firstName, lastName, email] = [filled.workspace, filled.first_name, filled.last_name, filled.email].map(
    (text) => text.trim(),
  ) as [string, string, string, string];
  const subdomain = filled.subdomain.trim() === '' ? subdomainOf(name) : filled.subdomain.trim();
  if (name === '') return say('setup.fault.workspace_missing');
  if (firstName === '' && lastName === '') return say('setup.fault.name_missing');
  if ([name, firstName, lastName].some((each) => each.length > MAX_NAME)) return say('setup.fault.name_too_long');
  if (!isSubdomain(subdomain)) return say('setup.fault.subdomain');
  const timeZone = filled.time_zone.trim() === '' ? OWN_ZONE : filled.time_zone.trim();
  if (!isTimeZone(timeZone)) return say('setup.fault.time_zone');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email) || email.length > MAX_EMAIL) return say('setup.fault.email');
  const fault = faultOfPassword(filled.password, say);
  if (fault !== null) return fault;
  return {
    workspace: { name, subdomain, timeZone },
    owner: { email, firstName, lastName },
    hasDemo: filled.begin_with === 'demo',
    password: filled.password,
  };
}

const CHECKED = markup` checked`;

function content(filled: Filled, fault: string, say: PublicSay): Html {
  return markup`<main id="page" data-page="setup">
<h1>${say('setup.title')}</h1>
<p class="quiet">${say('setup.about')}</p>
<section class="panel">
<form class="stack" method="post">
<p id="fault" class="fault" role="alert">${fault}</p>
<label class="field"><span>${say('setup.workspace')}</span>
<input name="workspace" autocomplete="organization" required maxlength="${MAX_NAME}" value="${filled.workspace}" placeholder="Acme Support"></label>
<label class="field"><span>${say('setup.shortName')} <span class="quiet">${say('setup.shortNameAbout')}</span></span>
<input name="subdomain" maxlength="63" pattern="[a-z0-9][a-z0-9\\-]*" autocapitalize="none" spellcheck="false" value="${filled.subdomain}"></label>
<label class="field"><span>${say('setup.timeZone')}</span>
<input name="time_zone" list="zones" required maxlength="64" autocapitalize="none" spellcheck="false" value="${filled.time_zone === '' ? OWN_ZONE : filled.time_zone}"></label>
<datalist id="zones">${ZONES.map((zone) => markup`<option value="${zone}">`)}</datalist>
<label class="field"><span>${say('setup.firstName')}</span>
<input name="first_name" autocomplete="given-name" maxlength="${MAX_NAME}" value="${filled.first_name}"></label>
<label class="field"><span>${say('setup.lastName')}</span>
<input name="last_name" autocomplete="family-name" maxlength="${MAX_NAME}" value="${filled.last_name}"></label>
<label class="field"><span>${say('setup.email')}</span>
<input type="email" name="email" autocomplete="username" required maxlength="${MAX_EMAIL}" value="${filled.email}"></label>
<label class="field"><span>${say('join.password')}</span>
<input type="password" name="password" autocomplete="new-password" required minlength="${MIN_PASSWORD}" maxlength="${MAX_PASSWORD}" aria-describedby="rule fault"></label>
<p id="rule" class="quiet">${say('join.rule', { count: MIN_PASSWORD })}</p>
<fieldset class="field"><legend>${say('setup.begin')}</legend>
<label class="option"><input type="radio" name="begin_with" value="empty"${filled.begin_with === 'demo' ? '' : CHECKED}>
<span>${say('setup.begin.empty')}</span></label>
<label class="option"><input type="radio" name="begin_with" value="demo"${filled.begin_with === 'demo' ? CHECKED : ''}>
<span>${say('setup.begin.demo')} <span class="quiet">${say('setup.begin.demoAbout')}</span></span></label>
</fieldset>
<button class="button primary">${say('setup.send')}</button>
</form>
</section>
</main>`;
}
