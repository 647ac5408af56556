import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromOurPages, isOurOrigin, newSessionToken, readSessionCookie, writeSessionCookie } from './sessions.ts';

const PLAIN = 'http://127.0.0.1:8080';
const SECURE = 'https://calls.example.com';

test('a token in its cookie is read back as its hash', () => {
  for (const url of [PLAIN, SECURE]) {
    const { token, hash } = newSessionToken();
    const [cookie = ''] = writeSessionCookie(url, token, 60).split(';');
    assert.deepEqual(readSessionCookie({ cookie: `other=1; ${cookie}; last=x` }, url), hash);
  }
});

test('under https the cookie is pinned to the host and secure', () => {
  const [cookie, ...attributes] = writeSessionCookie(SECURE, 'token', 60).split('; ');
  assert.equal(cookie, '__Host-patchbay=token');
  assert.deepEqual(attributes.toSorted(), ['HttpOnly', 'Max-Age=60', 'Path=/', 'SameSite=Lax', 'Secure']);
});

test('a cookie that is not ours is none', () => {
  const { token } = newSessionToken();
  for (const cookie of [
    '',
    'patchbay',
    'patchbay=',
    'patchbay=short',
    `patchbay=${token}x`,
    `patchbay=short; patchbay=${token}`,
    `patchbay=%zz`,
    `__Host-patchbay=${token}`,
  ])
    assert.equal(readSessionCookie({ cookie }, PLAIN), null, cookie);
});

const REQUESTS = [
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'none' }, true],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'cross-site', origin: PLAIN, host: '127.0.0.1:8080' }, false],
  [{ origin: PLAIN, host: '127.0.0.1:8080' }, true],
  [{ origin: SECURE, host: 'internal:8080' }, true],
  [{ origin: 'https://evil.example', host: '127.0.0.1:8080' }, false],
  [{ origin: 'null', host: '127.0.0.1:8080' }, false],
  [{ origin: 'http://127.0.0.1:8081', host: '127.0.0.1:8080' }, false],
  [{}, true],
] as const;

for (const [headers, may] of REQUESTS)
  test(`${JSON.stringify(headers)} ${may ? 'may' : 'may not'} change something`, () =>
    assert.equal(isFromOurPages(headers, SECURE), may));

test('a WebSocket without an origin is not ours', () => assert.equal(isOurOrigin({ host: 'x' }, SECURE), false));
