/** Articles: what the voice agent answers from. */
import { Type } from 'typebox';
import type { Article, ArticleDraft, ArticleFilter, ArticleStatus } from '#domain/directory/article.ts';
import { ARTICLE_STATUSES, MAX_ARTICLES, MAX_IMPORT_BYTES, MAX_IMPORTED } from '#domain/directory/article.ts';
import { isLanguageCode, LANGUAGE_CODE } from '#domain/directory/language.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import type { ReadImport } from '../articles/read-import.ts';
import { ARTICLE_MEDIA_TYPES, importRefused, readArticles } from '../articles/read-import.ts';
import { camel } from '../camel.ts';
import { readId } from '../kit.ts';
import type { TriedAnswer } from '../articles/try-answer.ts';
import { tryAnswer } from '../articles/try-answer.ts';
import {
  ARTICLE_FILTER,
  ArticleAnswer,
  ArticleChange,
  ArticleObject,
  ArticleQuestion,
  ImportedArticles,
  NewArticle,
} from './article-schema.ts';
import { FIND } from './contact-schema.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { administered, deleted, DELETED, operation } from './operation.ts';
import { FIND_DETAIL, readFind } from './read.ts';
import type { Mistake } from './refusals.ts';
import { writeTime } from './write.ts';

const tag = 'Articles';

/** What an article is when nothing is said. */
const ORDINARY = { phrasings: [], lang: 'en', status: 'draft', handsOver: false } as const;

/** The routes of articles. */
export function articleRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), askRoute(desk), ...changeRoutes(desk), importRoute(desk)];
}

function readRoutes(desk: Desk): Route[] {
  const { articles, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/articles',
      operationId: 'listArticles',
      summary: 'List articles, newest first',
      description: '`search` finds a part of the title, of a phrasing or of the body.',
      tag,
      query: { ...PAGE_QUERY, search: FIND, ...ARTICLE_FILTER },
      answers: { 200: pageOf(ArticleObject) },
      handle: async (ask) => {
        const { filter, errors } = readFilter(ask.query);
        if (errors.length > 0) return problems('query_invalid', ask.requestId, { errors });
        return page(desk, ask, {
          readKey: readId,
          keyOf: (article: Article) => article.id,
          read: async (beyond, limit) => articles.list(ask.workspaceId, filter, { beyond, limit }),
          write: writeArticle,
        });
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/articles/:id',
      operationId: 'showArticle',
      summary: 'Get an article',
      tag,
      answers: { 200: ArticleObject },
      handle: async (ask) => {
        const article = await articles.find(ask.workspaceId, ask.id);
        return article === null ? problems('not_found', ask.requestId) : { status: 200, body: writeArticle(article) };
      },
    }),
  ];
}

function askRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'POST',
    path: '/v1/articles/ask',
    operationId: 'askArticles',
    summary: 'Ask what the voice agent would say',
    description: 'As the first thing that a caller says. Nothing is stored.',
    tag,
    body: ArticleQuestion,
    answers: { 200: ArticleAnswer },
    handle: async ({ body: { text, lang = ORDINARY.lang }, workspaceId }) => ({
      status: 200,
      body: writeAnswer(await tryAnswer(desk.reasoner, { workspaceId, text, lang })),
    }),
  });
}

function changeRoutes(desk: Desk): Route[] {
  const { articles } = desk;
  return [
    operation(desk, {
      method: 'POST',
      path: '/v1/articles',
      operationId: 'createArticle',
      summary: 'Create an article',
      description: `A workspace may have ${MAX_ARTICLES}.`,
      tag,
      body: NewArticle,
      answers: { 201: ArticleObject },
      handle: async (ask) => {
        const draft: ArticleDraft = { ...ORDINARY, ...camel(ask.body) };
        return administered(desk, ask, await articles.create(ask.workspaceId, draft), writeArticle, 201);
      },
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/articles/:id',
      operationId: 'updateArticle',
      summary: 'Change an article',
      description: '`phrasings` take the place of those before.',
      tag,
      body: ArticleChange,
      answers: { 200: ArticleObject },
      refusals: [409],
      handle: async (ask) =>
        administered(desk, ask, await articles.change(ask.workspaceId, ask.id, camel(ask.body)), writeArticle),
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/articles/:id',
      operationId: 'deleteArticle',
      summary: 'Delete an article',
      tag,
      answers: DELETED,
      handle: async (ask) => deleted(desk, ask, await articles.remove(ask.workspaceId, ask.id)),
    }),
  ];
}

