/** What is said in calls in progress, as far as this page has heard of it. Pure. */
import type { WordsTurn, WordsView } from '#realtime/agent/words-protocol.ts';

/** The words of one call. `isOn`: they are written down at this moment. */
export type Spoken = Pick<WordsView, 'now' | 'isOn' | 'isPartial'> & { readonly turns: readonly WordsTurn[] };

/** By the id of the call; of those that were heard of longest ago none are kept. */
export type SpokenCalls = ReadonlyMap<number, Spoken>;

const MAX_CALLS = 20;

/**
 * With what is new. `isMissing`: something was said before it that this page does not have, and has to ask for; then
 * nothing changes.
 */
export function withWords(
  calls: SpokenCalls,
  view: WordsView,
): { readonly calls: SpokenCalls; readonly isMissing: boolean } {
  const known = calls.get(view.callId);
  const turns = known?.turns ?? [];
  if (view.from > turns.length) return { calls, isMissing: true };
  const kept = view.isOn ? [...turns.slice(0, view.from), ...view.turns] : turns;
  const { now, isOn, isPartial } = view;
  const others = [...calls].filter(([id]) => id !== view.callId).slice(1 - MAX_CALLS);
  return { calls: new Map([...others, [view.callId, { turns: kept, now, isOn, isPartial }]]), isMissing: false };
}
