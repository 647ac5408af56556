/** Which agents a call keeps from taking others. An agent is reserved in the same commit that gives them the call. */
import type { Call } from './call.ts';
import { presentAgents } from './participant.ts';

/** What one change of a call does to the agents: those it newly needs, and those it no longer does. Ids, each once. */
export type Reservation = { readonly taken: readonly number[]; readonly freed: readonly number[] };

/** The call was not stored, because these agents have as many calls as they take. */
export type Busy = { readonly busyAgentIds: readonly number[] };

/** Whether the store's answer is that agents are busy. */
export function isBusy(answer: object | null): answer is Busy {
  return answer !== null && 'busyAgentIds' in answer;
}

/** The agents whom the call keeps busy: in it, being asked in, or rung for it. */
export function reservedAgents({ participants, offer }: Pick<Call, 'participants' | 'offer'>): readonly number[] {
  const present = presentAgents(participants);
  return offer === null ? present : [...new Set([...present, ...offer.agentIds])];
}

/** What the change from one version to the next does; null when it concerns no one's capacity, as most changes do. */
export function reservationOf(before: Call, after: Call): Reservation | null {
  if (before.participants === after.participants && before.offer === after.offer) return null;
  const was = reservedAgents(before);
  const is = reservedAgents(after);
  const taken = is.filter((id) => !was.includes(id));
  const freed = was.filter((id) => !is.includes(id));
  return taken.length === 0 && freed.length === 0 ? null : { taken, freed };
}
