/** Reads the queries of lists, and writes the headers that lead on through their pages. */
import type { CallFilter, CallSort } from '#domain/ports/stores.ts';
import { readInstantOrDay } from '#http/instant.ts';
import type { ApiRequest } from '#http/surface.ts';
import { isBlank } from '../kit.ts';
import type { Read } from './read.ts';

const no = (message: string) => ({ ok: false, message }) as const;
const yes = <T>(value: T) => ({ ok: true, value }) as const;

/** Which page of a list is asked for. */
export type PageWish = { readonly page: number; readonly perPage: number };
/** In which order. */
export type SortWish<Column extends string> = { readonly column: Column; readonly descending: boolean };
/** From when until when, both included; null is no limit. */
export type Span = { readonly from: Date | null; readonly to: Date | null };

/** A list's query: the last value of each name, and all values of one that may be repeated. */
export type ListAsk = { readonly query: Readonly<Record<string, string>>; many(name: string): readonly string[] };

const MAX_PAGE = 100;
/** The last page that can be asked for. */
export const LAST_PAGE = 1_000_000;
const SORT_DIRECTIONS = ['ASC', 'DESC'];

/** The query of the request. */
export function listAskOf({ query, url }: Pick<ApiRequest, 'query' | 'url'>): ListAsk {
  const { searchParams } = new URL(url, 'http://any');
  return { query, many: (name) => searchParams.getAll(name).filter((value) => !isBlank(value)) };
}

/** `page` from 1; `per` up to 100 (more is 100), or `per_page`, its other name. */
export function readPage({ query }: ListAsk): Read<PageWish> {
  const page = positive(query['page'], 1);
  if (page === null || page > LAST_PAGE) return no('page is not well formed');
  const name = isBlank(query['per']) ? 'per_page' : 'per';
  const perPage = positive(query[name], MAX_PAGE);
  return perPage === null ? no(`${name} is not well formed`) : yes({ page, perPage: Math.min(perPage, MAX_PAGE) });
}

/** `sort_column`, one of the columns, and `sort_direction` (ASC or DESC, its case aside). */
export function readSort<Column extends string>(
  { query }: ListAsk,
  columns: readonly Column[],
  absent: SortWish<Column>,
): Read<SortWish<Column>> {
  const asked = query['sort_column'] ?? '';
  const column = isBlank(asked) ? absent.column : columns.find((each) => each === asked);
  if (column === undefined) return no('sort_column is not well formed');
  const direction = query['sort_direction'] ?? '';
  if (isBlank(direction)) return yes({ column, descending: absent.descending });
  if (!SORT_DIRECTIONS.includes(direction.toUpperCase())) return no('sort_direction is not well formed');
  return yes({ column, descending: direction.toUpperCase() === 'DESC' });
}

/** `name[from]` and `name[to]`; a day is its midnight in UTC. */
export function readSpan({ query }: ListAsk, name: string): Read<Span> {
  const from = readBorder(query, `${name}[from]`);
  if (!from.ok) return from;
  const to = readBorder(query, `${name}[to]`);
  return to.ok ? yes({ from: from.value, to: to.value }) : to;
}

function readBorder(query: ListAsk['query'], name: string): Read<Date | null> {
  const text = query[name] ?? '';
  if (isBlank(text)) return yes(null);
  const at = readInstantOrDay(text, 'query');
  return at === null ? no(`${name} is not well formed`) : yes(at);
}

/** Every `name` of the query, as positive integers; null where there is none, so that nothing is limited. */
export function readIds(ask: ListAsk, name: string): Read<readonly number[] | null> {
  const ids = ask.many(name).map((each) => positive(each, 0));
  if (ids.includes(null)) return no(`${name} is not well formed`);
  return yes(ids.length === 0 ? null : ids.filter((each) => each !== null));
}

/** Every `name` of the query, as truths. */
export function readFlags(ask: ListAsk, name: string): Read<readonly boolean[] | null> {
  const flags = ask.many(name);
  if (flags.some((each) => each !== 'true' && each !== 'false')) return no(`${name} is not well formed`);
  return yes(flags.length === 0 ? null : flags.map((each) => each === 'true'));
}

/** Which calls, in which order. */
export type ListQuery = PageWish & { readonly filter: CallFilter; readonly sort: CallSort };

/** What calls can be sorted by. Each has an index. */
const CALL_COLUMNS = { id: 'id', created_at: 'createdAt', updated_at: 'updatedAt' } as const satisfies Readonly<
  Record<string, CallSort['field']>
>;
/** The same, as they are asked for. */
export const CALL_SORTS = Object.keys(CALL_COLUMNS) as (keyof typeof CALL_COLUMNS)[]; // They are its keys.

/** Reads a list of calls: newest first, and all of them, unless asked. */
export function readListQuery(ask: ListAsk): Read<ListQuery> {
  const page = readPage(ask);
  if (!page.ok) return page;
  const updated = readSpan(ask, 'updated_at');
  if (!updated.ok) return updated;
  const sort = readSort(ask, CALL_SORTS, { column: 'created_at', descending: true });
  if (!sort.ok) return sort;
  const ids = readIds(ask, 'id[]');
  if (!ids.ok) return ids;
  const { from, to } = updated.value;
  const filter = {
    ...(ids.value === null ? {} : { ids: ids.value }),
    ...(from === null ? {} : { updatedFrom: from }),
    ...(to === null ? {} : { updatedTo: to }),
  };
  const { column, descending } = sort.value;
  return yes({ ...page.value, filter, sort: { field: CALL_COLUMNS[column], descending } });
}

function positive(value: string | undefined, absent: number): number | null {
  if (value === undefined || value === '') return absent;
  return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;
}
