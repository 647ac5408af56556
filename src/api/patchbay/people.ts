/** People: who signs in at the pages, invited and let in again by links. */
import type { Person } from '#domain/identity/people.ts';
import type { HandedLink } from '../sign-in-link.ts';
import { invitePerson, renewPersonsLink } from '../sign-in-link.ts';
import type { Route } from '#http/surface.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { administered, deleted, DELETED, operation } from './operation.ts';
import { camel } from '../camel.ts';
import { InvitedPerson, LinkObject, NewPerson, PersonChange, PersonObject } from './people-schema.ts';
import { writeTime } from './write.ts';

/** The routes of people. */
export function peopleRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), inviteRoute(desk), changeRoute(desk), linkRoute(desk), resetFactorsRoute(desk)];
}

function readRoutes(desk: Desk): Route[] {
  const { people, clock, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/people',
      operationId: 'listPeople',
      summary: 'List people',
      tag: 'People',
      query: PAGE_QUERY,
      answers: { 200: pageOf(PersonObject) },
      handle: async (ask) => page(desk, ask, listed(await people.list(ask.workspaceId, clock.now()), writePerson)),
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/people/:id',
      operationId: 'showPerson',
      summary: 'Get a person',
      tag: 'People',
      answers: { 200: PersonObject },
      handle: async (ask) => {
        const person = await people.find(ask.workspaceId, ask.id, clock.now());
        return person === null ? problems('not_found', ask.requestId) : { status: 200, body: writePerson(person) };
      },
    }),
  ];
}

function inviteRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'POST',
    path: '/v1/people',
    operationId: 'invitePerson',
    summary: 'Invite a person',
    description:
      'Answers with a link, shown this once and good for seven days, behind which they choose their password; where the workspace has a ' +
      'mail server it is mailed to them as well. An agent with that e-mail address who has no sign-in yet becomes the person.',
    tag: 'People',
    body: NewPerson,
    answers: { 201: InvitedPerson },
    handle: async (ask) => {
      const invitation = { firstName: '', lastName: '', ...camel(ask.body), email: ask.body.email.trim() };
      const invited = await invitePerson(desk, ask.workspaceId, invitation);
      const write = (isShown: boolean) =>
        administered(
          desk,
          ask,
          invited,
          ({ person, link }) => ({ ...writePerson(person), link: writeLink(link, isShown) }),
          201,
        );
      return { ...write(true), replayBody: write(false).body };
    },
  });
}

function changeRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'PATCH',
    path: '/v1/people/:id',
    operationId: 'updatePerson',
    summary: "Change a person's role or language, lock or unlock them",
    description:
      'A role or a lock ends their sessions. A locked person cannot sign in, and links that they were sent no longer work.',
    tag: 'People',
    body: PersonChange,
    answers: { 200: PersonObject },
    refusals: [409],
    handle: async (ask) => {
      const { role, locked, language } = ask.body;
      const change = { ...(role === undefined ? {} : { role }), ...(locked === undefined ? {} : { isLocked: locked }) };
      const { people, profiles, clock } = desk;
      if (Object.keys(change).length > 0) {
        const changed = await people.change(ask.workspaceId, ask.id, change, clock.now());
        if (language === undefined || !changed.ok) return administered(desk, ask, changed, writePerson);
      }
      if (language !== undefined) await profiles.chooseLanguage(ask.workspaceId, ask.id, language);
      const person = await people.find(ask.workspaceId, ask.id, clock.now());
      return person === null ? desk.problems('not_found', ask.requestId) : { status: 200, body: writePerson(person) };
    },
  });
}

function linkRoute(desk: Desk): Route {
  const { problems } = desk;
  return operation(desk, {
    method: 'POST',
    path: '/v1/people/:id/link',
    operationId: 'createSignInLink',
    summary: 'Create a sign-in link',
    description:
      'For a person who lost their password, or whose invitation has expired: one link, good for a day or for seven, in place of any ' +
      'before. Their password works until they choose another one. Where the workspace has a mail server it is mailed to them as well.',
    tag: 'People',
    answers: { 201: LinkObject },
    handle: async (ask) => {
      const link = await renewPersonsLink(desk, ask.workspaceId, ask.id);
      if (typeof link !== 'string')
        return { status: 201, body: writeLink(link, true), replayBody: writeLink(link, false) };
      return problems(link === 'unknown' ? 'not_found' : 'person_locked', ask.requestId);
    },
  });
}

function resetFactorsRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'DELETE',
    path: '/v1/people/:id/second_factors',
    operationId: 'resetSecondFactors',
    summary: "Reset a person's second factors",
    description:
      'For a person who lost their phone: takes away their codes, recovery codes and passkeys, and ends their sessions. They sign in ' +
      'with the password alone, and where the workspace requires a second factor, they are led to add one. Safe to repeat.',
    tag: 'People',
    answers: DELETED,
    handle: async (ask) => deleted(desk, ask, await desk.factors.reset(ask.workspaceId, ask.id, desk.clock.now())),
  });
}

/** A person: nothing by which they sign in. */
export function writePerson(person: Person): object {
  const { id, uid, email, firstName, lastName, role, state, language, lastSeenAt, hasCodes, passkeys } = person;
  return {
    id,
    uid,
    email,
    first_name: firstName,
    last_name: lastName,
    role,
    state,
    language,
    last_seen_at: writeTime(lastSeenAt),
    second_factors: { codes: hasCodes, passkeys },
  };
}

function writeLink({ url, draft: { expiresAt }, isMailed }: HandedLink, isShown: boolean): object {
  return { url: isShown ? url : null, expires_at: writeTime(expiresAt), mailed: isMailed };
}
