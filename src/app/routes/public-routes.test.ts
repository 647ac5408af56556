import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay();
const get = async (path: string) => patchbay.send(path, { token: null });

/** A fresh link, and the path of its page. */
async function link(): Promise<string> {
  const got = await patchbay.send('/phone_call_redirects', { body: { phone: '+14155550148' } });
  return new URL((got.json as { url: string }).url).pathname;
}

/** Sends a form of the page, as a browser without scripts does. */
async function post(path: string, fields: Readonly<Record<string, string>>) {
  const raw = new URLSearchParams(fields).toString();
  return patchbay.send(path, { token: null, raw, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
}

async function expire(path: string): Promise<void> {
  const redirect = await patchbay.engine.redirects.byToken(path.slice('/m/'.length));
  await patchbay.database.pool.query(`update redirect set expires_at = now() - interval '1 second' where id = $1`, [
    redirect?.id,
  ]);
}

test('a link opens a page that names the workspace, says nothing of the number, and is kept by no one', async () => {
  const got = await get(await link());
  assert.equal(got.status, 200);
  assert.match(got.text, /<h1>Somedomain Support<\/h1>/);
  assert.ok(!got.text.includes('5550148'));
  assert.equal(got.headers.get('cache-control'), 'no-store');
  assert.equal(got.headers.get('referrer-policy'), 'no-referrer');
  assert.match(got.headers.get('x-robots-tag') ?? '', /noindex/);
  assert.match(got.headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self'; /);
});

test('the page and its refusals are in the language of the browser; the text message in that of the last call', async () => {
  const french = { token: null, headers: { 'accept-language': 'fr-CA,en;q=0.5' } };
  const path = await link();
  const shown = await patchbay.send(path, french);
  assert.match(shown.text, /<html lang="fr"[\s\S]*Notre conversation[\s\S]*Ce lien fonctionne jusqu’au <time datetime/);
  const empty = await patchbay.send(`${path}/messages`, { ...french, body: { text: ' ' } });
  assert.deepEqual(empty.json, { error: 'malformed', message: 'Écrivez d’abord quelque chose.' });
  const lost = await patchbay.send('/m/nonsense', french);
  assert.match(lost.text, /<html lang="fr"[\s\S]*Lien introuvable/);
  const texts = async (): Promise<string[]> =>
    (await patchbay.database.pool.query<{ body: string }>('select body from text_message order by id')).rows.map(
      ({ body }) => body,
    );
  assert.match(
    (await texts()).at(-1) ?? '',
    /: continue our conversation here: /,
    'no call yet: the workspace speaks English',
  );
  const called = await patchbay.send('/v1/calls', {
    body: { origin: 'action_only', contact_number: '+14155550148' },
  });
  assert.equal(called.status, 201, called.text);
  await patchbay.database.pool.query(`update call set lang = 'fr-CA'`);
  await link();
  assert.match((await texts()).at(-1) ?? '', / : poursuivez notre conversation ici : /);
});

test('what is written without a script is in the conversation, as text', async () => {
  const path = await link();
  const sent = await post(path, { text: 'Where is <b>my</b> order?\r\nNo. 7' });
  assert.equal(sent.status, 303);
  assert.equal(sent.headers.get('location'), `${path}#write`);
  assert.match((await get(path)).text, /class="words">Where is &lt;b&gt;my&lt;\/b&gt; order\?\nNo\. 7<\/p>/);
});

test('what an agent answers stands there under their first name', async () => {
  const path = await link();
  const redirect = await patchbay.engine.redirects.byToken(path.slice('/m/'.length));
  assert.ok(redirect !== null);
  const { workspaceId, conversationId } = redirect;
  await patchbay.engine.sendMessage({ workspaceId, conversationId, agentId: 2, text: 'On its way.' });
  const { text } = await get(path);
  assert.match(text, /<li class="agent"[^>]*><p class="head">Agent <time/);
  assert.ok(!text.includes('Agent UJET'));
});

test('an empty message is refused, and what was written is not lost', async () => {
  const path = await link();
  const empty = await post(path, { text: '   ' });
  assert.equal(empty.status, 400);
  assert.match(empty.text, /role="alert">Write something first\.</);
  const long = await post(path, { text: 'x'.repeat(4001) });
  assert.equal(long.status, 400);
  assert.ok(long.text.includes('x'.repeat(4001)));
});

test('"Call me" has the contact called, and the page says so instead of offering it again', async () => {
  const path = await link();
  assert.match((await get(path)).text, /<button [^>]*value="call">Call me</);
  const asked = await post(path, { ask: 'call' });
  assert.equal(asked.status, 303);
  assert.equal(asked.headers.get('location'), `${path}?call=coming`);
  const { text } = await get(`${path}?call=coming`);
  assert.match(text, /We’re calling the number/);
  assert.ok(!text.includes('>Call me<'));
  const [call] = await patchbay.engine.calls.before(1, null, 1);
  assert.deepEqual([call?.origin, call?.contactNumber], ['scheduled_api', '+14155550148']);
});

test('the way to call from the browser says whose link it was, out of sight of servers', async () => {
  const path = await link();
  assert.ok((await get(path)).text.includes(`href="/w/demo#m=${path.slice('/m/'.length)}"`));
});

test('the name of a workspace is text, whatever it holds', async () => {
  const path = await link();
  await patchbay.send('/v1/workspace', { method: 'PATCH', body: { name: '<script>x</script>' } });
  assert.match((await get(path)).text, /<h1>&lt;script&gt;x&lt;\/script&gt;<\/h1>/);
  await patchbay.send('/v1/workspace', { method: 'PATCH', body: { name: 'Somedomain Support' } });
});

test('an expired link is 410, to read and to write', async () => {
  const path = await link();
  await expire(path);
  for (const got of [await get(path), await post(path, { text: 'Hello' }), await post(path, { ask: 'call' })]) {
    assert.equal(got.status, 410);
    assert.match(got.text, /This link has expired/);
  }
});

test('an unknown link is 404, whatever it looks like', async () => {
  for (const token of ['00000000-0000-4000-8000-000000000000', 'x', "'--", 'a'.repeat(400)]) {
    assert.equal((await get(`/m/${token}`)).status, 404, token);
    assert.equal((await post(`/m/${token}`, { text: 'x' })).status, 404, token);
  }
  for (const token of ['%00', '%ff', 'é', '..', 'a'.repeat(2000)])
    assert.ok((await get(`/m/${token}`)).status < 500, token);
});

test('a form that is too large, or none, is refused with a page', async () => {
  const path = await link();
  assert.equal((await post(path, { text: 'x'.repeat(100_000) })).status, 413);
  const xml = await patchbay.send(path, { token: null, raw: '<a/>', headers: { 'content-type': 'text/xml' } });
  assert.equal(xml.status, 415);
});

test('an unknown line is 404', async () => {
  const got = await get('/w/nobody');
  assert.equal(got.status, 404);
  assert.match(got.text, /Page not found/);
});

test('assets lie in their folder, and nothing else is served', async () => {
  for (const name of ['none.js', '..%2findex.html', '.stamp', '%2e%2e%2f.stamp'])
    assert.equal((await get(`/app/assets/${name}`)).status, 404, name);
});
