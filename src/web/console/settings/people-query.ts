/** People, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { Invite, LinkView, PeopleView, PersonEdit, PersonView } from '#realtime/agent/people-protocol.ts';
import type { EndedView } from '#realtime/agent/profile-protocol.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** All people of the workspace. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async () => getJson<PeopleView>('/app/people.json'),
});

/** Invites someone; throws with a sentence for people when it is refused. */
export async function invite(asked: Invite): Promise<LinkView> {
  return sendJson<LinkView>('POST', '/app/people.json', asked);
}

/** Changes a role, or locks or unlocks. */
export async function changePerson(id: number, edit: PersonEdit): Promise<PersonView> {
  return sendJson<PersonView>('PATCH', `/app/people/${id}.json`, edit);
}

/** A new link for someone who is there. */
export async function renewLink(id: number): Promise<LinkView> {
  return sendJson<LinkView>('POST', `/app/people/${id}/link.json`, {});
}

/** Signs someone out everywhere; answers how many places that were. */
export async function endSessions(id: number): Promise<EndedView> {
  return sendJson<EndedView>('DELETE', `/app/people/${id}/sessions.json`);
}

/** Takes the second factors of someone away, which signs them out. */
export async function resetFactors(id: number): Promise<PersonView> {
  return sendJson<PersonView>('DELETE', `/app/people/${id}/second-factors.json`);
}
