/** A person's own: name, language, password and sessions. `/app/profile.json` and what is below `/app/profile/`. */
import type { FastifyInstance } from 'fastify';
import { WRITTEN_LANGUAGES } from '#domain/directory/language.ts';
import type { PeopleStore } from '#domain/identity/people.ts';
import { MAX_NAME } from '#domain/identity/people.ts';
import type { OpenSession, ProfileStore } from '#domain/identity/profile.ts';
import type { Role } from '#domain/identity/session.ts';
import { ROLES } from '#domain/identity/session.ts';
import type { MailDesk } from '#domain/ports/mail.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { hashPassword, MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';
import { fieldsOf } from '#api/kit.ts';
import { mailChange } from '#api/sign-in-link.ts';
import type { OwnProof } from './own-proof.ts';
import { PROOF_FAULTS } from './own-proof.ts';
import type { PageRouteParts, Visitor } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type {
  EndedView,
  OwnAssist,
  OwnLanguage,
  OwnName,
  PasswordChange,
  ProfileView,
  SessionView,
} from './profile-protocol.ts';

export type ProfileApiParts = PageRouteParts & {
  readonly people: Pick<PeopleStore, 'find'>;
  readonly profiles: ProfileStore;
  readonly mail: Pick<MailDesk, 'write'>;
  readonly proof: OwnProof;
  readonly clock: Clock;
};

/** What is one's own is everyone's. */
const MAY = { own: ROLES } as const satisfies Record<'own', readonly Role[]>;

const FAULTS = {
  ...PROOF_FAULTS,
  unknown: [404, 'That session has ended already.'],
  malformed: [400, 'This request cannot be read.'],
  name_missing: [422, 'Enter a name: callers and colleagues see it.'],
  name_too_long: [422, `A name has at most ${MAX_NAME} characters.`],
  language_unknown: [422, 'The console is not written in this language.'],
  password_short: [422, `The password needs ${MIN_PASSWORD} characters or more.`],
  password_long: [422, `The password may have ${MAX_PASSWORD} characters at most.`],
} as const;
type ProfileFault = keyof typeof FAULTS;

/** Adds the routes. */
export function addProfileApi(server: FastifyInstance, parts: ProfileApiParts): void {
  const { people, profiles, clock } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('own', 'GET', '/app/profile.json', async (me) => {
    const [person, sessions] = await Promise.all([
      people.find(me.workspaceId, me.agentId, clock.now()),
      profiles.sessions(me.workspaceId, me.agentId, clock.now()),
    ]);
    if (person === null || sessions === null) return 'signed_out';
    const { firstName, lastName, email, role, language, assist, wantsAssist } = person;
    const views = sessions.map((each) => viewOf(each, me.session));
    return { firstName, lastName, email, role, language, assist, wantsAssist, sessions: views } satisfies ProfileView;
  });

  serve('own', 'PATCH', '/app/profile.json', async (me, { body }) => {
    const name = readName(body);
    if (typeof name === 'string') return name;
    await profiles.rename(me.workspaceId, me.agentId, name);
    return name satisfies OwnName;
  });

  serve('own', 'PATCH', '/app/profile/language.json', async (me, { body }) => {
    const { language } = fieldsOf(body);
    const chosen = language === null ? null : WRITTEN_LANGUAGES.find((each) => each === language);
    if (chosen === undefined) return 'language_unknown';
    await profiles.chooseLanguage(me.workspaceId, me.agentId, chosen);
    return { language: chosen } satisfies OwnLanguage;
  });

  serve('own', 'PATCH', '/app/profile/assist.json', async (me, { body }) => {
    const { wantsAssist } = fieldsOf(body);
    if (typeof wantsAssist !== 'boolean') return 'malformed';
    await profiles.chooseAssist(me.workspaceId, me.agentId, wantsAssist);
    return { wantsAssist } satisfies OwnAssist;
  });

  const changePassword = passwordChange(parts);
  serve('own', 'POST', '/app/profile/password.json', async (me, { body }) => changePassword(me, body));

  serve('own', 'DELETE', '/app/profile/sessions/:id.json', async (me, _request, id) => {
    const ended = await profiles.endSessions(me.workspaceId, me.agentId, { id });
    return ended === 0 || ended === null ? 'unknown' : ({ ended } satisfies EndedView);
  });

  serve('own', 'DELETE', '/app/profile/sessions.json', async (me) => {
    const ended = await profiles.endSessions(me.workspaceId, me.agentId, { except: me.session });
    return { ended: ended ?? 0 } satisfies EndedView;
  });
}

/** Changes the password of a session's person. */
function passwordChange({ people, profiles, proof, mail, clock }: ProfileApiParts) {
  return async (me: Visitor, body: unknown): Promise<EndedView | ProfileFault> => {
    const asked = readPasswordChange(body);
    if (typeof asked === 'string') return asked;
    const proven = await proof.password(me, asked.present);
    if (typeof proven === 'string') return proven;
    const change = { known: proven.known, passwordHash: await hashPassword(asked.next), keep: me.session };
    const ended = await profiles.changePassword(me.workspaceId, me.agentId, change);
    if (ended === null) return 'wrong_password';
    const person = await people.find(me.workspaceId, me.agentId, clock.now());
    if (person !== null) await mailChange(mail, me.workspaceId, person);
    return { ended };
  };
}

function readName(body: unknown): OwnName | ProfileFault {
  const { firstName = '', lastName = '' } = fieldsOf(body);
  if (typeof firstName !== 'string' || typeof lastName !== 'string') return 'malformed';
  const name = { firstName: firstName.trim(), lastName: lastName.trim() };
  if (name.firstName === '' && name.lastName === '') return 'name_missing';
  return name.firstName.length > MAX_NAME || name.lastName.length > MAX_NAME ? 'name_too_long' : name;
}

function readPasswordChange(body: unknown): PasswordChange | ProfileFault {
  const { present, next } = fieldsOf(body);
  if (typeof present !== 'string' || typeof next !== 'string') return 'malformed';
  if (next.length < MIN_PASSWORD) return 'password_short';
  if (next.length > MAX_PASSWORD) return 'password_long';
  return { present, next };
}

function viewOf({ id, createdAt, lastSeenAt, userAgent, hash }: OpenSession, mine: Buffer): SessionView {
  return {
    id,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    userAgent,
    isThis: hash.equals(mine),
  };
}
