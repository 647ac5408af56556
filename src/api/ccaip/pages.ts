/** Pages of lists as this vendor has them: an array, and headers that lead to the next one. */
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import type { ListAsk, PageWish, SortWish } from './read-list.ts';
import { LAST_PAGE, listAskOf, readPage, readSort } from './read-list.ts';
import { failure } from './refusals.ts';
import { errors } from './schema.ts';

/** A page of what `total` says there is. */
export function answerPage(
  { url }: Pick<ApiRequest, 'url'>,
  publicUrl: string,
  { page, perPage }: PageWish,
  total: number,
  body: readonly object[],
): ApiResponse {
  const hasNext = page * perPage < total && page < LAST_PAGE;
  const headers = {
    total: String(total),
    'per-page': String(perPage),
    ...(hasNext ? { link: `<${nextPage(publicUrl, url, page + 1)}>; rel="next"` } : {}),
  };
  return { status: 200, body, headers };
}

/** The same request for another page. */
function nextPage(publicUrl: string, url: string, page: number): string {
  const next = new URL(url, publicUrl);
  next.searchParams.set('page', String(page));
  return publicUrl + next.pathname + next.search;
}

/** What rows are sorted by: the name of a column, and its number or time in a row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => number>>;

/**
 * Answers a page of rows that are in memory, a workspace's structure: sorted as asked, rows that are alike by their
 * ids. By id unless asked.
 */
export function answerRows<Row extends { readonly id: number }>(
  ask: ApiRequest,
  publicUrl: string,
  rows: readonly Row[],
  columns: Columns<Row>,
  write: (row: Row) => object,
): ApiResponse {
  const list = listAskOf(ask);
  const wish = readPage(list);
  if (!wish.ok) return failure(400, wish.message);
  const sort = readSort(list, Object.keys(columns), { column: 'id', descending: false });
  if (!sort.ok) return failure(400, sort.message);
  const { page, perPage } = wish.value;
  const shown = sorted(rows, columns, sort.value).slice((page - 1) * perPage, page * perPage);
  return answerPage(ask, publicUrl, wish.value, rows.length, shown.map(write));
}

function sorted<Row extends { readonly id: number }>(
  rows: readonly Row[],
  columns: Columns<Row>,
  { column, descending }: SortWish<string>,
): readonly Row[] {
  const valueOf = columns[column] ?? (({ id }) => id);
  const ascending = rows.toSorted((a, b) => valueOf(a) - valueOf(b) || a.id - b.id);
  return descending ? ascending.toReversed() : ascending;
}

/** Whether the values name the row's; every row where none is named. */
export function isAmong<T>(wanted: readonly T[] | null, value: T): boolean {
  return wanted === null || wanted.includes(value);
}

/** Whether every value that may be repeated leaves the row. */
export function matches(ask: ListAsk, name: string, value: string | null): boolean {
  const wanted = ask.many(name);
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}

/** The query of every list, in the documents. */
export const PAGE_QUERY = {
  page: Type.Optional(
    Type.Integer({ minimum: 1, maximum: LAST_PAGE, default: 1, description: `The last one is ${LAST_PAGE}.` }),
  ),
  per: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 100 })),
  per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Another name of per.' })),
};

/** How lists are sorted, in the documents. */
export const sortQuery = (columns: readonly string[], column: string, direction: 'ASC' | 'DESC') => ({
  sort_column: Type.Optional(Type.Enum([...columns], { default: column })),
  sort_direction: Type.Optional(Type.Enum(['ASC', 'DESC'], { default: direction })),
});

/** Only these ids, in the documents. */
export const ID_QUERY = {
  'id[]': Type.Optional(Type.Array(Type.Integer(), { description: 'Only these; repeat it for each.' })),
};

/** From when until when, in the documents. */
export const spanQuery = (name: string) => ({
  [`${name}[from]`]: Type.Optional(Type.String({ description: 'ISO 8601; a date alone is its midnight in UTC.' })),
  [`${name}[to]`]: Type.Optional(Type.String({ description: 'ISO 8601, included.' })),
});

/** A list of the manager API. */
export function managerList(
  path: string,
  operationId: string,
  summary: string,
  spec: { readonly of: TSchema; readonly query: Parameters<typeof Type.Object>[0]; readonly description?: string },
  handle: Route['handle'],
): Route {
  const { of, query, description } = spec;
  return {
    method: 'GET',
    path: `/manager/api/v1${path}`,
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    schema: {
      querystring: Type.Object({ ...PAGE_QUERY, ...query }),
      response: { 200: Type.Array(of), ...errors(400) },
    },
    handle,
  };
}
