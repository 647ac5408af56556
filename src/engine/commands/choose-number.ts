/** An agent chooses the numbers of an outbound call that needs them. */
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import { resolveCallerId, resolveCallee } from '../core/resolve.ts';
import { dropChoice, openChoices } from '../core/choices.ts';
import type { Deps } from '../core/deps.ts';
import { dial } from '../core/dial.ts';

/** What the agent chose. `contactNumber` is null where there is only one. */
export type Chosen = { readonly ownNumber: string; readonly contactNumber: E164 | null };

/**
 * Places the call. Refused: a choice that is another's, has been made or is too old (`call_unknown`), a number that is
 * not the workspace's or not the contact's, an agent who is busy. Two at once make one call.
 */
export async function chooseNumber(
  deps: Deps,
  { workspaceId, agentId }: AgentActor,
  choiceId: number,
  chosen: Chosen,
): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const open = await openChoices(deps, workspaceId);
  const choice = open.find((each) => each.id === choiceId && each.agentId === agentId);
  if (choice === undefined) return refused({ code: 'call_unknown', id: String(choiceId) });
  const directory = await deps.store.directory.load(workspaceId);
  const agent = directory.agents.get(agentId);
  if (agent === undefined) return refused({ code: 'agent_unknown' });
  const ownNumber = resolveCallerId(directory, chosen.ownNumber);
  const number = chosen.contactNumber ?? choice.contactNumbers[0];
  if (ownNumber === undefined || number === undefined || !choice.contactNumbers.includes(number))
    return refused({ code: 'number_unknown' });
  if (agent.capacity !== null && deps.load.callsOf(agentId) >= agent.capacity)
    return refused({ code: 'agent_not_available' });
  const target = await resolveCallee(deps.store.directory, workspaceId, choice);
  if (!target.ok) return target;
  // The key makes two at once the same call, and so does a crash before the choice is taken away.
  const requestKey = `choice ${choiceId}`;
  const placed = await dial(deps, { ...choice, requestKey }, agent, { ...target.value, number }, ownNumber);
  if (placed.ok) await dropChoice(deps, choice);
  return placed;
}
