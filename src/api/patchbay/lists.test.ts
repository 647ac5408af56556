import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiResponse } from '#http/surface.ts';
import { readId } from '../kit.ts';
import { listed, page } from './lists.ts';
import { createProblems } from './refusals.ts';

type Item = { readonly id: number; readonly text: string };

const desk = {
  publicUrl: () => 'https://voice.example.com',
  problems: createProblems(() => 'https://voice.example.com'),
};
const items = (count: number, text = 'x'): Item[] => Array.from({ length: count }, (_, at) => ({ id: at + 1, text }));
const same = (item: Item): Item => item;

async function read(all: readonly Item[], query: Readonly<Record<string, string>>): Promise<ApiResponse> {
  const url = `/v1/things?${new URLSearchParams(query).toString()}`;
  return page(desk, { query, url, requestId: '01890000-0000-7000-8000-0000000000aa' }, listed(all, same));
}

type Page = { readonly data: readonly Item[]; readonly next_cursor: string | null };
const bodyOf = ({ body }: ApiResponse): Page => JSON.parse(String(body)) as Page;
const idsOf = (answer: ApiResponse): number[] => bodyOf(answer).data.map(({ id }) => id);

for (const [count, query, length, goesOn] of [
  [0, {}, 0, false],
  [25, {}, 25, false],
  [26, {}, 25, true],
  [101, { limit: '100' }, 100, true],
  [100, { limit: '100' }, 100, false],
  [2, { limit: '1' }, 1, true],
] as const)
  test(`of ${count} items, ${JSON.stringify(query)} shows ${length}${goesOn ? ', and where to go on' : ''}`, async () => {
    const answer = await read(items(count), query);
    assert.equal(answer.status, 200);
    assert.equal(idsOf(answer).length, length);
    assert.equal(bodyOf(answer).next_cursor !== null, goesOn);
    assert.equal(answer.headers?.['link'] !== undefined, goesOn);
  });

for (const limit of ['0', '101', '-1', '1.5', '010', '1e1', ' 5', '', 'all'])
  test(`a limit of ${JSON.stringify(limit)} is refused`, async () => {
    const { status, body } = await read(items(3), { limit });
    assert.equal(status, 400);
    assert.partialDeepStrictEqual(body, { code: 'query_invalid', errors: [{ parameter: 'limit' }] });
  });

const cursorOf = (text: string): string => Buffer.from(text).toString('base64url');

for (const [what, cursor] of [
  ['nothing', ''],
  ['words', 'next'],
  ['an id that is none', cursorOf('0')],
  ['another key', cursorOf('abc')],
  ['an id with a leading zero', cursorOf('01')],
  ['a cursor with padding', `${cursorOf('1')}==`],
  ['a cursor with something behind it', `${cursorOf('12')} `],
] as const)
  test(`${what} is no cursor`, async () => {
    const { status, body } = await read(items(3), { cursor });
    assert.equal(status, 400);
    assert.partialDeepStrictEqual(body, { errors: [{ parameter: 'cursor' }] });
  });

test('both parameters are named when both are wrong', async () => {
  const { body } = await read(items(3), { limit: 'x', cursor: 'y' });
  assert.partialDeepStrictEqual(body, { errors: [{ parameter: 'limit' }, { parameter: 'cursor' }] });
});

test('the cursor and the link lead through all items once, whatever order they were in', async () => {
  const all = items(7).toReversed();
  const seen: number[] = [];
  let cursor: string | null = null;
  do {
    const answer = await read(all, { limit: '3', ...(cursor === null ? {} : { cursor }) });
    seen.push(...idsOf(answer));
    cursor = bodyOf(answer).next_cursor;
    const link = /^<(?<address>.+)>; rel="next"$/.exec(answer.headers?.['link'] ?? '')?.groups?.['address'];
    assert.equal(link === undefined ? null : new URL(link).searchParams.get('cursor'), cursor);
  } while (cursor !== null);
  assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7]);
});

test('the link is the address that was asked for, on the server as clients reach it', async () => {
  const answer = await read(items(2), { limit: '1', search: 'a&b' });
  const link = new URL(/<(.+)>/.exec(answer.headers?.['link'] ?? '')?.[1] ?? '');
  assert.equal(link.origin + link.pathname, 'https://voice.example.com/v1/things');
  assert.deepEqual(Object.fromEntries(link.searchParams), { limit: '1', search: 'a&b', cursor: cursorOf('1') });
});

test('a page ends before 1 MiB, with one item at least, and the cursor leads on', async () => {
  const half = 'x'.repeat(600_000);
  const answer = await read(items(3, half), { limit: '3' });
  assert.deepEqual(idsOf(answer), [1]);
  const rest = await read(items(3, half), { limit: '3', cursor: bodyOf(answer).next_cursor ?? '' });
  assert.deepEqual(idsOf(rest), [2]);
  assert.deepEqual(idsOf(await read(items(2, 'x'.repeat(1_200_000)), {})), [1], 'one that is too large alone');
  // Bytes count, not characters: these are three each.
  assert.deepEqual(idsOf(await read(items(3, '€'.repeat(200_000)), {})), [1]);
});

test('one more than the page is read, and nothing beyond it', async () => {
  const asked: (number | null)[] = [];
  const list = {
    readKey: readId,
    keyOf: (item: Item) => item.id,
    read: async (beyond: number | null, limit: number) => {
      asked.push(beyond, limit);
      return items(limit);
    },
    write: same,
  };
  const query = { limit: '10', cursor: cursorOf('40') };
  await page(desk, { query, url: '/v1/things', requestId: 'r' }, list);
  assert.deepEqual(asked, [40, 11]);
});
