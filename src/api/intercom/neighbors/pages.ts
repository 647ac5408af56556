/** Pages that continue behind the last item. Source: the vendor's OpenAPI, `cursor_pages`, `starting_after_paging`. */
import { Type } from 'typebox';
import type { SearchPlace } from '#domain/ports/contact-search.ts';
import { fieldsOf } from '../../kit.ts';
import type { Read } from '../read.ts';

/** Which page is asked for. `number`: from 1 on, as the cursor counts it. */
export type Paging = { readonly perPage: number; readonly beyond: SearchPlace | null; readonly number: number };

/** The most items of a page. */
const MAX_A_PAGE = 150;

/** The pages of an answer. */
export const Pages = Type.Object(
  {
    type: Type.Literal('pages'),
    page: Type.Integer({ minimum: 1 }),
    per_page: Type.Integer({ minimum: 1, maximum: MAX_A_PAGE }),
    total_pages: Type.Integer({ minimum: 0 }),
    next: Type.Optional(
      Type.Object(
        { page: Type.Integer(), per_page: Type.Integer(), starting_after: Type.String() },
        { additionalProperties: false, description: 'Absent on the last page.' },
      ),
    ),
  },
  { additionalProperties: false },
);

/** The query of a list. */
export const PagingQuery = Type.Object({
  per_page: Type.Optional(
    Type.Integer({ minimum: 1, description: `More than ${MAX_A_PAGE} counts as ${MAX_A_PAGE}.` }),
  ),
  starting_after: Type.Optional(Type.String({ description: '`pages.next.starting_after` of the page before.' })),
});

/** The `pagination` of a search. */
export const Pagination = Type.Optional(Type.Union([PagingQuery, Type.Null()]));

/** Reads where a list continues and how many are wanted: from `pagination`, else from the query of the address. */
export function readPaging(
  pagination: unknown,
  query: Readonly<Record<string, string>>,
  ordinary: number,
): Read<Paging> {
  const asked = fieldsOf(pagination);
  const perPage = asked['per_page'] ?? query['per_page'] ?? ordinary;
  const cursor = asked['starting_after'] ?? query['starting_after'] ?? null;
  const count = typeof perPage === 'string' && /^\d{1,15}$/.test(perPage) ? Number(perPage) : perPage;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) {
    const message = 'per_page must be a whole number of 1 or more';
    return { ok: false, wrong: { code: 'parameter_invalid', message, field: 'per_page' } };
  }
  const size = Math.min(count, MAX_A_PAGE);
  if (cursor === null || cursor === '') return { ok: true, value: { perPage: size, beyond: null, number: 1 } };
  const read = readCursor(cursor);
  return read === null ? INVALID_CURSOR : { ok: true, value: { perPage: size, ...read } };
}

/** Source: the vendor's reference of version 2.4, "List all contacts". */
const INVALID_CURSOR = {
  ok: false,
  wrong: {
    code: 'client_error',
    message: 'Invalid starting_after param. Please try again using a starting_after value from a paginated response',
  },
} as const;

/** `found`: one more than the page has, where there is one. */
export function writePages(
  { perPage, number }: Paging,
  total: number,
  found: readonly SearchPlace[],
): Record<string, unknown> {
  const last = found[perPage - 1];
  return {
    type: 'pages',
    page: number,
    ...(last === undefined || found.length <= perPage
      ? {}
      : { next: { page: number + 1, per_page: perPage, starting_after: writeCursor(last, number + 1) } }),
    per_page: perPage,
    total_pages: Math.ceil(total / perPage),
  };
}

function writeCursor({ place, id }: SearchPlace, page: number): string {
  return Buffer.from(JSON.stringify([place, id, page])).toString('base64url');
}

function readCursor(cursor: unknown): Omit<Paging, 'perPage'> | null {
  if (typeof cursor !== 'string' || cursor.length > 100) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, place, id, page] = /^\[(-?\d{1,16}),([1-9]\d{0,14}),([1-9]\d{0,8})\]$/.exec(text) ?? [];
  if (place === undefined || !Number.isSafeInteger(Number(place))) return null;
  return { beyond: { place: Number(place), id: Number(id) }, number: Number(page) };
}
