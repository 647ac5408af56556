/** What may be told of a dialogue that was spoken, whole or in part: nothing that was not said. Pure. */
import type { FinOutcome } from '#domain/call/external-call.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { Dialogue } from './dialogue.ts';

/** Summary and intents; the summary is empty where nothing was said. */
export type Told = Pick<FinOutcome, 'summary' | 'intents'>;

/** Of a call whose words are not known. */
export const NOTHING_TOLD: Told = { summary: '', intents: [] };

/**
 * The script's own summary if all of it was said; else how far the talk came. A caller who said nothing wanted nothing
 * that is known.
 */
export function toldOf(
  { summary, intents }: Pick<Dialogue, 'summary' | 'intents'>,
  turns: readonly Turn[],
  isWhole: boolean,
): Told {
  if (isWhole) return { summary, intents };
  if (turns.length === 0) return NOTHING_TOLD;
  const first = turns.find((turn) => turn.speaker === 'user');
  return first === undefined
    ? { summary: 'The call broke off before the caller spoke.', intents: [] }
    : { summary: `The call broke off early. The caller began: \u201C${first.text}\u201D`, intents };
}
