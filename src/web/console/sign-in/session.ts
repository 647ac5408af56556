/** Who is signed in, asked over plain HTTP. */
import { queryOptions } from '@tanstack/react-query';
import type { Role } from '#realtime/agent/protocol.ts';
import type { SecondFactorProof, SecondFactorWanted } from '#realtime/agent/factors-protocol.ts';
import { readJson, sendJson } from '../parts/request.ts';

/** What `/app/me` answers. */
export type Me = {
  readonly agent: { readonly id: number; readonly name: string; readonly email: string };
  readonly role: Role;
  /** In which the person reads the console; null is the one that their browser prefers. */
  readonly language: string | null;
  readonly workspace: { readonly id: number; readonly name: string; readonly slug: string };
  /** Nothing else can be done before a second factor was added. */
  readonly mustAddFactor: boolean;
};

/** Me; null when no one is signed in. Kept until someone signs in or out. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me | null> => {
    const url = '/app/me';
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    return response.status === 401 ? null : readJson<Me>(response, url);
  },
  staleTime: Infinity,
});

/** Signs in, or learns that a second factor is wanted. Throws with a sentence for people when it is refused. */
export async function signIn(email: string, password: string): Promise<Me | SecondFactorWanted> {
  return sendJson<Me | SecondFactorWanted>('POST', '/app/sign-in', { email, password });
}

/** The second step: a code of the app, or a recovery code. */
export async function proveSecondFactor(proof: SecondFactorProof): Promise<Me> {
  return sendJson<Me>('POST', '/app/sign-in/code', proof);
}

/** Signs out; every page of this browser. */
export async function signOut(): Promise<void> {
  await fetch('/app/sign-out', { method: 'POST' });
}
