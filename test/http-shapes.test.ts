import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Sent } from './support/patchbay.ts';
import { testPatchbay, TOKEN } from './support/patchbay.ts';
import { readAnswer, sendBytes } from './support/raw-request.ts';
import { assertOwnError } from './support/shapes.ts';

const patchbay = await testPatchbay({
  PATCHBAY_PUBLIC_URL: 'https://calls.example',
  PATCHBAY_SECURITY_CONTACT: 'mailto:security@calls.example',
});
const { send } = patchbay;
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** An address below each surface's prefix that no route has, and one that has. */
const ADDRESSES = {
  ccaip: ['/apps/api/v1/nope', '/apps/api/v1/calls'],
  intercom: ['/fin_voice/nope', '/phone_call_redirects'],
  vcita: ['/v3/communication/nope', '/v3/communication/voice_calls'],
  patchbay: ['/v1/nope', '/v1/simulator/calls'],
} as const;

const raw = async (head: string, body = '') =>
  readAnswer(await sendBytes(patchbay.address, `${head}\r\nConnection: close\r\n\r\n${body}`));

for (const [surface, [nowhere, somewhere]] of Object.entries(ADDRESSES)) {
  test(`${surface}: a malformed or large body where no route is changes nothing: 404 or 405 in its own shape`, async () => {
    for (const token of [TOKEN, null])
      for (const body of ['{', '{"a":"\\u0000"}', `"${'z'.repeat(1_100_000)}"`]) {
        const lost = await send(nowhere, { method: 'PUT', raw: body, token });
        assert.equal(lost.status, 404);
        assertOwnError(surface, lost, nowhere);
        const wrong = await send(somewhere, { method: 'PATCH', raw: body, token });
        assert.equal(wrong.status, 405);
        assertOwnError(surface, wrong, somewhere);
      }
  });

  test(`${surface}: an encoded body is 415 and says what is taken; identity is taken`, async () => {
    const zipped = new Uint8Array(gzipSync('{}'));
    for (const encoding of ['gzip', 'br', 'deflate', 'GZIP, identity']) {
      const got = await send(somewhere, { raw: zipped, headers: { 'content-encoding': encoding } });
      assert.equal(got.status, 415, encoding);
      assert.equal(got.headers.get('accept-encoding'), 'identity');
      assertOwnError(surface, got, encoding);
    }
    const plain = await send(somewhere, { body: {}, headers: { 'content-encoding': 'identity' } });
    assert.notEqual(plain.status, 415);
  });

  test(`${surface}: a body that is JSON is never called none`, async () => {
    for (const body of ['{"a":"\\u0000"}', '{"a":"\\ud800"}', '['.repeat(100) + ']'.repeat(100)]) {
      const got = await send(somewhere, { raw: body });
      assert.equal(got.status, 400);
      assertOwnError(surface, got, body.slice(0, 20));
      assert.doesNotMatch(got.text, /not valid JSON|not JSON|[Mm]alformed/, body.slice(0, 20));
    }
  });

  test(`${surface}: what no framework sees is answered in its own shape as well`, async () => {
    const cases: readonly (readonly [status: number, head: string])[] = [
      [400, `GET ${somewhere} HTTP/1.1\r\nHost: a\r\nHost: b`],
      [400, `GET ${somewhere} HTTP/1.1`],
      [400, `POST ${somewhere} HTTP/1.1\r\nHost: a\r\nContent-Length: -1`],
      [400, `SPAM ${somewhere} HTTP/1.1\r\nHost: a`],
      [417, `POST ${somewhere} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: a-miracle`],
      [431, `GET ${somewhere}?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a`],
      [405, `TRACE ${somewhere} HTTP/1.1\r\nHost: a`],
      [
        401,
        `GET ${surface === 'intercom' ? '/calls' : surface === 'patchbay' ? '/v1/agents' : somewhere} HTTP/1.1\r\nHost: a\r\nUpgrade: h2c`,
      ],
    ];
    for (const [status, head] of cases) {
      const got = await raw(head);
      assert.equal(got.status, status, head.slice(0, 80));
      assertOwnError(surface, got, head.slice(0, 80));
      assert.ok(got.headers.has('x-request-id'), head.slice(0, 80));
    }
  });

  test(`${surface}: one slash at the end is the same place, two are not`, async () => {
    const plain = await send(somewhere, { body: {} });
    assert.equal((await send(`${somewhere}/`, { body: {} })).status, plain.status);
    assert.notEqual(plain.status, 404);
    assert.equal((await send(`${somewhere}//`, { body: {} })).status, 404);
  });
}

test('CONNECT is 405', async () => {
  const got = await raw('CONNECT calls.example:443 HTTP/1.1\r\nHost: a');
  assert.equal(got.status, 405);
  assertOwnError('patchbay', got, 'CONNECT');
});