const IMPORT_QUERY = {
  lang: Type.String({ pattern: LANGUAGE_CODE, default: 'en', description: 'Of articles whose file does not say.' }),
  status: Type.Enum([...ARTICLE_STATUSES], { default: 'draft', description: 'The same.' }),
};

function importRoute(desk: Desk): Route {
  return {
    ...operation(desk, {
      method: 'POST',
      path: '/v1/articles/import',
      operationId: 'importArticles',
      summary: 'Import articles from a file',
      description:
        `The body is the file, UTF-8, ${MAX_IMPORT_BYTES / 1024 / 1024} MiB and ${MAX_IMPORTED} articles at most. ` +
        'In Markdown and HTML each heading of the first level begins an article, and the list below a heading “Phrasings” ' +
        'holds those. The first row of CSV names the columns: `title` and `body`, and where they are wanted `phrasings` ' +
        '(between `|`), `lang`, `status` and `hands_over`. All articles are imported, or none: `errors` then points at the row ' +
        '(of CSV with the header as row 1) and the field.',
      tag,
      query: IMPORT_QUERY,
      answers: { 201: ImportedArticles },
      refusals: [413, 415],
      handle: async (ask) => {
        const { filter, errors } = readFilter(ask.query);
        if (errors.length > 0) return desk.problems('query_invalid', ask.requestId, { errors });
        return importFile(desk, ask, filter);
      },
    }),
    upload: { mediaTypes: ARTICLE_MEDIA_TYPES, largest: MAX_IMPORT_BYTES },
  };
}

async function importFile(
  { articles, problems }: Desk,
  {
    body,
    headers,
    requestId,
    workspaceId,
  }: Pick<ApiRequest, 'body' | 'headers' | 'requestId'> & { workspaceId: number },
  { lang, status }: Pick<ArticleFilter, 'lang' | 'status'>,
): Promise<ApiResponse> {
  const [named = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const mediaType = ARTICLE_MEDIA_TYPES.find((each) => each === named.trim());
  if (!(body instanceof Uint8Array) || mediaType === undefined) return problems('unsupported_media_type', requestId);
  const wrong = ({ detail, faults }: Extract<ReadImport, { ok: false }>): ApiResponse =>
    problems('import_invalid', requestId, {
      detail,
      errors: faults.map((fault) => ({ pointer: `/${fault.row}/${fault.field}`, detail: fault.detail })),
    });
  const read = readArticles(body, mediaType, { lang: lang ?? ORDINARY.lang, status: status ?? ORDINARY.status });
  if (!read.ok) return wrong(read);
  const made = await articles.createAll(workspaceId, read.drafts);
  if (!made.ok) return wrong(importRefused(made.refusal, read.rows));
  return { status: 201, body: { count: made.value.length, ids: made.value } };
}

function readFilter(query: Readonly<Record<string, string>>): {
  readonly filter: ArticleFilter;
  readonly errors: readonly Mistake[];
} {
  const search = readFind(query['search']);
  const { lang = null, status = null } = query;
  const known: ArticleStatus | undefined = ARTICLE_STATUSES.find((each) => each === status);
  const errors = [
    ...(search === undefined ? [{ parameter: 'search', detail: FIND_DETAIL }] : []),
    ...(lang !== null && !isLanguageCode(lang) ? [{ parameter: 'lang', detail: 'is not a language code' }] : []),
    ...(status !== null && known === undefined
      ? [{ parameter: 'status', detail: `is one of ${ARTICLE_STATUSES.join(', ')}` }]
      : []),
  ];
  return { filter: { search: search ?? null, lang, status: known ?? null }, errors };
}

function writeAnswer({ says, next, threshold, by, found }: TriedAnswer): object {
  return {
    says,
    next,
    threshold,
    found_by: by,
    found: found.map(({ articleId, title, score }) => ({ article_id: articleId, title, score })),
  };
}

/** An article. */
export function writeArticle({ handsOver, createdAt, updatedAt, ...article }: Article): object {
  const { id, title, body, phrasings, lang, status } = article;
  return {
    id,
    title,
    body,
    phrasings,
    lang,
    status,
    hands_over: handsOver,
    created_at: writeTime(createdAt),
    updated_at: writeTime(updatedAt),
  };
}
