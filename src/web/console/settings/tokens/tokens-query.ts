/** Tokens, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { MadeToken, TokensView, TokenWish } from '#realtime/agent/tokens-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** All that work. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async () => getJson<TokensView>('/app/tokens.json'),
});

/** Makes one; throws with a sentence when it is refused, as all below do. */
export async function createToken(wish: TokenWish): Promise<MadeToken> {
  return sendJson<MadeToken>('POST', '/app/tokens.json', wish);
}

/** Puts another in the place of one that works on for so many hours. */
export async function rotateToken(id: number, hours: number): Promise<MadeToken> {
  return sendJson<MadeToken>('POST', `/app/tokens/${id}/rotate.json`, { hours });
}

/** Ends one at once. */
export async function revokeToken(id: number): Promise<void> {
  await sendJson<object>('DELETE', `/app/tokens/${id}.json`);
}
