/** Articles, asked of the server. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AnswerView,
  ArticleEdit,
  ArticlesView,
  ArticleView,
  ImportedView,
} from '#realtime/agent/articles-protocol.ts';
import { getJson, sendFile, sendJson } from '../../parts/request.ts';

/** The list, page by page: of all, or of those in which the text stands. */
export const articlesQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['articles', search],
    queryFn: async ({ pageParam }) => {
      const query = new URLSearchParams({
        ...(search === '' ? {} : { search }),
        ...(pageParam === null ? {} : { before: String(pageParam) }),
      });
      return getJson<ArticlesView>(`/app/articles.json?${query.toString()}`);
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });

/** Everything that was asked of articles; for what changes them. */
export const ALL_ARTICLES = { queryKey: ['articles'] } as const;

/** One of them. */
export const articleQuery = (id: string) =>
  queryOptions({
    queryKey: ['articles', 'one', id],
    queryFn: async () => getJson<ArticleView>(`/app/articles/${id}.json`),
  });

export async function createArticle(article: ArticleEdit): Promise<ArticleView> {
  return sendJson<ArticleView>('POST', '/app/articles.json', article);
}

export async function changeArticle(id: number, edit: Partial<ArticleEdit>): Promise<ArticleView> {
  return sendJson<ArticleView>('PATCH', `/app/articles/${id}.json`, edit);
}

export async function deleteArticle(id: number): Promise<void> {
  await sendJson<object>('DELETE', `/app/articles/${id}.json`);
}

/** What the voice agent would say. */
export async function askArticles(text: string): Promise<AnswerView> {
  return sendJson<AnswerView>('POST', '/app/articles/ask.json', { text });
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  markdown: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  htm: 'text/html',
};

/** Files that can be imported, as the browser's own choice of files takes them. */
export const IMPORTED_FILES = '.md,.markdown,.csv,.html,.htm';

/** Imports a file. Its kind is told by its name: browsers know no type of Markdown. */
export async function importArticles(file: File, isPublished: boolean): Promise<ImportedView> {
  const extension = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  const typed = new Blob([file], { type: MEDIA_TYPES[extension] ?? file.type });
  return sendFile<ImportedView>(`/app/articles/import?status=${isPublished ? 'published' : 'draft'}`, typed);
}
