/** Outbound calls that need a person to choose a number first: kept until their agent chooses, or for ten minutes. */
import type { Agent } from '#domain/directory/agent.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Call } from '#domain/call/call.ts';
import type { Choice } from '#domain/ports/live-stores.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Target } from './asking.ts';
import { askedNumber, askTarget } from './asking.ts';
import type { Deps } from '../core/deps.ts';
import { dial } from './dial.ts';

/** How long the choice stands. Milliseconds. */
const CHOICE_MS = 600_000;

/** What was asked for. */
type Asked = Pick<Choice, 'workspaceId' | 'origin' | 'ticketId' | 'number' | 'lang' | 'requestKey'>;

/** Writes down what is to be chosen and tells the agent's pages. */
export async function askToChoose(deps: Deps, asked: Asked, agent: Agent, target: Target): Promise<Choice> {
  const { contact, number } = target;
  const choice = await deps.live.choices.add({
    workspaceId: asked.workspaceId,
    agentId: agent.id,
    origin: asked.origin,
    ticketId: asked.ticketId,
    number: asked.number,
    contactNumbers: [...new Set([number, ...(contact?.otherPhones ?? [])])],
    lang: asked.lang,
    requestKey: asked.requestKey,
    createdAt: deps.clock.now(),
  });
  deps.news.tell({ type: 'choice', workspaceId: choice.workspaceId, choiceId: choice.id, agentId: agent.id });
  // Nobody needs it after that; it is refused by its age in any case.
  deps.clock.after(CHOICE_MS, async () => drop(deps, choice));
  return choice;
}

async function drop(deps: Deps, choice: Choice): Promise<void> {
  await deps.live.choices.remove(choice.workspaceId, choice.id);
  deps.news.tell({ type: 'choice', workspaceId: choice.workspaceId, choiceId: choice.id, agentId: choice.agentId });
}

/** The choices that still stand. */
export async function openChoices(deps: Deps, workspaceId: number): Promise<readonly Choice[]> {
  return deps.live.choices.since(workspaceId, new Date(deps.clock.now().getTime() - CHOICE_MS));
}

/** What the agent chose. `contactNumber` is null where there is only one. */
export type Chosen = { readonly ownNumber: string; readonly contactNumber: E164 | null };

/**
 * Places the call. Refused: a choice that is another's, has been made or is too old (`call_unknown`), a number that is not the
 * workspace's or not the contact's, an agent who is busy. Two at once make one call.
 */
export async function choose(
  deps: Deps,
  workspaceId: number,
  agentId: number,
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
  const ownNumber = askedNumber(directory, chosen.ownNumber);
  const number = chosen.contactNumber ?? choice.contactNumbers[0];
  if (ownNumber === undefined || number === undefined || !choice.contactNumbers.includes(number))
    return refused({ code: 'number_unknown' });
  if (agent.capacity !== null && deps.router.callsOf(agentId) >= agent.capacity)
    return refused({ code: 'agent_not_available' });
  const target = await askTarget(deps.store.directory, workspaceId, choice);
  if (!target.ok) return target;
  // The key makes two at once the same call, and so does a crash before the choice is taken away.
  const requestKey = `choice ${choiceId}`;
  const placed = await dial(deps, { ...choice, requestKey }, agent, { ...target.value, number }, ownNumber);
  if (placed.ok) await drop(deps, choice);
  return placed;
}
