/**
 * A request that does not arrive in time: 408 in the words of the surface that it was for, and the connection is
 * closed.
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { testPatchbay, TOKEN } from './support/patchbay.ts';
import { readAnswer, sendBytes } from './support/raw-request.ts';
import { assertOwnError } from './support/shapes.ts';

/** Node looks for late requests every thirty seconds; here it looks at once. */
const create = http.createServer;
http.createServer = ((options: http.ServerOptions, listener: http.RequestListener) =>
  create({ ...options, connectionsCheckingInterval: 20 }, listener)) as typeof create;

const { address, server } = await testPatchbay();
const allowed = { head: server.server.headersTimeout, whole: server.server.requestTimeout };
Object.assign(server.server, { headersTimeout: 50, requestTimeout: 50 });

const SURFACES = {
  ccaip: '/apps/api/v1/calls',
  intercom: '/phone_call_redirects',
  vcita: '/v3/communication/voice_calls',
  patchbay: '/v1/contacts',
} as const;

test('a head and a whole request have thirty seconds', () => {
  assert.deepEqual(allowed, { head: 30_000, whole: 30_000 });
});

const headOf = (path: string, authorization: string | null): string =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\n${authorization === null ? '' : `Authorization: ${authorization}\r\n`}` +
  'Content-Type: application/json\r\nContent-Length: 99\r\n\r\n';

for (const [surface, path] of Object.entries(SURFACES)) {
  const basic = Buffer.from(`demo:${TOKEN}`).toString('base64');
  const head = headOf(path, surface === 'ccaip' ? `Basic ${basic}` : `Bearer ${TOKEN}`);
  for (const body of ['', '{"a"'])
    test(`${surface}: of a body of 99 bytes ${body.length} came`, async () => {
      const got = readAnswer(await sendBytes(address, head + body));
      assert.equal(got.status, 408);
      assertOwnError(surface, got, body);
      assert.ok(got.headers.has('x-request-id'));
      assert.equal(got.headers.get('connection'), 'close');
    });

  test(`${surface}: what was refused before its body came is answered once`, async () => {
    const bytes = await sendBytes(address, headOf(path, null));
    const got = readAnswer(bytes);
    assert.equal(got.status, 401);
    assertOwnError(surface, got, 'refused');
    assert.equal(bytes.split('HTTP/1.1 ').length, 2, bytes);
  });
}

test('half a head on a connection that had a request before', async () => {
  const bytes = await sendBytes(address, 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /v1/contacts HTTP/1.1\r\nHost');
  assert.deepEqual(
    [...bytes.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status),
    ['200', '408'],
  );
});

test('half a head is 408 as well', async () => {
  const got = readAnswer(await sendBytes(address, 'GET /v1/contacts HTTP/1.1\r\nHost'));
  assert.equal(got.status, 408);
  assertOwnError('patchbay', got, 'half a head');
});
