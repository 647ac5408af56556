/** Who is signed in, asked over plain HTTP. */
import { queryOptions } from '@tanstack/react-query';
import type { Role } from '#realtime/agent/protocol.ts';
import { readJson } from '../parts/request.ts';

/** What `/app/me` answers. */
export type Me = {
  readonly agent: { readonly id: number; readonly name: string; readonly email: string };
  readonly role: Role;
  /** In which the person reads the console; null is the one that their browser prefers. */
  readonly language: string | null;
  readonly workspace: { readonly id: number; readonly name: string; readonly slug: string };
};

/** Me; null when no one is signed in. Kept until someone signs in or out. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me | null> => {
    const response = await fetch('/app/me', { headers: { accept: 'application/json' } });
    return response.status === 401 ? null : readJson<Me>(response);
  },
  staleTime: Infinity,
});

/** Signs in. Throws with a sentence for people when it is refused. */
export async function signIn(email: string, password: string): Promise<Me> {
  const response = await fetch('/app/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return readJson<Me>(response);
}

/** Signs out; every page of this browser. */
export async function signOut(): Promise<void> {
  await fetch('/app/sign-out', { method: 'POST' });
}
