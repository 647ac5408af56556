/** What the voice agent would answer to the first thing that a caller says. */
import type { FoundBy, Question, Reasoner } from '#domain/ports/reasoner.ts';
import type { Next } from '#domain/voice-agent/dialogue.ts';
import { converse, NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import type { FoundArticle } from '#domain/voice-agent/found.ts';
import { ANSWER_THRESHOLD } from '#domain/voice-agent/meaning.ts';

/** Said, and what comes after it; with what was found, best first. Scores are rounded to hundredths. */
export type TriedAnswer = {
  readonly says: readonly string[];
  readonly next: Next;
  readonly threshold: number;
  readonly by: FoundBy;
  readonly found: readonly FoundArticle[];
};

/** Asks. */
export async function tryAnswer(reasoner: Pick<Reasoner, 'find'>, question: Question): Promise<TriedAnswer> {
  const { by, found } = await reasoner.find(question);
  const { say, next } = converse(NEW_DIALOGUE, { type: 'said', second: 0, text: question.text, found });
  const rounded = found.map((article) => ({ ...article, score: Math.min(1, Math.max(0, article.score)) }));
  return { says: say, next, threshold: ANSWER_THRESHOLD, by, found: rounded.map(round) };
}

/** Down, so that what is shown to be at the threshold is. */
function round(article: FoundArticle): FoundArticle {
  return { ...article, score: Math.floor(article.score * 100) / 100 };
}
