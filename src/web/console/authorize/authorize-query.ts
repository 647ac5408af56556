/** What an application asks for, asked of the server; and what the person says to it. */
import { queryOptions } from '@tanstack/react-query';
import type { ConsentAnswer, ConsentView, ConsentWish } from '#realtime/agent/oauth-protocol.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** What is asked for. */
export function consentQuery(ask: string) {
  return queryOptions({
    queryKey: ['authorize', ask],
    queryFn: async () => getJson<ConsentView>(`/app/authorize.json?ask=${encodeURIComponent(ask)}`),
  });
}

/** Says it; answers where the browser goes on. */
export async function answerConsent(wish: ConsentWish): Promise<ConsentAnswer> {
  return sendJson<ConsentAnswer>('POST', '/app/authorize.json', wish);
}