const READ: readonly (readonly [path: string, sent?: Sent])[] = [
  ['/healthz'],
  ['/readyz'],
  ['/version'],
  ['/metrics'],
  ['/'],
  ['/problems'],
  ['/openapi.json'],
  ['/openapi/vcita.json'],
  ['/robots.txt'],
  ['/favicon.ico'],
  ['/.well-known/security.txt'],
  ['/calls'],
  ['/calls/999999'],
  ['/apps/api/v1/calls'],
  ['/v3/communication/voice_calls'],
  ['/v1/agents'],
  ['/me'],
  ['/tags'],
  ['/platform/v1/webhooks'],
  ['/manager/api/v1/settings/organization'],
  ['/v1/nope'],
  ['/nope', { headers: BROWSER }],
  ['/m/nope'],
  ['/recordings/nope'],
];

for (const [path, sent = {}] of READ)
  test(`HEAD ${path} is GET without its body`, async () => {
    const get = await send(path, { ...sent, method: 'GET' });
    const head = await send(path, { ...sent, method: 'HEAD' });
    assert.equal(head.status, get.status);
    assert.equal(head.text, '');
    assert.equal(head.headers.get('content-type'), get.headers.get('content-type'));
    if (path !== '/metrics') assert.equal(head.headers.get('content-length'), get.headers.get('content-length'));
  });

test('a method that an address does not take is 405 with those it takes', async () => {
  for (const [path, allow] of [
    ['/healthz', 'GET, HEAD'],
    ['/calls/1', 'GET, HEAD'],
    ['/v1/agents', 'GET, HEAD, POST'],
    ['/apps/api/v1/calls', 'GET, HEAD, POST'],
  ]) {
    const got = await send(path ?? '', { method: 'OPTIONS' });
    assert.equal(got.status, 405, path);
    assert.equal(got.headers.get('allow'), allow, path);
  }
  assert.equal((await send('/healthz', { method: 'POST' })).status, 405);
});

test("a browser gets a page for an address that is no one's, and a program an error", async () => {
  const page = await send('/login', { token: null, headers: BROWSER });
  assert.equal(page.status, 404);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(page.text, /<main>\n<h1>Page not found<\/h1>[\s\S]*<a href="\/">/);
  assert.ok(page.text.includes(page.headers.get('x-request-id') ?? 'none'));
  assertOwnError('patchbay', await send('/login', { token: null }), '/login');
  const recording = await send('/recordings/none?expires=1&signature=x', { token: null, headers: BROWSER });
  assert.equal(recording.status, 403);
  assert.match(recording.text, /<h1>This link is invalid or has expired<\/h1>/);
});

test('an address with TLS is kept to by browsers, and no answer may be taken for what it is not', async () => {
  for (const path of ['/healthz', '/app/me', '/calls', '/nope']) {
    const { headers } = await send(path);
    assert.equal(headers.get('strict-transport-security'), 'max-age=31536000', path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
  }
});

test('security.txt has what RFC 9116 demands', async () => {
  const { text, headers } = await send('/.well-known/security.txt', { token: null });
  assert.match(headers.get('content-type') ?? '', /^text\/plain/);
  assert.match(text, /^Contact: mailto:security@calls\.example$/m);
  assert.match(text, /^Canonical: https:\/\/calls\.example\/\.well-known\/security\.txt$/m);
  const expires = new Date(/^Expires: (.*)$/m.exec(text)?.[1] ?? '').getTime();
  assert.ok(expires > Date.now() && expires < Date.now() + 365 * 86_400_000);
});

test('the vendor’s clients before 6.0 are understood: a slash at the end, the token as a user without a password', async () => {
  const authorization = `Basic ${Buffer.from(`${TOKEN}:`).toString('base64')}`;
  const body = { phone: '+353832345678', custom_attributes: { issue_type: 'Billing' } };
  const got = await send('/phone_call_redirects/', { body, headers: { authorization } });
  assert.equal(got.status, 200, got.text);
  for (const wrong of [`${TOKEN}:x`, `:${TOKEN}`, 'nobody:'])
    assert.equal(
      (await send('/calls', { headers: { authorization: `Basic ${Buffer.from(wrong).toString('base64')}` } })).status,
      401,
      wrong,
    );
});

test('an offset whose plus was sent raw is read on every surface', async () => {
  for (const at of ['2026-01-01T00:00:00+02:00', '2026-01-01T00:00:00%2B02:00']) {
    assert.equal((await send(`/apps/api/v1/calls?updated_at[from]=${at}`)).status, 200, at);
    assert.equal((await send(`/v3/communication/voice_calls?filter[created_at][gt]=${at}`)).status, 200, at);
  }
});

test('a socket’s address asked without an upgrade says so', async () => {
  const got = await send('/w/demo/socket', { token: null });
  assert.equal(got.status, 426);
  assert.equal(got.headers.get('upgrade'), 'websocket');
});
