import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_ARTICLES } from '#domain/voice-agent/demo-articles.ts';
import { MAX_ARTICLES, MAX_IMPORT_BYTES } from '#domain/directory/article.ts';
import type { Got } from '../../../test/support/patchbay.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay();

type Told = { readonly id: number; readonly title: string; readonly status: string };
type Listed = { readonly data: readonly Told[]; readonly next_cursor: string | null };
const list = async (query = ''): Promise<Listed> => {
  const got = await patchbay.send(`/v1/articles${query}`);
  assert.equal(got.status, 200, got.text);
  return got.json as Listed;
};
const titles = async (query: string): Promise<string[]> => (await list(query)).data.map(({ title }) => title);
const post = async (body: object): Promise<Got> => patchbay.send('/v1/articles', { body });
const bring = async (raw: string, mediaType: string, query = ''): Promise<Got> =>
  patchbay.send(`/v1/articles/import${query}`, { method: 'POST', raw, headers: { 'content-type': mediaType } });
const codeOf = ({ json }: Got): string => (json as { code: string }).code;
const errorsOf = ({ json }: Got) => (json as { errors?: { pointer?: string; detail: string }[] }).errors ?? [];

test('the demo has twenty, listed from the newest on, in pages', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Listed = await list(`?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.data.map(({ title }) => title));
    cursor = page.next_cursor;
  }
  assert.equal(DEMO_ARTICLES.length, 20);
  assert.deepEqual(seen, DEMO_ARTICLES.map(({ title }) => title).toReversed());
});

test('an article is made as a draft, read, changed, published and deleted', async () => {
  const made = await post({ title: 'Gift cards', body: 'We have **none**.', phrasings: ['Do you sell vouchers?'] });
  assert.equal(made.status, 201, made.text);
  const { id, created_at: createdAt, updated_at: updatedAt, ...rest } = made.json as Record<string, unknown>;
  assert.deepEqual(rest, {
    title: 'Gift cards',
    body: 'We have **none**.',
    phrasings: ['Do you sell vouchers?'],
    lang: 'en',
    status: 'draft',
    hands_over: false,
  });
  assert.equal(createdAt, updatedAt);
  assert.deepEqual((await patchbay.send(`/v1/articles/${String(id)}`)).json, made.json);
  const changed = await patchbay.send(`/v1/articles/${String(id)}`, {
    method: 'PATCH',
    body: { status: 'published', hands_over: true, phrasings: [] },
  });
  assert.equal(changed.status, 200, changed.text);
  const { status, hands_over: handsOver, phrasings, title } = changed.json as Record<string, unknown>;
  assert.deepEqual([status, handsOver, phrasings, title], ['published', true, [], 'Gift cards']);
  for (const expected of [204, 404])
    assert.equal((await patchbay.send(`/v1/articles/${String(id)}`, { method: 'DELETE' })).status, expected);
  assert.equal((await patchbay.send(`/v1/articles/${String(id)}`)).status, 404);
});

test('a search finds parts of titles, phrasings and bodies; status and language narrow the list', async () => {
  assert.deepEqual(await titles('?search=MISTAKE%20on'), ['There is a mistake on my invoice']);
  assert.deepEqual(await titles('?search=charged%20twice'), ['There is a mistake on my invoice']);
  assert.deepEqual(await titles('?search=nine-volt'), ['The lock does not open']);
  assert.deepEqual(await titles('?search=100%25'), []);
  const made = await post({ title: 'Retours', body: '100% remboursé', lang: 'fr' });
  assert.deepEqual(await titles('?search=100%25'), ['Retours']);
  assert.deepEqual(await titles('?lang=fr'), ['Retours']);
  assert.deepEqual(await titles('?status=draft'), ['Retours']);
  await patchbay.send(`/v1/articles/${(made.json as Told).id}`, { method: 'DELETE' });
});

type Answer = {
  says: string[];
  next: string;
  threshold: number;
  found_by: string;
  found: { title: string; score: number }[];
};
const ask = async (text: string, lang = 'en'): Promise<Answer> => {
  const got = await patchbay.send('/v1/articles/ask', { body: { text, lang } });
  assert.equal(got.status, 200, got.text);
  return got.json as Answer;
};

test('what the voice agent would say is asked, with the closest articles, and nothing is said below the threshold', async () => {
  const answer = await ask('How do I replace the batteries?');
  assert.deepEqual([answer.next, answer.threshold, answer.found_by], ['listen', 0.65, 'words']);
  assert.deepEqual(answer.found[0], { article_id: 14, title: 'How do I replace the batteries?', score: 1 });
  assert.deepEqual(
    [answer.says[0], answer.says.at(-1)],
    ['The lock needs four AA batteries, alkaline and all of the same kind.', 'Did that help?'],
  );
  const unknown = await ask('What is the weather like?');
  assert.ok((unknown.found[0]?.score ?? 0) < unknown.threshold);
  assert.match(unknown.says.join(' '), /not sure that I understood/);
  assert.deepEqual(
    [(await ask('I lost my key')).next, (await ask('An agent, please')).next],
    ['hand_over', 'hand_over'],
  );
  assert.deepEqual((await ask('I lost my key', 'fr')).found, []);
});

const REFUSED: readonly (readonly [string, string, object | null, number, string])[] = [
  ['a search of one letter', 'GET /v1/articles?search=a', null, 400, 'query_invalid'],
  ['a status that is none', 'GET /v1/articles?status=gone', null, 400, 'query_invalid'],
  ['a language that is none', 'GET /v1/articles?lang=english', null, 400, 'query_invalid'],
  ['a cursor of another list', 'GET /v1/articles?cursor=eA', null, 400, 'query_invalid'],
  ['no body', 'POST /v1/articles', { title: 'A' }, 422, 'body_invalid'],
  ['an empty title', 'POST /v1/articles', { title: ' ', body: 'B' }, 422, 'body_invalid'],
  ['too long a title', 'POST /v1/articles', { title: 'A'.repeat(201), body: 'B' }, 422, 'body_invalid'],
  ['too long a body', 'POST /v1/articles', { title: 'A', body: 'B'.repeat(20_001) }, 422, 'body_invalid'],
  ['21 phrasings', 'POST /v1/articles', { title: 'A', body: 'B', phrasings: Array(21).fill('C') }, 422, 'body_invalid'],
  ['a field that is none', 'POST /v1/articles', { title: 'A', body: 'B', text: 'C' }, 422, 'body_invalid'],
  ['a title that is taken', 'POST /v1/articles', { title: 'where IS my order?', body: 'B' }, 409, 'taken'],
  ['a title of another one', 'PATCH /v1/articles/1', { title: 'I lost my key' }, 409, 'taken'],
  ['an empty question', 'POST /v1/articles/ask', { text: ' ' }, 422, 'body_invalid'],
  ['too long a question', 'POST /v1/articles/ask', { text: 'a'.repeat(501) }, 422, 'body_invalid'],
  ['no change', 'PATCH /v1/articles/1', {}, 422, 'body_invalid'],
  ['an article that is not there', 'PATCH /v1/articles/999', { status: 'draft' }, 404, 'not_found'],
];
for (const [what, ask, body, status, code] of REFUSED)
  test(`${what} is refused: ${status} ${code}`, async () => {
    const [method = '', path = ''] = ask.split(' ');
    const got = await patchbay.send(path, { method, ...(body === null ? {} : { body }) });
    assert.deepEqual([got.status, codeOf(got)], [status, code], got.text);
  });

test('a file is imported as a whole, with the language and the status that were asked for', async () => {
  const got = await bring(
    '# One\nWords.\n# Two\nMore.',
    'text/markdown; charset=utf-8',
    '?status=published&lang=en-GB',
  );
  assert.equal(got.status, 201, got.text);
  const { count, ids } = got.json as { count: number; ids: number[] };
  assert.equal(count, 2);
  const { data } = await list('?lang=en-GB');
  assert.deepEqual(
    data.map(({ id, title, status }) => [id, title, status]),
    [
      [ids[1], 'Two', 'published'],
      [ids[0], 'One', 'published'],
    ],
  );
});

test('of a file in which one row is wrong nothing is imported, and the row and the field are named', async () => {
  const before = await list('?limit=100');
  const wrong = await bring('title,body\nFirst,Words\n,Words', 'text/csv');
  assert.deepEqual([wrong.status, codeOf(wrong)], [422, 'import_invalid']);
  assert.deepEqual(errorsOf(wrong), [{ pointer: '/3/title', detail: 'is missing' }]);
  const taken = await bring('title,body\nNew,Words\ni LOST my key,Words\nnew,Words', 'text/csv');
  assert.deepEqual(
    errorsOf(taken).map(({ pointer }) => pointer),
    ['/3/title', '/4/title'],
  );
  assert.deepEqual(await list('?limit=100'), before);
});

test('a file that is none of these, or too large, is refused', async () => {
  const other = await bring('{}', 'application/json');
  assert.deepEqual([other.status, codeOf(other)], [415, 'unsupported_media_type']);
  assert.equal((await bring('words', 'text/plain')).status, 415);
  assert.equal((await bring(' '.repeat(MAX_IMPORT_BYTES + 1), 'text/markdown')).status, 413);
  assert.equal((await bring('', 'text/html')).status, 422);
  assert.equal((await bring('# A\nB', 'text/markdown', '?status=gone')).status, 400);
});

test('a workspace has this many articles, and no import goes beyond', async () => {
  const { rows } = await patchbay.database.pool.query<{ count: number }>('select count(*) from article');
  await patchbay.database.pool.query(
    `insert into article (workspace_id, title, body, status)
     select 1, 'Filler ' || n, 'Words', 'draft' from generate_series(1, $1::int) n`,
    [MAX_ARTICLES - 1 - (rows[0]?.count ?? 0)],
  );
  const two = await bring('# Last\nWords.\n# One too many\nWords.', 'text/markdown');
  assert.deepEqual([two.status, codeOf(two)], [422, 'import_invalid']);
  assert.equal((await post({ title: 'Last', body: 'Words.' })).status, 201);
  const more = await post({ title: 'One too many', body: 'Words.' });
  assert.deepEqual([more.status, codeOf(more)], [409, 'articles_full']);
});
