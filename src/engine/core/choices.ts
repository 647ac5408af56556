/** Outbound calls that need a person to choose a number first: kept until their agent chooses, or for ten minutes. */
import type { Agent } from '#domain/directory/agent.ts';
import type { Choice } from '#domain/ports/live-stores.ts';
import type { Target } from './resolve.ts';
import type { Deps } from './deps.ts';

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
  deps.bus.publish('news', { type: 'choice', workspaceId: choice.workspaceId, choiceId: choice.id, agentId: agent.id });
  // No one needs it after that; it is refused by its age in any case.
  deps.clock.after(CHOICE_MS, async () => dropChoice(deps, choice));
  return choice;
}

/** Takes the choice away: it was made, or is too old. */
export async function dropChoice(deps: Deps, choice: Choice): Promise<void> {
  await deps.live.choices.remove(choice.workspaceId, choice.id);
  deps.bus.publish('news', {
    type: 'choice',
    workspaceId: choice.workspaceId,
    choiceId: choice.id,
    agentId: choice.agentId,
  });
}

/** The choices that still stand. */
export async function openChoices(deps: Deps, workspaceId: number): Promise<readonly Choice[]> {
  return deps.live.choices.since(workspaceId, new Date(deps.clock.now().getTime() - CHOICE_MS));
}
