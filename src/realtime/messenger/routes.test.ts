import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { openDesk, PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media: createFakeMedia() });
const { engine } = patchbay;

async function aLink(): Promise<string> {
  const made = await engine.redirectCaller({ workspaceId: 1, phone: '+16285550148', attributes: {}, requestKey: null });
  assert.ok(made.ok);
  return `/m/${made.value.token}`;
}

test('what the contact writes is shown at the desk, and the answer at their page', async () => {
  const link = await aLink();
  const desk = await openDesk(patchbay, await signIn(patchbay));
  await desk.ask({ type: 'hello', since: null });
  const sent = await patchbay.send(`${link}/messages`, { token: null, body: { text: 'Hello?' } });
  assert.equal(sent.status, 201);
  const { data } = await desk.next('conversation');
  assert.deepEqual([data.isUnread, data.messages.map(({ by, text }) => [by, text])], [true, [['contact', 'Hello?']]]);
  assert.equal(data.contact.number, '+16285550148');
  assert.equal((await desk.ask({ type: 'message', conversationId: data.id, text: 'Hello!' })).ok, true);
  await desk.next('conversation', (each) => !each.data.isUnread);
  const page = await patchbay.send(`${link}/conversation`, { token: null });
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(page.headers.get('x-robots-tag'), 'noindex');
  const { messages } = page.json as { messages: { id: number; text: string; agentName: string | null }[] };
  assert.deepEqual(
    messages.map(({ text, agentName }) => [text, agentName]),
    [
      ['Hello?', null],
      ['Hello!', 'Agent'],
    ],
  );
  const later = await patchbay.send(`${link}/conversation?after=${messages[0]?.id}`, { token: null });
  assert.equal((later.json as { messages: unknown[] }).messages.length, 1);
  const stranger = await desk.ask({ type: 'message', conversationId: 999_999, text: 'x' });
  assert.ok(!stranger.ok && stranger.error === 'unknown');
  desk.close();
});

test('call me places a call to the number the link was texted to, once a minute', async () => {
  const link = await aLink();
  const first = await patchbay.send(`${link}/call-me`, { token: null, body: {} });
  const second = await patchbay.send(`${link}/call-me`, { token: null, body: {} });
  assert.deepEqual([first.status, second.json], [201, first.json]);
  const { callId } = first.json as { callId: number };
  const call = await engine.calls.byId(1, callId);
  assert.deepEqual([call?.contactNumber, call?.direction], ['+16285550148', 'outbound']);
});

test('an unknown link is 404, an expired one 410, a foreign page 403, an empty message 400, too many 429', async () => {
  const link = await aLink();
  const post = async (path: string, body: unknown, headers = {}) =>
    (await patchbay.send(path, { token: null, body, headers })).status;
  assert.equal(await post(`/m/${randomUUID()}/messages`, { text: 'x' }), 404);
  assert.equal(await post('/m/nonsense/messages', { text: 'x' }), 404);
  assert.equal(await post(`${link}/messages`, { text: 'x' }, { 'sec-fetch-site': 'cross-site' }), 403);
  for (const body of [{}, { text: ' ' }, { text: 7 }, { text: 'x'.repeat(4001) }, []])
    assert.equal(await post(`${link}/messages`, body), 400);
  const statuses = await Promise.all(Array.from({ length: 40 }, async () => post(`${link}/messages`, { text: 'x' })));
  assert.ok(statuses.includes(429));
  await patchbay.database.pool.query(`update redirect set expires_at = now() - interval '1 second'`);
  assert.equal(await post(`${link}/messages`, { text: 'x' }), 410);
  assert.equal((await patchbay.send(`${link}/conversation`, { token: null })).status, 410);
});
