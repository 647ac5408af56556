/** What helps an agent while they talk: which turns of a caller are looked up, and what comes of them. Pure. */
import { textWithoutCards } from '../call/card-numbers.ts';
import type { Turn } from '../call/transcript.ts';
import type { FoundArticle } from './found.ts';
import { ANSWER_THRESHOLD } from './meaning.ts';

/** Articles shown at once, and turns of the caller that they are found for: the last ones. */
export const MAX_ARTICLES_SHOWN = 3;
export const MAX_TURNS_ASKED = 3;

/** From here on an article is shown: a person judges it, so it may be further off than one that is said aloud. */
export const SUGGEST_THRESHOLD = 0.55;

/** Fewer words than this ask for nothing: `yes`, `thank you`. */
const MIN_WORDS = 3;
const MAX_ASK = 160;

/** A turn of the caller, and what was found for it. */
export type Asked = { readonly text: string; readonly found: readonly FoundArticle[] };

/** What a summary can be written from: what the caller asked, and which article is about it. */
export type SummaryDraft = { readonly ask: string | null; readonly about: string | null };

/** Whether articles are found for the turn. */
export function asks({ speaker, text }: Pick<Turn, 'speaker' | 'text'>): boolean {
  return speaker === 'user' && text.trim().split(/\s+/).length >= MIN_WORDS;
}

/** The articles for the last turns, the closest first, each once. */
export function suggested(asked: readonly Asked[]): readonly FoundArticle[] {
  const best = new Map<number, FoundArticle>();
  for (const article of asked.flatMap(({ found }) => found))
    if (article.score > (best.get(article.articleId)?.score ?? 0)) best.set(article.articleId, article);
  return [...best.values()]
    .filter(({ score }) => score >= SUGGEST_THRESHOLD)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MAX_ARTICLES_SHOWN);
}

/**
 * The draft. What the caller said is quoted: the turn that an article answers best, else the first that asks anything.
 */
export function draftOf(asked: readonly Asked[]): SummaryDraft {
  const scoreOf = ({ found }: Asked): number => found[0]?.score ?? 0;
  const best = asked.toSorted((a, b) => scoreOf(b) - scoreOf(a))[0];
  const isAnswered = best !== undefined && scoreOf(best) >= ANSWER_THRESHOLD;
  const chosen = isAnswered ? best : asked[0];
  if (chosen === undefined) return { ask: null, about: null };
  return { ask: quoted(chosen.text), about: isAnswered ? (best.found[0]?.title ?? null) : null };
}

function quoted(text: string): string {
  const whole = textWithoutCards(text.replaceAll(/\s+/g, ' ').trim());
  return whole.length <= MAX_ASK ? whole : `${whole.slice(0, MAX_ASK).trimEnd().toWellFormed()}…`;
}
