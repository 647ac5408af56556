/** Outbound calls: an agent calls a contact. */
import type { E164 } from '#domain/directory/phone-number.ts';
import { lineOf } from '#domain/directory/phone-number.ts';
import { agentByEmail, defaultNumber } from '#domain/directory/workspace.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { Choice } from '#domain/ports/live-stores.ts';
import { resolveCallerId, resolveLanguage, resolveCallee } from '../core/resolve.ts';
import { askToChoose } from '../core/choices.ts';
import { dial } from '../core/dial.ts';
import type { Deps } from '../core/deps.ts';

/** An outbound call as asked for. */
export type PlaceCall = {
  readonly workspaceId: number;
  readonly origin: 'outbound_api' | 'outbound_desk';
  readonly agentEmail: string;
  /** Goes before `number`. */
  readonly ticketId: string | null;
  readonly number: E164 | null;
  /** As it was sent; unknown or malformed counts as absent. */
  readonly ownNumber: string | null;
  readonly lang: string;
  readonly requestKey: string | null;
};

/** The call, or what a person must first choose: then no call exists yet. */
export type Placed =
  | { readonly kind: 'placed'; readonly call: Call }
  | { readonly kind: 'choice_needed'; readonly choice: Choice };

/** Places the call. Refused in this order: language, agent, contact, the agent's access, their availability. */
export async function placeCall(deps: Deps, asked: PlaceCall): Promise<Outcome<Placed>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const directory = await deps.store.directory.load(asked.workspaceId);
  const language = resolveLanguage(directory, asked.lang);
  if (!language.ok) return language;
  const agent = agentByEmail(directory, asked.agentEmail);
  if (agent === undefined) return refused({ code: 'agent_unknown' });
  const target = await resolveCallee(deps.store.directory, asked.workspaceId, asked);
  if (!target.ok) return target;
  if (!agent.mayCall) return refused({ code: 'agent_may_not_call' });
  const isBusy = agent.capacity !== null && deps.load.callsOf(agent.id) >= agent.capacity;
  if (agent.status !== 'available' || isBusy) return refused({ code: 'agent_not_available' });
  const ownNumber = chosenNumber(directory, asked.ownNumber);
  if (ownNumber === undefined || (target.value.contact?.otherPhones.length ?? 0) > 0)
    return done({ kind: 'choice_needed', choice: await askToChoose(deps, asked, agent, target.value) });
  const placed = await dial(deps, asked, agent, target.value, ownNumber);
  return placed.ok ? done({ kind: 'placed', call: placed.value }) : placed;
}

/** The number to dial from; undefined when a person must choose it. */
function chosenNumber(directory: Directory, asked: string | null): string | undefined {
  const known = resolveCallerId(directory, asked);
  if (known !== undefined) return known;
  const choice = directory.numbers.filter((number) => lineOf(number) === 'queue').length > 1;
  return directory.workspace.agentsChooseNumber && choice ? undefined : defaultNumber(directory)?.display;
}
