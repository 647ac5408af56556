/** Articles, for administrators at the console: `/app/articles.json` and what lies below. Stored as `/v1` does. */
import type { FastifyInstance } from 'fastify';
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import type { Administered } from '#domain/directory/administration.ts';
import type { Article, ArticleDraft, ArticleStore } from '#domain/directory/article.ts';
import { ARTICLE_STATUSES, articleFaults, MAX_ARTICLES, MAX_IMPORT_BYTES } from '#domain/directory/article.ts';
import { isLanguageCode } from '#domain/directory/language.ts';
import type { Role } from '#domain/identity/session.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import { MAX_QUESTION } from '#domain/ports/reasoner.ts';
import type { ReadImport } from '#api/articles/read-import.ts';
import { ARTICLE_MEDIA_TYPES, importRefused, readArticles } from '#api/articles/read-import.ts';
import { tryAnswer } from '#api/articles/try-answer.ts';
import { fieldsOf, readId } from '#api/kit.ts';
import { uploadOptions } from '#http/parsers.ts';
import type { AnswerView, ArticlesView, ArticleView, ImportedView } from './articles-protocol.ts';
import type { FieldErrors, PageAnswer, PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';

export type ArticlesApiParts = PageRouteParts & {
  readonly articles: ArticleStore;
  readonly reasoner: Pick<Reasoner, 'find'>;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  unknown: [404, 'There is no such article.'],
  malformed: [400, 'Something in this request is not as it should be.'],
  articles_full: [409, `A workspace may have ${MAX_ARTICLES} articles.`],
  unsupported: [415, 'The file is neither Markdown, CSV nor HTML.'],
} as const;
type Answer = PageAnswer<keyof typeof FAULTS>;

/** Articles of one answer. */
const PAGE = 25;

/** Adds the routes. */
export function addArticlesApi(server: FastifyInstance, parts: ArticlesApiParts): void {
  const { articles, reasoner } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/articles.json', async ({ workspaceId }, { query }) => {
    const { search, status, before } = fieldsOf(query);
    const text = typeof search === 'string' ? search.trim() : '';
    const filter = {
      search: text.length >= FIND_LENGTHS.min && text.isWellFormed() ? text.slice(0, FIND_LENGTHS.max) : null,
      status: ARTICLE_STATUSES.find((each) => each === status) ?? null,
      lang: null,
    };
    const beyond = typeof before === 'string' ? readId(before) : null;
    const found = await articles.list(workspaceId, filter, { beyond, limit: PAGE + 1 });
    const next = found.length > PAGE ? (found[PAGE - 1]?.id ?? null) : null;
    return { articles: found.slice(0, PAGE).map(viewOf), next } satisfies ArticlesView;
  });
  serve('read', 'GET', '/app/articles/:id.json', async ({ workspaceId }, _request, id) => {
    const article = await articles.find(workspaceId, id);
    return article === null ? 'unknown' : viewOf(article);
  });
  serve('read', 'POST', '/app/articles/ask.json', async ({ workspaceId }, { body }) => {
    const { text, lang = 'en' } = fieldsOf(body);
    if (typeof lang !== 'string' || !isLanguageCode(lang)) return 'malformed';
    if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_QUESTION)
      return { errors: [{ pointer: '/text', detail: `has 1 to ${MAX_QUESTION} characters` }] };
    const answer = await tryAnswer(reasoner, { workspaceId, text, lang });
    const found = answer.found.map(({ articleId, title, score }) => ({ articleId, title, score }));
    return { ...answer, found } satisfies AnswerView;
  });

  serve('change', 'POST', '/app/articles.json', async ({ workspaceId }, { body }) => {
    const draft = readDraft(body, ORDINARY);
    if (draft === null) return 'malformed';
    const errors = faultsOf(draft);
    return errors.length > 0 ? { errors } : told(await articles.create(workspaceId, draft));
  });
  serve('change', 'PATCH', '/app/articles/:id.json', async ({ workspaceId }, { body }, id) => {
    const before = await articles.find(workspaceId, id);
    if (before === null) return 'unknown';
    const draft = readDraft(body, before);
    if (draft === null) return 'malformed';
    const errors = faultsOf(draft);
    if (errors.length > 0) return { errors };
    const changed = Object.entries(draft).filter(([name]) => Object.hasOwn(fieldsOf(body), name));
    return told(await articles.change(workspaceId, id, Object.fromEntries(changed)));
  });
  serve('change', 'DELETE', '/app/articles/:id.json', async ({ workspaceId }, _request, id) =>
    (await articles.remove(workspaceId, id)) ? {} : 'unknown',
  );
  const upload = { mediaTypes: ARTICLE_MEDIA_TYPES, largest: MAX_IMPORT_BYTES };
  const bring = async (
    workspaceId: number,
    body: unknown,
    type: string | undefined,
    query: unknown,
  ): Promise<Answer> => {
    const mediaType = ARTICLE_MEDIA_TYPES.find((each) => each === (type ?? '').split(';')[0]?.trim().toLowerCase());
    const { status } = fieldsOf(query);
    if (!(body instanceof Uint8Array) || mediaType === undefined) return 'unsupported';
    const read = readArticles(body, mediaType, { lang: 'en', status: status === 'published' ? status : 'draft' });
    if (!read.ok) return wrongRows(read);
    const made = await articles.createAll(workspaceId, read.drafts);
    return made.ok
      ? ({ count: made.value.length } satisfies ImportedView)
      : wrongRows(importRefused(made.refusal, read.rows));
  };
  serve(
    'change',
    'PUT',
    '/app/articles/import',
    async ({ workspaceId }, { body, headers, query }) => bring(workspaceId, body, headers['content-type'], query),
    { ...uploadOptions(upload), config: { upload } },
  );
}

