/** Applications that are connected with a button, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { MadeOauthApp, OauthAppsView, OauthAppWish } from '#realtime/agent/oauth-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** All. */
export const oauthAppsQuery = queryOptions({
  queryKey: ['oauth-apps'],
  queryFn: async () => getJson<OauthAppsView>('/app/oauth-apps.json'),
});

/** Registers one; throws with a sentence when it is refused. */
export async function createOauthApp(wish: OauthAppWish): Promise<MadeOauthApp> {
  return sendJson<MadeOauthApp>('POST', '/app/oauth-apps.json', wish);
}

/** Removes one, and its tokens. */
export async function removeOauthApp(id: number): Promise<void> {
  await sendJson<object>('DELETE', `/app/oauth-apps/${id}.json`);
}
