/** An agent writes something down about a call. */
import { MAX_NOTES } from '#domain/call/bounds.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import type { CallNote } from '#domain/ports/live-stores.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Adds the note. Refused: a call that the workspace does not have, or that does not concern the agent (`call_unknown`);
 * one that has as many notes as are kept (`notes_full`), but for what is written at the same moment.
 */
export async function addNote(deps: Deps, by: AgentActor, callId: number, text: string): Promise<Outcome<CallNote>> {
  const { workspaceId, agentId } = by;
  const call = await deps.store.calls.byId(workspaceId, callId);
  if (call === null || !mayDo('add_note', by, call)) return refused({ code: 'call_unknown', id: String(callId) });
  if ((await deps.live.notes.countOf(workspaceId, callId)) >= MAX_NOTES) return refused({ code: 'notes_full' });
  const note = await deps.live.notes.add(workspaceId, { callId, agentId, text, at: deps.clock.now() });
  // Told as a change of the call, which brings its notes along.
  if (call.notFilledIn.includes('note'))
    await deps.transitions.apply(callId, () => ({ type: 'missing_note_added', agentId }));
  deps.bus.publish('news', { type: 'note', workspaceId, callId });
  return done(note);
}
