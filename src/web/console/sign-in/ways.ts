/** Ways in besides a password, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { SignInWays } from '#realtime/agent/ways-protocol.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** Which there are. */
export const waysQuery = queryOptions({
  queryKey: ['sign-in ways'],
  queryFn: async () => getJson<SignInWays>('/app/sign-in-ways.json'),
});

/** Asks for a link to choose a new password. The answer is the same whether someone has the address or not. */
export async function forgot(email: string): Promise<void> {
  await sendJson<object>('POST', '/app/forgot.json', { email });
}
