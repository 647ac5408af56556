import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { ServerFault } from './fault.ts';
import { createServer } from './server.ts';

/** What is answered next, and what was asked. */
const next: { status: number; body: string }[] = [];
const asked: { readonly request: IncomingMessage; readonly body: string }[] = [];
const http = createHttpServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    asked.push({ request, body: Buffer.concat(parts).toString() });
    const { status, body } = next.shift() ?? { status: 200, body: '{}' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
after(() => http.close());
const ends = new AbortController();
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
const server = createServer({ server: url, token: 'pb_token' }, ends.signal);
const answer = (body: object, status = 200): void => void next.push({ status, body: JSON.stringify(body) });

test('a list is read page by page, and no further than it is wanted', async () => {
  answer({ data: [1, 2], next_cursor: 'abc' });
  answer({ data: [3], next_cursor: null });
  const items: unknown[] = [];
  for await (const item of server.all('/v1/things', { search: 'a b', state: null })) items.push(item);
  assert.deepEqual(items, [1, 2, 3]);
  const paths = asked.splice(0).map(({ request }) => request.url);
  assert.deepEqual(paths, ['/v1/things?limit=100&search=a+b', '/v1/things?limit=100&search=a+b&cursor=abc']);
  answer({ data: [1, 2], next_cursor: 'abc' });
  for await (const item of server.all('/v1/things')) if (item === 2) break;
  assert.equal(asked.splice(0).length, 1);
});

test('requests carry the token and say who asks; a body is JSON', async () => {
  next.push({ status: 204, body: '' });
  assert.equal(await server.post('/v1/things', { a: 1 }), null);
  const [{ request, body }] = asked.splice(0) as [(typeof asked)[number]];
  assert.deepEqual([request.method, body], ['POST', '{"a":1}']);
  assert.equal(request.headers.authorization, 'Bearer pb_token');
  assert.match(request.headers['user-agent'] ?? '', /^patchbay-cli\/\d/);
  await server.get('/apps', {}, { authorization: 'Basic x' });
  assert.equal(asked.splice(0)[0]?.request.headers.authorization, 'Basic x');
});

const SAID: readonly (readonly [problem: object, sentence: string])[] = [
  [
    { title: 'Call not found', detail: 'The workspace has no such call.' },
    'Call not found: The workspace has no such call (404).',
  ],
  [
    {
      title: 'Invalid',
      errors: [
        { pointer: '/to', detail: 'is no number' },
        { parameter: 'limit', detail: 'is too much' },
      ],
    },
    'Invalid: /to is no number; limit is too much (404).',
  ],
  [{ message: 'Not Found' }, 'Not Found (404).'],
  [{ title: 'Evil\u001b[2J' }, 'Evil [2J (404).'],
  [{}, '/v1/x was answered 404 (404).'],
];
for (const [problem, sentence] of SAID)
  test(`a refusal is said as ${sentence}`, async () => {
    answer(problem, 404);
    await assert.rejects(server.get('/v1/x'), (error) => {
      assert.ok(error instanceof ServerFault && error.status === 404);
      assert.deepEqual([error.message, error.code], [sentence, 1]);
      return true;
    });
  });
