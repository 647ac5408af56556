/** Settings > Articles as its page asks, beside `/v1`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import type { Got } from '../../../test/support/patchbay.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { peopleAt } from '../../../test/support/people.ts';
import type { AnswerView, ArticlesView, ArticleView } from './articles-protocol.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { as } = peopleAt(patchbay);
const admin = await signIn(patchbay, 'owner@somedomain.com');
const agent = await signIn(patchbay, 'agent@somedomain.com');
const list = async (query = '') => (await as(admin, `/app/articles.json${query}`)).json as ArticlesView;
const pointersOf = ({ json }: Got) => (json as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

test('articles are listed page by page, made, changed and deleted, as /v1 shows them', async () => {
  const first = await list();
  assert.deepEqual([first.articles.length, first.next], [20, null]);
  assert.deepEqual((await list(`?before=${first.articles[18]?.id}`)).articles, first.articles.slice(19));
  const made = await as(admin, '/app/articles.json', 'POST', {
    title: ' Gift cards ',
    body: 'None.',
    phrasings: ['Vouchers?'],
  });
  assert.equal(made.status, 200, made.text);
  const { id, title, status } = made.json as ArticleView;
  assert.deepEqual([title, status], ['Gift cards', 'draft']);
  const changed = await as(admin, `/app/articles/${id}.json`, 'PATCH', { status: 'published' });
  assert.equal((changed.json as ArticleView).status, 'published');
  const told = (await patchbay.send(`/v1/articles/${id}`)).json as Record<string, unknown>;
  assert.deepEqual([told['title'], told['status'], told['phrasings']], ['Gift cards', 'published', ['Vouchers?']]);
  assert.deepEqual(
    (await list('?search=vouchers')).articles.map((each) => each.id),
    [id],
  );
  assert.equal((await as(admin, `/app/articles/${id}.json`, 'DELETE')).status, 200);
  assert.equal((await as(admin, `/app/articles/${id}.json`)).status, 404);
  assert.equal((await as(admin, `/app/articles/${id}.json`, 'PATCH', { title: 'A' })).status, 404);
});

test('what is wrong is told beside its field', async () => {
  const put = async (body: object) => as(admin, '/app/articles.json', 'POST', body);
  assert.deepEqual(pointersOf(await put({ title: ' ', body: '' })), ['/title', '/body']);
  assert.deepEqual(pointersOf(await put({ title: 'WHERE is my order?', body: 'B' })), ['/title']);
  assert.deepEqual(pointersOf(await put({ title: 'A', body: 'B', lang: 'english' })), ['/lang']);
  for (const body of [
    { title: 7, body: 'B' },
    { title: 'A', body: 'B', phrasings: 'C' },
    { title: 'A', body: 'B', status: 'gone' },
  ])
    assert.equal((await put(body)).status, 400);
  assert.deepEqual(pointersOf(await as(admin, '/app/articles/ask.json', 'POST', { text: ' ' })), ['/text']);
});

test('a question is tried', async () => {
  const { says, found } = (await as(admin, '/app/articles/ask.json', 'POST', { text: 'I lost my key' }))
    .json as AnswerView;
  assert.deepEqual([found[0]?.title, found[0]?.score], ['I lost my key', 1]);
  assert.match(says.join(' '), /ninety minutes/);
});

test('a file is imported, or each of its rows that is wrong is told', async () => {
  const bring = async (raw: string, type: string) =>
    patchbay.send('/app/articles/import?status=published', {
      method: 'PUT',
      raw,
      token: null,
      headers: { cookie: admin, origin: patchbay.address, 'content-type': type },
    });
  const wrong = await bring('title,body\n,Words', 'text/csv');
  assert.deepEqual([wrong.status, pointersOf(wrong)], [422, ['/2/title']], wrong.text);
  assert.deepEqual(pointersOf(await bring('title\nA', 'text/csv')), ['/file']);
  assert.equal((await bring('{}', 'application/json')).status, 415);
  const got = await bring('# Imported\nWords.', 'text/markdown');
  assert.deepEqual([got.status, got.json], [200, { count: 1 }], got.text);
  assert.equal((await list('?search=imported')).articles[0]?.status, 'published');
});

const ACTS: readonly (readonly [string, string, object?])[] = [
  ['GET', '/app/articles.json'],
  ['GET', '/app/articles/1.json'],
  ['POST', '/app/articles/ask.json', { text: 'Where?' }],
  ['POST', '/app/articles.json', { title: 'A', body: 'B' }],
  ['PATCH', '/app/articles/1.json', { title: 'A' }],
  ['DELETE', '/app/articles/1.json'],
];
for (const [method, path, body] of ACTS)
  test(`${method} ${path} is for administrators`, async () => {
    assert.equal((await as(agent, path, method, body)).status, 403);
    assert.equal(
      (await patchbay.send(path, { method, token: null, ...(body === undefined ? {} : { body }) })).status,
      401,
    );
  });
