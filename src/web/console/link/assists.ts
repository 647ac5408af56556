/** What helps the agent in their calls, as far as this page has heard of it. Pure. */
import type { AssistView } from '#realtime/agent/assist-protocol.ts';

/** By the id of the call; of those that were heard of longest ago none are kept. */
export type AssistedCalls = ReadonlyMap<number, AssistView>;

const MAX_CALLS = 20;

/** With what is new; null: nothing helps in the call any more. */
export function withAssist(calls: AssistedCalls, callId: number, view: AssistView | null): AssistedCalls {
  const others = [...calls].filter(([id]) => id !== callId);
  return new Map(view === null ? others : [...others.slice(1 - MAX_CALLS), [callId, view]]);
}
