/** How the pages of callers look: set in our API and at the console, shown on both pages, safe whatever is uploaded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from '../support/images.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { peopleAt } from '../support/people.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { send } = patchbay;
const { as } = peopleAt(patchbay);

const put = async (raw: Uint8Array | string, type = 'image/png', token?: string) =>
  send('/v1/appearance/logo', {
    method: 'PUT',
    raw,
    headers: { 'content-type': type },
    ...(token === undefined ? {} : { token }),
  });
const change = async (body: object) => send('/v1/appearance', { method: 'PATCH', body });
const open = async (path: string) => send(path, { token: null });
// The caller page has the same heading and style (src/web/pages/caller.test.ts), and needs to be built.
const link = await patchbay.engine.redirectCaller({
  workspaceId: 1,
  phone: '+16285550149',
  attributes: {},
  requestKey: null,
});
const MESSENGER = `/m/${link.ok ? link.value.token : assert.fail(link.refusal.code)}`;

test('name and color are on the pages, readable in both schemes', async () => {
  const plain = await open(MESSENGER);
  assert.doesNotMatch(plain.text, /look\.css|Acme/);
  const changed = await change({ name: '  Acme & Co  ', color: '#FFEE00' });
  assert.equal(changed.status, 200, changed.text);
  const { shown, ...rest } = changed.json as { shown: { light: { adapted: boolean; accent: string }; dark: object } };
  assert.deepEqual(rest, { name: 'Acme & Co', color: '#ffee00', logo: null });
  assert.equal(shown.light.adapted, true);

  assert.match((await open(MESSENGER)).text, /<h1>Acme &amp; Co<\/h1>/);
  const style = await open('/w/demo/look.css?v=ffee00');
  assert.match(String(style.headers.get('content-type')), /^text\/css/);
  assert.match(String(style.headers.get('cache-control')), /immutable/);
  assert.match(style.text, new RegExp(`--accent: ${shown.light.accent}.*\\n@media \\(prefers-color-scheme: dark\\)`));
  assert.equal((await open('/w/demo/look.css?v=0b57b0')).headers.get('cache-control'), 'no-cache');
  assert.equal((await open('/w/nobody/look.css')).text, '');
  assert.deepEqual((await change({ name: null, color: null })).json, {
    name: null,
    color: null,
    logo: null,
    shown: null,
  });
  assert.equal((await open(MESSENGER)).text, plain.text);
});

test('what is wrong is said beside the field', async () => {
  for (const [body, pointer] of [
    [{ color: 'red' }, '/color'],
    [{ color: '#fff' }, '/color'],
    [{ color: '#0b57b0;}' }, '/color'],
    [{ name: '' }, '/name'],
    [{ name: '   ' }, '/name'],
    [{ name: 'x'.repeat(81) }, '/name'],
    [{ logo: 'x' }, '/logo'],
  ] as const) {
    const got = await change(body);
    const { errors } = got.json as { errors: { pointer: string }[] };
    assert.deepEqual([got.status, errors[0]?.pointer], [422, pointer], got.text);
  }
});

test('a logo is what its content says, and is served so that it can do nothing', async () => {
  assert.equal((await open('/w/demo/logo')).status, 404);
  for (const [file, type, status] of [
    ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml', 422],
    ['<script>alert(1)</script>, and so on and on', 'image/png', 422],
    [PNG, 'image/gif', 415],
    [new Uint8Array(256 * 1024 + 1), 'image/png', 413],
    [PNG.map((byte, place) => (place === 18 ? 0xff : byte)), 'image/png', 422],
  ] as const)
    assert.equal((await put(file, type)).status, status, type);
  assert.match((await put('<svg/>', 'image/svg+xml')).text, /SVG is not accepted because it can contain scripts/);

  // The content counts, and not what it is said to be; where a photograph was taken is told to no caller.
  const taken = Uint8Array.of(0, 0, 0, 4, ...Buffer.from('eXIfHOME'), 0, 0, 0, 0);
  const kept = await put(Uint8Array.of(...PNG.slice(0, 33), ...taken, ...PNG.slice(33)), 'image/webp');
  assert.deepEqual((kept.json as { logo: object }).logo, { media_type: 'image/png', width: 64, height: 48 });
  const [, address = ''] =
    /<img class="logo" src="([^"]+)" alt="" width="64" height="48">/.exec((await open(MESSENGER)).text) ?? [];
  const logo = await open(address);
  assert.doesNotMatch(logo.text, /HOME/);
  assert.match(logo.text, /IEND/);
  assert.deepEqual(
    ['content-type', 'x-content-type-options', 'content-security-policy', 'cache-control'].map((name) =>
      logo.headers.get(name),
    ),
    ['image/png', 'nosniff', "default-src 'none'; sandbox", 'public, max-age=31536000, immutable'],
  );
  assert.equal((await open('/w/demo/logo')).headers.get('cache-control'), 'no-cache');
  assert.equal((await send('/v1/appearance/logo', { method: 'DELETE' })).status, 204);
  assert.equal((await send('/v1/appearance/logo', { method: 'DELETE' })).status, 404);
  assert.doesNotMatch((await open(MESSENGER)).text, /<img/);
});

test('a workspace has a look of its own, and lesser tokens and roles change none', async () => {
  const opened = await send('/v1/workspaces', { body: { subdomain: 'neighbor', name: 'Neighbor' } });
  const { token } = opened.json as { token: string };
  assert.equal((await put(PNG, 'image/png', token)).status, 200);
  assert.equal((await open('/w/neighbor/logo')).status, 200);
  assert.equal((await open('/w/demo/logo')).status, 404);
  const reader = (await send('/v1/tokens', { body: { name: 'reader', kind: 'read_only' } })).json as { token: string };
  assert.equal((await send('/v1/appearance', { token: reader.token })).status, 200);
  assert.equal((await put(PNG, 'image/png', reader.token)).status, 403);

  const owner = await signIn(patchbay, 'owner@somedomain.com');
  const view = await as(owner, '/app/appearance.json', 'PATCH', { color: '#0b57b0' });
  assert.deepEqual([view.status, (view.json as { color: string }).color], [200, '#0b57b0']);
  assert.equal((await as(owner, '/app/appearance.json', 'PATCH', { color: 'red' })).status, 422);
  const agent = await signIn(patchbay, 'agent@somedomain.com');
  for (const [path, method] of [
    ['/app/appearance.json', 'GET'],
    ['/app/appearance.json', 'PATCH'],
    ['/app/appearance/logo', 'DELETE'],
  ] as const)
    assert.equal((await as(agent, path, method)).status, 403, path);
});
