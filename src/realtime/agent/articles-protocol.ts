/** What the console and the server say to each other about articles, under `/app/articles.json`. Plain types. */
import type { Article, ArticleDraft } from '#domain/directory/article.ts';
import type { FoundBy } from '#domain/ports/reasoner.ts';
import type { Next } from '#domain/voice-agent/dialogue.ts';

/** An article, with ISO times. */
export type ArticleView = Omit<Article, 'createdAt' | 'updatedAt'> & {
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** A part of the list, the newest first; `next` leads on, and is null on the last page. */
export type ArticlesView = { readonly articles: readonly ArticleView[]; readonly next: number | null };

/** What is written: whole for `POST /app/articles.json`, what changes for `PATCH /app/articles/{id}.json`. */
export type ArticleEdit = ArticleDraft;

/** What the voice agent would say: `POST /app/articles/ask.json`. */
export type AnswerView = {
  readonly says: readonly string[];
  readonly next: Next;
  readonly threshold: number;
  readonly by: FoundBy;
  /** The closest articles, best first. */
  readonly found: readonly { readonly articleId: number; readonly title: string; readonly score: number }[];
};

/** What an import made: `PUT /app/articles/import`. What is wrong is told with a row and a field as pointer. */
export type ImportedView = { readonly count: number };
