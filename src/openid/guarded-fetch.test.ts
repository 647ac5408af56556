import assert from 'node:assert/strict';
import { lookup } from 'node:dns';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { createGuardedFetch } from './guarded-fetch.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;
let answer: Answering = (_request, response) => void response.end('{}');
const server = createServer((request, response) => answer(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => {
  server.closeAllConnections();
  server.close();
});
const { port } = server.address() as AddressInfo;
const base = `http://127.0.0.1:${port}`;
const anywhere = { lookup, isAllowed: () => true };
const get = { method: 'GET', headers: { accept: 'application/json' } };
const codeOf = async (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(
    () => 'answered',
    (error: unknown) => Reflect.get(Object(error) as object, 'code'),
  );

test('an answer comes with its status and headers, and a body arrives', async () => {
  let heard = '';
  answer = (request, response) => {
    text(request).then(
      (body) => {
        heard = `${request.method} ${request.headers['content-length']} ${body}`;
        return response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
      },
      () => response.destroy(),
    );
  };
  const body = new URLSearchParams({ code: 'a b' });
  const got = await createGuardedFetch(anywhere)(`${base}/token`, { ...get, method: 'POST', body });
  assert.deepEqual([got.status, got.headers.get('content-type')], [400, 'application/json']);
  assert.deepEqual(await got.json(), { error: 'invalid_grant' });
  assert.equal(heard, 'POST 8 code=a+b');
});

test('it follows no redirect, and an answer without a body has none', async () => {
  answer = (_request, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  assert.equal((await createGuardedFetch(anywhere)(base, get)).status, 302);
  answer = (_request, response) => void response.writeHead(204).end();
  assert.equal((await createGuardedFetch(anywhere)(base, get)).body, null);
});

test('an address that may not be reached is not, written out or found by its name', async () => {
  let count = 0;
  answer = (_request, response) => {
    count += 1;
    response.end();
  };
  const literal = createGuardedFetch({ lookup, isAllowed: () => false });
  for (const address of [base, `http://[::1]:${port}`, `http://2130706433:${port}`, `http://0x7f.1:${port}`])
    assert.equal(await codeOf(literal(address, get)), 'ADDRESS_REFUSED', address);
  const named = createGuardedFetch({
    isAllowed: () => false,
    lookup: (_host, _options, done) => done(Object.assign(new Error('no'), { code: 'ADDRESS_REFUSED' }), '', 0),
  });
  assert.equal(await codeOf(named(`http://id.example:${port}`, get)), 'ADDRESS_REFUSED');
  assert.equal(count, 0);
});

test('an answer that is too large, one that never comes, and one that breaks off are faults', async () => {
  const fetching = createGuardedFetch(anywhere);
  answer = (_request, response) => void response.end('x'.repeat(600 * 1024));
  assert.equal(await codeOf(fetching(base, get)), 'ANSWER_TOO_LARGE');
  answer = () => undefined;
  assert.equal(await codeOf(fetching(base, { ...get, signal: AbortSignal.timeout(50) })), 'ABORT_ERR');
  answer = (request) => void request.socket.destroy();
  assert.equal(await codeOf(fetching(base, get)), 'ECONNRESET');
  assert.equal(await codeOf(fetching('http://127.0.0.1:1', get)), 'ECONNREFUSED');
});
