/** A person's own: name, password and sessions. `/app/profile.json` and what is below `/app/profile/`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PeopleStore } from '#domain/identity/people.ts';
import { MAX_NAME } from '#domain/identity/people.ts';
import type { OpenSession, ProfileStore } from '#domain/identity/profile.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { createAttempts } from '#http/attempts.ts';
import { refusePage } from '#http/page-fault.ts';
import { hashPassword, isPassword, MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { fieldsOf, readId } from '#api/kit.ts';
import type { EndedView, OwnName, PasswordChange, ProfileView, SessionView } from './profile-protocol.ts';
import type { SignIns } from './sign-in.ts';

export type ProfileApiParts = {
  readonly people: Pick<PeopleStore, 'find'>;
  readonly profiles: ProfileStore;
  readonly signIns: Pick<SignIns, 'read'>;
  readonly clock: Clock;
  publicUrl(): string;
};

/** Wrong passwords of one session within the window, as at the sign-in. */
const MAX_GUESSES = 10;
const WINDOW_SECONDS = 300;

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  unknown: [404, 'That session has ended already.'],
  malformed: [400, 'This request cannot be read.'],
  name_missing: [422, 'Enter a name: callers and colleagues see it.'],
  name_too_long: [422, `A name has at most ${MAX_NAME} characters.`],
  password_short: [422, `The password needs ${MIN_PASSWORD} characters or more.`],
  password_long: [422, `The password may have ${MAX_PASSWORD} characters at most.`],
  wrong_password: [422, 'This is not your present password.'],
  too_many_attempts: [429, 'Too many attempts. Wait a few minutes.'],
} as const;
type ProfileFault = keyof typeof FAULTS;

type Found = { readonly me: SignedIn; readonly hash: Buffer };
type Answer = (found: Found, request: FastifyRequest<{ Params: { id?: string } }>) => Promise<object | ProfileFault>;

/** Adds the routes. */
export function addProfileApi(server: FastifyInstance, parts: ProfileApiParts): void {
  const { people, profiles, signIns, clock, publicUrl } = parts;
  const serve = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, answer: Answer): void => {
    server.route<{ Params: { id?: string } }>({
      method,
      url,
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        const answered = await answer(found, request);
        return typeof answered === 'string'
          ? refuse(reply, answered)
          : reply.header('cache-control', 'no-store').send(answered);
      },
    });
  };

  serve('GET', '/app/profile.json', async ({ me, hash }) => {
    const [person, sessions] = await Promise.all([
      people.find(me.workspaceId, me.agentId, clock.now()),
      profiles.sessions(me.workspaceId, me.agentId, clock.now()),
    ]);
    if (person === null || sessions === null) return 'signed_out';
    const { firstName, lastName, email, role } = person;
    const views = sessions.map((each) => viewOf(each, hash));
    return { firstName, lastName, email, role, sessions: views } satisfies ProfileView;
  });

  serve('PATCH', '/app/profile.json', async ({ me }, { body }) => {
    const name = readName(body);
    if (typeof name === 'string') return name;
    await profiles.rename(me.workspaceId, me.agentId, name);
    return name satisfies OwnName;
  });

  const changePassword = passwordChange(parts);
  serve('POST', '/app/profile/password.json', async (found, { body }) => changePassword(found, body));

  serve('DELETE', '/app/profile/sessions/:id.json', async ({ me }, { params }) => {
    const id = readId(params.id);
    const ended = id === null ? 0 : await profiles.endSessions(me.workspaceId, me.agentId, { id });
    return ended === 0 || ended === null ? 'unknown' : ({ ended } satisfies EndedView);
  });

  serve('DELETE', '/app/profile/sessions.json', async ({ me, hash }) => {
    const ended = await profiles.endSessions(me.workspaceId, me.agentId, { except: hash });
    return { ended: ended ?? 0 } satisfies EndedView;
  });
}

/** Changes the password of a session's person. Whoever found an open browser cannot try passwords there for long. */
function passwordChange({ profiles, clock }: ProfileApiParts) {
  const guesses = createAttempts(MAX_GUESSES, WINDOW_SECONDS, clock.elapsed);
  return async ({ me, hash }: Found, body: unknown): Promise<EndedView | ProfileFault> => {
    const asked = readPasswordChange(body);
    if (typeof asked === 'string') return asked;
    const key = hash.toString('base64');
    if (!guesses.begin(key)) return 'too_many_attempts';
    const known = await profiles.passwordHash(me.workspaceId, me.agentId);
    if (!(await isPassword(asked.present, known)) || known === null) return 'wrong_password';
    guesses.succeeded(key);
    const change = { known, passwordHash: await hashPassword(asked.next), keep: hash };
    const ended = await profiles.changePassword(me.workspaceId, me.agentId, change);
    return ended === null ? 'wrong_password' : { ended };
  };
}

async function refuse(reply: FastifyReply, fault: ProfileFault): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  if (fault === 'too_many_attempts') void reply.header('retry-after', String(WINDOW_SECONDS));
  return refusePage(reply, status, fault, message);
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
  return present === '' || present.length > MAX_PASSWORD ? 'wrong_password' : { present, next };
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
