/** What a call came to: its disposition and its tags. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { CallOutcome } from '#domain/directory/wrap-up-rules.ts';
import { wrapUpRulesOf } from '#domain/directory/workspace.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Writes it into the call, in place of what stood there; what is absent stays, and what is the same already changes
 * nothing. Refused: names that the rules of its menu, or of its workspace, do not have (`disposition_unknown`,
 * `tag_unknown`), but for those that the call has already; a required disposition, or the last required tag, that is
 * taken away.
 */
export async function noteOutcome(
  deps: Deps,
  by: Actor,
  callId: number,
  asked: Partial<CallOutcome>,
): Promise<Outcome<Call>> {
  const directory = await deps.store.directory.load(by.workspaceId);
  return act(deps, by, 'note_outcome', callId, (call) => {
    const rules = wrapUpRulesOf(directory, call.menuId);
    const { disposition = call.disposition } = asked;
    const tags = [...new Set(asked.tags ?? call.tags)];
    if (disposition !== null && disposition !== call.disposition && !rules.dispositions.includes(disposition))
      return refused({ code: 'disposition_unknown' });
    if (disposition === null && call.disposition !== null && rules.required.includes('disposition'))
      return refused({ code: 'disposition_required' });
    if (tags.length === 0 && call.tags.length > 0 && rules.required.includes('tag'))
      return refused({ code: 'tag_required' });
    const strange = tags.findIndex((tag) => !rules.tags.includes(tag) && !call.tags.includes(tag));
    if (strange >= 0) return refused({ code: 'tag_unknown', place: strange });
    const isSame = disposition === call.disposition && tags.join('\n') === call.tags.join('\n');
    const agentId = by.kind === 'agent' ? by.agentId : null;
    return isSame ? null : { type: 'outcome_noted', disposition, tags, agentId };
  });
}
