/** People, for administrators at the console: `/app/people.json`, `/app/people/{id}.json` and their links. */
import type { FastifyInstance } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import type { FactorStore } from '#domain/identity/factors.ts';
import type { Person } from '#domain/identity/people.ts';
import { MAX_NAME } from '#domain/identity/people.ts';
import type { ProfileStore } from '#domain/identity/profile.ts';
import type { Role } from '#domain/identity/session.ts';
import { ROLES } from '#domain/identity/session.ts';
import type { HandedLink, LinkParts } from '#api/sign-in-link.ts';
import { invitePerson, renewPersonsLink } from '#api/sign-in-link.ts';
import { fieldsOf } from '#api/kit.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type { Invite, LinkView, PeopleView, PersonEdit, PersonView } from './people-protocol.ts';
import type { EndedView } from './profile-protocol.ts';

export type PeopleApiParts = PageRouteParts &
  LinkParts & {
    readonly profiles: Pick<ProfileStore, 'endSessions'>;
    readonly factors: Pick<FactorStore, 'reset'>;
    readonly administration: Pick<Administration, 'changeAgent'>;
  };

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators decide who the people are.'],
  unknown: [404, 'There is no such person.'],
  malformed: [400, 'An e-mail address and a role, please.'],
  taken: [409, 'Someone has this email address already.'],
  last_admin: [409, 'The workspace keeps one administrator who can sign in. Make another one first.'],
  locked: [409, 'Unlock this person first.'],
  own_factors: [409, 'Switch off your own second factor in your profile, where you prove that it is you.'],
  refused: [409, 'This cannot be done as things stand.'],
} as const;
type PeopleFault = keyof typeof FAULTS;

const MAX_EMAIL = 320;

/** Adds the routes. */
export function addPeopleApi(server: FastifyInstance, parts: PeopleApiParts): void {
  const { people, profiles, factors, administration, clock } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/people.json', async ({ workspaceId }) => {
    const all = await people.list(workspaceId, clock.now());
    return { people: all.map(viewOf) } satisfies PeopleView;
  });

  serve('change', 'POST', '/app/people.json', async ({ workspaceId }, { body }) => {
    const invitation = readInvite(body);
    if (invitation === null) return 'malformed';
    const invited = await invitePerson(parts, workspaceId, invitation);
    return invited.ok ? linkView(invited.value.link) : faultOf(invited.refusal.code);
  });

  serve('change', 'PATCH', '/app/people/:id.json', async ({ workspaceId }, { body }, id) => {
    const edit = readEdit(body);
    if (edit === null) return 'malformed';
    const { assist, ...rest } = edit;
    if (assist !== undefined) {
      const assisted = await administration.changeAgent(workspaceId, id, { assist });
      if (!assisted.ok) return faultOf(assisted.refusal.code);
    }
    if (rest.role === undefined && rest.isLocked === undefined) {
      const person = await people.find(workspaceId, id, clock.now());
      return person === null ? 'unknown' : viewOf(person);
    }
    const changed = await people.change(workspaceId, id, rest, clock.now());
    if (!changed.ok) return faultOf(changed.refusal.code);
    return viewOf(changed.value);
  });

  serve('change', 'POST', '/app/people/:id/link.json', async ({ workspaceId }, _request, id) => {
    const link = await renewPersonsLink(parts, workspaceId, id);
    return typeof link === 'string' ? link : linkView(link);
  });

  serve('change', 'DELETE', '/app/people/:id/sessions.json', async ({ workspaceId }, _request, id) => {
    const ended = await profiles.endSessions(workspaceId, id, { except: null });
    return ended === null ? 'unknown' : ({ ended } satisfies EndedView);
  });

  serve('change', 'DELETE', '/app/people/:id/second-factors.json', async ({ workspaceId, agentId }, _request, id) => {
    if (id === agentId) return 'own_factors';
    const now = clock.now();
    const person = (await factors.reset(workspaceId, id, now)) ? await people.find(workspaceId, id, now) : null;
    return person === null ? 'unknown' : viewOf(person);
  });
}

function faultOf(code: string): PeopleFault {
  return Object.hasOwn(FAULTS, code) ? (code as PeopleFault) : 'refused';
}

function readInvite(body: unknown): Invite | null {
  const { email, firstName = '', lastName = '', role } = fieldsOf(body);
  const known = ROLES.find((each) => each === role);
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email.trim()) || email.length > MAX_EMAIL) return null;
  if (typeof firstName !== 'string' || firstName.length > MAX_NAME || known === undefined) return null;
  if (typeof lastName !== 'string' || lastName.length > MAX_NAME) return null;
  return { email: email.trim(), firstName: firstName.trim(), lastName: lastName.trim(), role: known };
}

function readEdit(body: unknown): PersonEdit | null {
  const { role, isLocked, assist } = fieldsOf(body);
  const known = ROLES.find((each) => each === role);
  if (role !== undefined && known === undefined) return null;
  if (isLocked !== undefined && typeof isLocked !== 'boolean') return null;
  if (assist !== undefined && typeof assist !== 'boolean') return null;
  if (known === undefined && isLocked === undefined && assist === undefined) return null;
  return {
    ...(known === undefined ? {} : { role: known }),
    ...(isLocked === undefined ? {} : { isLocked }),
    ...(assist === undefined ? {} : { assist }),
  };
}

function viewOf({ uid: _uid, lastSeenAt, ...person }: Person): PersonView {
  return { ...person, lastSeenAt: lastSeenAt?.toISOString() ?? null };
}

function linkView({ url, draft, isMailed }: HandedLink): LinkView {
  return { url, expiresAt: draft.expiresAt.toISOString(), isMailed };
}
