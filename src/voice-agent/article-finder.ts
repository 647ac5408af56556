/**
 * Finds the articles that answer a question: by what it means where the encoder answers in time, else by its words.
 * What is published in a workspace is kept in memory until it changes.
 */
import { LRUCache } from 'lru-cache';
import { setImmediate } from 'node:timers/promises';
import type { KnownArticle, MeaningStore } from '#domain/directory/article.ts';
import { MEANING_BYTES } from '#domain/directory/article.ts';
import type { FoundAnswers, FoundBy, Question } from '#domain/ports/reasoner.ts';
import { MAX_QUESTION } from '#domain/ports/reasoner.ts';
import type { FoundArticle } from '#domain/voice-agent/found.ts';
import { ANSWER_THRESHOLD } from '#domain/voice-agent/meaning.ts';
import { spokenAnswer } from '#domain/voice-agent/spoken.ts';
import { cosineAt } from './cosine.ts';
import type { Encoder } from './encoder.ts';
import type { WordsIndex } from './words-index.ts';
import { indexWords, scoreWords } from './words-index.ts';

/** Articles that are told of a question. */
const MAX_FOUND = 3;
/** Workspaces whose articles are kept in memory. */
const MAX_WORKSPACES = 100;
/** Meanings that are compared before others may work again: about a millisecond. */
const COMPARED_AT_ONCE = 500;
/** How long a caller waits for the encoder before the words decide. Milliseconds. */
const PATIENCE_MS = 1500;
/** The closeness of words from which on an answer is right as often as with `ANSWER_THRESHOLD` of meaning: measured. */
const WORDS_THRESHOLD = 0.4;

export type FinderParts = {
  readonly store: Pick<MeaningStore, 'published'>;
  readonly encoder: Pick<Encoder, 'encode'>;
  readonly patienceMs?: number;
  failed(what: string, error: unknown): void;
};

export type ArticleFinder = {
  find(question: Question): Promise<FoundAnswers>;
  /** The workspace's articles are others now. */
  changed(workspaceId: number): void;
};

type Shelf = { readonly articles: readonly KnownArticle[]; words: Promise<WordsIndex> | null };

/** Makes it. */
export function createArticleFinder({ store, encoder, patienceMs = PATIENCE_MS, failed }: FinderParts): ArticleFinder {
  const shelves = new LRUCache<string, Promise<Shelf>>({ max: MAX_WORKSPACES });

  const shelfOf = async ({ workspaceId, lang }: Question): Promise<Shelf> => {
    const key = `${workspaceId} ${languageOf(lang)}`;
    const known = shelves.get(key);
    if (known !== undefined) return known;
    const shelf = store.published(workspaceId).then((all): Shelf => ({
      articles: all.filter((each) => languageOf(each.lang) === languageOf(lang)),
      words: null,
    }));
    shelves.set(key, shelf);
    shelf.catch(() => shelves.delete(key));
    return shelf;
  };

  const byMeaning = async ({ articles }: Shelf, text: string): Promise<ReadonlyMap<number, number> | null> => {
    if (!articles.every(hasMeaning)) return null;
    const meaning = await within(patienceMs, encoder.encode([text]));
    return meaning === null ? null : compared(articles, meaning);
  };

  return {
    async find(question) {
      const text = question.text.trim().slice(0, MAX_QUESTION).toWellFormed();
      try {
        const shelf = await shelfOf(question);
        if (text === '' || shelf.articles.length === 0) return { by: 'words', found: [] };
        const meant = await byMeaning(shelf, text);
        if (meant !== null) return answersOf(shelf, meant, 'meaning');
        shelf.words ??= inSlices(indexWords(shelf.articles));
        return answersOf(shelf, scoreWords(await shelf.words, text), 'words');
      } catch (error) {
        failed('voice_agent.find', error);
        return { by: 'words', found: [] };
      }
    },
    changed(workspaceId) {
      for (const key of shelves.keys()) if (key.startsWith(`${workspaceId} `)) shelves.delete(key);
    },
  };
}

function languageOf(lang: string): string {
  return lang.slice(0, 2);
}

/** Of the title and of every phrasing. */
function hasMeaning({ meaning, phrasings }: KnownArticle): boolean {
  return meaning?.length === (1 + phrasings.length) * MEANING_BYTES;
}

/** The closest sentence of each article, by its place. */
async function compared(articles: readonly KnownArticle[], question: Uint8Array): Promise<ReadonlyMap<number, number>> {
  const scores = new Map<number, number>();
  let count = 0;
  for (const [place, { meaning }] of articles.entries()) {
    const sentences = (meaning?.length ?? 0) / MEANING_BYTES;
    let closest = 0;
    for (let at = 0; at < sentences; at += 1) closest = Math.max(closest, cosineAt(question, meaning ?? question, at));
    scores.set(place, closest);
    count += sentences;
    if (count < COMPARED_AT_ONCE) continue;
    count = 0;
    await setImmediate();
  }
  return scores;
}

function answersOf({ articles }: Shelf, scores: ReadonlyMap<number, number>, by: FoundBy): FoundAnswers {
  const best = [...scores].toSorted(([, a], [, b]) => b - a).slice(0, MAX_FOUND);
  const found = best.flatMap(([place, score]): FoundArticle[] => {
    const article = articles[place];
    if (article === undefined) return [];
    const { id, title, body, handsOver } = article;
    const { sentences } = spokenAnswer(body);
    return [{ articleId: id, title, score: by === 'meaning' ? score : asMeaning(score), sentences, handsOver }];
  });
  return { by, found };
}

/** The closeness of words on the scale of meanings, so that both are held against one threshold. */
function asMeaning(score: number): number {
  return score < WORDS_THRESHOLD
    ? (score / WORDS_THRESHOLD) * ANSWER_THRESHOLD
    : ANSWER_THRESHOLD + ((score - WORDS_THRESHOLD) / (1 - WORDS_THRESHOLD)) * (1 - ANSWER_THRESHOLD);
}

/** Runs long work so that others may work in between. */
async function inSlices<Value>(work: Generator<void, Value>): Promise<Value> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await setImmediate();
  }
}

/** What comes in time; null where nothing does. */
async function within<Value>(milliseconds: number, value: Promise<Value | null>): Promise<Value | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), milliseconds);
  return Promise.race([value, late.promise]).finally(() => clearTimeout(timer));
}
