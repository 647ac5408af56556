/**
 * Articles: what the workspace's voice agent may answer from. The title and the phrasings are what a question is held
 * against; the body, in Markdown, is what is said.
 */
import type { Administered } from './administration.ts';
import { isLanguageCode } from './language.ts';

/** What a workspace may have: a question is held against all that are published. */
export const MAX_ARTICLES = 500;
/** What one file may bring, and how large it may be: bytes. */
export const MAX_IMPORTED = 200;
export const MAX_IMPORT_BYTES = 1024 * 1024;
/** The longest texts, in characters, and the most phrasings. */
export const ARTICLE_LENGTHS = { title: 200, body: 20_000, phrasing: 200, phrasings: 20 } as const;

/** Only what is `published` is answered from. */
export const ARTICLE_STATUSES = ['draft', 'published'] as const;
export type ArticleStatus = (typeof ARTICLE_STATUSES)[number];

/** An article. */
export type Article = {
  readonly id: number;
  /** Unique in the workspace and the language, in any case of letters. */
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** How callers ask for it, one sentence each. */
  readonly phrasings: readonly string[];
  /** ISO 639-1: who speaks another language is not answered with it. */
  readonly lang: string;
  readonly status: ArticleStatus;
  /** Once it has been said, the caller is connected with a person: the end of a procedure. */
  readonly handsOver: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** An article as it is written. */
export type ArticleDraft = Omit<Article, 'id' | 'createdAt' | 'updatedAt'>;

/** What is wrong with a field of a draft, in words that follow its name. */
export type ArticleFault = { readonly field: keyof ArticleDraft; readonly detail: string };

/** Which articles are listed; null is any. */
export type ArticleFilter = {
  /** A part of the title, a phrasing or the body. */
  readonly search: string | null;
  readonly status: ArticleStatus | null;
  readonly lang: string | null;
};

/** What refuses an import: a draft whose title is taken, by its place among the drafts. */
export type ImportRefusal =
  | { readonly code: 'articles_full' }
  | { readonly code: 'titles_taken'; readonly places: readonly number[] };

/** The articles of workspaces, as people and programs change them. */
export type ArticleStore = {
  /** The newest first; `beyond`: the id where the last part ended. */
  list(
    workspaceId: number,
    filter: ArticleFilter,
    slice: { readonly beyond: number | null; readonly limit: number },
  ): Promise<readonly Article[]>;
  find(workspaceId: number, id: number): Promise<Article | null>;
  /** Refused: a title that another one has in the language, more than `MAX_ARTICLES`. */
  create(workspaceId: number, draft: ArticleDraft): Promise<Administered<Article>>;
  change(workspaceId: number, id: number, change: Partial<ArticleDraft>): Promise<Administered<Article>>;
  /** False: there was none. */
  remove(workspaceId: number, id: number): Promise<boolean>;
  /** All of them, or none. */
  createAll(
    workspaceId: number,
    drafts: readonly ArticleDraft[],
  ): Promise<
    { readonly ok: true; readonly value: readonly number[] } | { readonly ok: false; readonly refusal: ImportRefusal }
  >;
};

/** What is wrong with a draft, in the order of its fields; empty when nothing is. */
export function articleFaults({ title, body, phrasings, lang }: ArticleDraft): readonly ArticleFault[] {
  const { title: longestTitle, body: longestBody, phrasing: longest, phrasings: most } = ARTICLE_LENGTHS;
  return [
    ...(title.trim() === '' ? [{ field: 'title', detail: 'is missing' } as const] : []),
    ...(title.length > longestTitle ? [tooLong('title', longestTitle)] : []),
    ...(body.trim() === '' ? [{ field: 'body', detail: 'is missing' } as const] : []),
    ...(body.length > longestBody ? [tooLong('body', longestBody)] : []),
    ...(phrasings.length > most ? [{ field: 'phrasings', detail: `are more than ${most}` } as const] : []),
    ...(phrasings.some((each) => each.trim() === '')
      ? [{ field: 'phrasings', detail: 'has an empty one' } as const]
      : []),
    ...(phrasings.some((each) => each.length > longest) ? [tooLong('phrasings', longest)] : []),
    ...(isLanguageCode(lang) ? [] : [{ field: 'lang', detail: 'is not a language code' } as const]),
  ];
}

function tooLong(field: ArticleFault['field'], most: number): ArticleFault {
  return { field, detail: `may have ${most} characters${field === 'phrasings' ? ' each' : ''}` };
}

/** An article as questions are held against it. */
export type KnownArticle = Pick<Article, 'id' | 'title' | 'body' | 'phrasings' | 'lang' | 'handsOver'> & {
  /** What the title and each phrasing mean, one after the other, `MEANING_BYTES` each; null: not worked out yet. */
  readonly meaning: Uint8Array | null;
};

/** The bytes of one sentence's meaning: signed numbers of eight bits, compared by their cosine. */
export const MEANING_BYTES = 512;

/** An article whose meaning has to be worked out: of the title and each phrasing. */
export type UnknownMeaning = {
  readonly id: number;
  readonly workspaceId: number;
  readonly revision: number;
  readonly sentences: readonly string[];
};

/** What articles mean, as it is kept with them. */
export type MeaningStore = {
  /** All that are published, in the order of their ids. */
  published(workspaceId: number): Promise<readonly KnownArticle[]>;
  /** At most `limit` whose meaning is not worked out and whose language the encoder knows. */
  withoutMeaning(limit: number): Promise<readonly UnknownMeaning[]>;
  /** False: the article has changed since, or is gone, and nothing was stored. */
  putMeaning(of: Pick<UnknownMeaning, 'id' | 'revision'>, meaning: Uint8Array): Promise<boolean>;
};
