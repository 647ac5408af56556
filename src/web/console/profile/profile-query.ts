/** The own profile, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type {
  EndedView,
  OwnAssist,
  OwnLanguage,
  OwnName,
  PasswordChange,
  ProfileView,
} from '#realtime/agent/profile-protocol.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** Name and sessions. */
export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: async () => getJson<ProfileView>('/app/profile.json'),
});

/** Changes the own name; throws with a sentence when it is refused, as all below do. */
export async function rename(name: OwnName): Promise<OwnName> {
  return sendJson<OwnName>('PATCH', '/app/profile.json', name);
}

/** Chooses the language of the console; null is the browser's. */
export async function chooseLanguage(language: OwnLanguage['language']): Promise<OwnLanguage> {
  return sendJson<OwnLanguage>('PATCH', '/app/profile/language.json', { language });
}

/** Chooses whether the desk assists in calls. */
export async function chooseAssist(wantsAssist: boolean): Promise<OwnAssist> {
  return sendJson<OwnAssist>('PATCH', '/app/profile/assist.json', { wantsAssist });
}

/** Changes the own password, which signs out everywhere else. */
export async function changePassword(change: PasswordChange): Promise<EndedView> {
  return sendJson<EndedView>('POST', '/app/profile/password.json', change);
}

/** Signs out of one place; of all others without an id. */
export async function endSession(id: number | null): Promise<EndedView> {
  return sendJson<EndedView>('DELETE', `/app/profile/sessions${id === null ? '' : `/${id}`}.json`);
}
