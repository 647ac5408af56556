/** The call that a recording belongs to. */
import type { Call } from '#domain/call/call.ts';
import type { Actor } from '#domain/identity/actor.ts';
import type { Deps } from './deps.ts';

/** Null for a recording that is unknown, or another workspace's. */
export async function callOfRecording({ store }: Pick<Deps, 'store'>, by: Actor, uid: string): Promise<Call | null> {
  const call = await store.calls.byRecording(uid);
  return call?.workspaceId === by.workspaceId ? call : null;
}
