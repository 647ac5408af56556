/** The process that speaks: one sentence after the other, as it is asked. It may block, and it may die. */
import type { Say } from '#media/prompts/flite/flite.ts';
import { createFlite } from '#media/prompts/flite/flite.ts';

/** What it is asked: to speak a sentence, or, with null, to make itself ready. */
export type FliteAsk = { readonly id: number; readonly sentence: string | null };
/** What it answers: the samples, none where it could not be spoken. */
export type FliteAnswer = { readonly id: number; readonly samples: Int16Array };

let say: Say | null = null;

process.on('message', ({ id, sentence }: FliteAsk) => {
  say ??= createFlite();
  const samples = sentence === null ? new Int16Array(0) : say('virtual_agent', sentence);
  process.send?.({ id, samples } satisfies FliteAnswer);
});
process.on('disconnect', () => process.exit(0));
