/** Lists in parts: `limit` at a time, and a cursor that no one but this file reads. Source: RFC 8288 for `Link`. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import type { ApiResponse, ApiRequest } from '#http/surface.ts';
import { readId } from '../kit.ts';
import type { Desk } from './operation.ts';
import type { Mistake } from './refusals.ts';

const MAX_PAGE = 100;
const ORDINARY_PAGE = 25;
/**
 * What a page holds at most, beyond its first item: a page may be shorter than was asked for, and the cursor leads on.
 */
const MAX_PAGE_BYTES = 1024 * 1024;

/** The query of every list. */
export const PAGE_QUERY = {
  limit: Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: ORDINARY_PAGE }),
  cursor: Type.String({ description: '`next_cursor` of the page before; also in its `Link` header.' }),
};

/** A list's answer as it is documented. */
export function pageOf(schema: TSchema): TSchema {
  return Type.Object({
    data: Type.Array(schema),
    next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page.' }),
  });
}

/** What a list is read by. */
export type List<Id extends number | string, Item> = {
  /** Reads a cursor's text as an id; null when it is none. */
  readonly readKey: (text: string) => Id | null;
  readonly keyOf: (item: Item) => Id;
  /** At most `limit` items beyond the id, in the list's order. */
  readonly read: (beyond: Id | null, limit: number) => Promise<readonly Item[]>;
  readonly write: (item: Item) => object;
};

/** The part that the query asks for. */
export async function page<Id extends number | string, Item>(
  { problems, publicUrl }: Pick<Desk, 'problems' | 'publicUrl'>,
  ask: Pick<ApiRequest, 'query' | 'url' | 'requestId'>,
  list: List<Id, Item>,
): Promise<ApiResponse> {
  const limit = readLimit(ask.query['limit']);
  const beyond = ask.query['cursor'] === undefined ? null : readCursor(ask.query['cursor'], list.readKey);
  const errors: Mistake[] = [
    ...(limit === null ? [{ parameter: 'limit', detail: `must be a number from 1 to ${MAX_PAGE}` }] : []),
    ...(beyond === undefined ? [{ parameter: 'cursor', detail: 'is not a cursor of this list' }] : []),
  ];
  if (limit === null || beyond === undefined) return problems('query_invalid', ask.requestId, { errors });
  const items = await list.read(beyond, limit + 1);
  const written = fitting(items.slice(0, limit), list.write);
  const last = items[written.length - 1];
  const next = last === undefined || items.length <= written.length ? null : writeCursor(list.keyOf(last));
  return {
    status: 200,
    // The items are JSON already: their length had to be known.
    body: `{"data":[${written.join(',')}],"next_cursor":${JSON.stringify(next)}}`,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(next === null ? {} : { link: `<${addressOf(publicUrl(), ask.url, next)}>; rel="next"` }),
    },
  };
}

/** The JSON of as many of the first items as fit in a page, one at least. */
function fitting<Item>(items: readonly Item[], write: (item: Item) => object): readonly string[] {
  const written: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const json = JSON.stringify(write(item));
    bytes += Buffer.byteLength(json);
    if (bytes > MAX_PAGE_BYTES && written.length > 0) break;
    written.push(json);
  }
  return written;
}

/** The list of items that are all in memory, by their rising ids. */
export function listed<Item extends { readonly id: number }>(
  items: Iterable<Item>,
  write: (item: Item) => object,
): List<number, Item> {
  return {
    readKey: readId,
    keyOf: (item) => item.id,
    read: async (beyond, limit) =>
      [...items]
        .filter((item) => item.id > (beyond ?? 0))
        .toSorted((a, b) => a.id - b.id)
        .slice(0, limit),
    write,
  };
}

function readLimit(limit: string | undefined): number | null {
  if (limit === undefined) return ORDINARY_PAGE;
  return /^[1-9]\d{0,2}$/.test(limit) && Number(limit) <= MAX_PAGE ? Number(limit) : null;
}

function writeCursor(id: number | string): string {
  return Buffer.from(String(id)).toString('base64url');
}

/** The id in a cursor; undefined when it is no cursor. What cannot be written back the same was not written here. */
function readCursor<Id extends number | string>(cursor: string, readKey: (text: string) => Id | null): Id | undefined {
  const key = readKey(Buffer.from(cursor, 'base64url').toString());
  return key === null || writeCursor(key) !== cursor ? undefined : key;
}

function addressOf(publicUrl: string, url: string, cursor: string): string {
  const next = new URL(url, 'http://localhost');
  next.searchParams.set('cursor', cursor);
  return publicUrl + next.pathname + next.search;
}