const ORDINARY: ArticleDraft = { title: '', body: '', phrasings: [], lang: 'en', status: 'draft', handsOver: false };

/** The draft that the body makes of this one; null where a field is of another kind. */
function readDraft(body: unknown, before: ArticleDraft): ArticleDraft | null {
  const fields = fieldsOf(body);
  const { title = before.title, body: text = before.body, phrasings = before.phrasings } = fields;
  const { lang = before.lang, status = before.status, handsOver = before.handsOver } = fields;
  const known = ARTICLE_STATUSES.find((each) => each === status);
  if (typeof title !== 'string' || typeof text !== 'string' || typeof lang !== 'string') return null;
  if (!Array.isArray(phrasings) || !phrasings.every((each) => typeof each === 'string')) return null;
  if (known === undefined || typeof handsOver !== 'boolean') return null;
  return { title: title.trim(), body: text, phrasings, lang, status: known, handsOver };
}

function faultsOf(draft: ArticleDraft): FieldErrors {
  return articleFaults(draft).map(({ field, detail }) => ({ pointer: `/${field}`, detail }));
}

/** What was stored, or why not. */
function told(stored: Administered<Article>): Answer {
  if (stored.ok) return viewOf(stored.value);
  switch (stored.refusal.code) {
    case 'taken':
      return { errors: [{ pointer: '/title', detail: 'is the title of another article already' }] };
    case 'articles_full':
      return 'articles_full';
    default:
      return 'unknown';
  }
}

/** What is wrong with a file: with its rows, or as a whole. */
function wrongRows({ detail, faults }: Extract<ReadImport, { ok: false }>): Answer {
  if (faults.length === 0) return { errors: [{ pointer: '/file', detail }] };
  return { errors: faults.map(({ row, field, detail: what }) => ({ pointer: `/${row}/${field}`, detail: what })) };
}

function viewOf({ createdAt, updatedAt, ...article }: Article): ArticleView {
  return { ...article, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
