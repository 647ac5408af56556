import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { hashPassword } from '#http/password.ts';
import { createSessions } from '#storage/sessions.ts';
import { readMessage } from '#realtime/caller/read.ts';
import { readCommand } from '#realtime/agent/read.ts';
import type { FromServer as ToCaller } from '#realtime/caller/protocol.ts';
import type { PageCommand } from '#realtime/agent/protocol.ts';
import { createFakeMedia } from './support/fake-media.ts';
import { openCaller, openDesk, openSocket, PASSWORD, signIn } from './support/pages.ts';
import { testPatchbay } from './support/patchbay.ts';

const media = createFakeMedia();
const patchbay = await testPatchbay(
  {
    PATCHBAY_DEMO_PASSWORD: PASSWORD,
    PATCHBAY_SIMULATOR_SPEED: '1',
    PATCHBAY_RATE_LIMIT: 'on',
    PATCHBAY_TRUSTED_PROXIES: '127.0.0.1',
  },
  { media },
);
const { pool } = patchbay.database;

await pool.query(`insert into workspace (id, subdomain, name) values (2, 'neighbour', 'Next door')`);
await pool.query(
  `insert into agent (id, workspace_id, email, first_name, role) values (200, 2, 'boss@neighbour.example', 'Boss', 'agent')`,
);
await createSessions(patchbay.database).setSignIn(2, 'boss@neighbour.example', 'admin', await hashPassword(PASSWORD));

/** Someone waits in the demo workspace. */
async function aCaller() {
  const page = await openCaller(patchbay);
  page.say({ type: 'call', sdp: 'offer of a caller.', lang: 'en', name: 'Secret Name' });
  await page.next('answer');
  media.connect(media.legOf('offer of a caller.'));
  const { data } = await page.next('call');
  return { page, callId: data.callId, secret: data.secret };
}

test('an administrator next door sees and changes nothing of the demo workspace', async () => {
  const { page, callId, secret } = await aCaller();
  const made = await patchbay.engine.redirectCaller({
    workspaceId: 1,
    phone: '+16285550148',
    attributes: {},
    requestKey: null,
  });
  assert.ok(made.ok);
  const { redirect, token } = made.value;
  const { conversationId } = redirect;
  await patchbay.send(`/m/${token}/messages`, { token: null, body: { text: 'Secret words' } });
  const desk = await openDesk(patchbay, await signIn(patchbay, 'boss@neighbour.example'));
  await desk.ask({ type: 'hello', since: null });
  const { data } = await desk.next('snapshot');
  assert.deepEqual([data.calls, data.voicemails, data.conversations, data.choices], [[], [], [], []]);
  assert.deepEqual(
    data.agents.map((agent) => agent.id),
    [200],
  );
  await desk.ask({ type: 'sound_offer', sdp: 'offer of the boss' });
  media.connect(media.legOf('offer of the boss'));
  await desk.next('sound', ({ state }) => state === 'connected');

  const commands: PageCommand[] = [
    { type: 'answer', callId },
    { type: 'decline', callId },
    { type: 'hang_up', callId },
    { type: 'hold', callId },
    { type: 'resume', callId },
    { type: 'digits', callId, digits: '1' },
    { type: 'transfer', callId, to: { agentId: 200 }, mode: 'cold' },
    { type: 'transfer', callId, to: { number: '+14155550148' }, mode: 'cold' },
    { type: 'pause_recording', callId, isPaused: true },
    { type: 'note', callId, text: 'mine' },
    { type: 'flag', callId, flags: { badActor: true } },
    { type: 'listen_voicemail', callId },
    { type: 'message', conversationId, text: 'mine' },
  ];
  const before = await patchbay.engine.calls.byId(1, callId);
  for (const command of commands) assert.equal((await desk.ask(command)).ok, false, command.type);
  assert.deepEqual(await patchbay.engine.calls.byId(1, callId), before);
  assert.deepEqual(await patchbay.engine.live.notesOf(1, callId), []);
  await patchbay.send(`/m/${token}/messages`, { token: null, body: { text: 'More secret words' } });
  page.say({ type: 'choose', menuId: 50 });
  await page.next('call', (message) => message.data.stage === 'queue');
  await desk.ask({ type: 'mute', isMuted: false });
  for (const word of ['Secret', 'secret', 'somedomain']) assert.ok(!JSON.stringify(desk.heard).includes(word), word);

  const other = await openCaller(patchbay, 'neighbour');
  other.say({ type: 'return', callId, secret, sdp: 'offer of a thief.' });
  assert.equal((await other.next('error')).error, 'unknown_call');
  other.close();
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'failed', 'finished');
  desk.close();
});

test('an agent is not told of calls that are not theirs; a supervisor is', async () => {
  const agent = await openDesk(patchbay, await signIn(patchbay));
  const admin = await openDesk(patchbay, await signIn(patchbay, 'owner@somedomain.com'));
  for (const desk of [agent, admin]) await desk.ask({ type: 'hello', since: null });
  const { page, callId } = await aCaller();
  await admin.next('call', ({ data }) => data.id === callId);
  page.say({ type: 'hang_up' });
  await admin.next('call', ({ data }) => data.id === callId && data.state === 'failed');
  await agent.ask({ type: 'status', status: 'break' });
  assert.ok(!agent.heard.some((message) => message.type === 'call'));
  for (const desk of [agent, admin]) desk.close();
});

test('who comes by a Messenger link is its contact, in its conversation; a link that is none makes a stranger', async () => {
  const made = await patchbay.engine.redirectCaller({
    workspaceId: 1,
    phone: '+16285550149',
    attributes: {},
    requestKey: null,
  });
  assert.ok(made.ok);
  const { redirect, token } = made.value;
  const { contactId, conversationId } = redirect;
  const call = async (slug: string, query: string) => {
    const page = await openSocket<ToCaller>(patchbay, `/w/${slug}/socket${query}`);
    page.send({ type: 'call', sdp: 'offer by a link.', lang: 'en', name: null });
    await page.next('answer');
    media.connect(media.legOf('offer by a link.'));
    const { data } = await page.next('call');
    const found = await patchbay.engine.calls.byId(slug === 'demo' ? 1 : 2, data.callId);
    page.send({ type: 'hang_up' });
    await page.next('call');
    page.close();
    return [found?.contact?.id, found?.conversationId, found?.contactNumber];
  };
  assert.deepEqual(await call('demo', `?m=${token}`), [contactId, conversationId, '+16285550149']);
  for (const [slug, query] of [
    ['demo', '?m=nonsense'],
    ['neighbour', `?m=${token}`],
  ] as const) {
    const [contact, conversation, number] = await call(slug, query);
    assert.notEqual(contact, contactId);
    assert.notEqual(conversation, conversationId);
    assert.equal(number, null);
  }
});

test('from one address this many calls are begun in a minute, and no more', async () => {
  const pages = [];
  for (let count = 0; count < 6; count += 1) {
    const page = await openCaller(patchbay, 'demo', { 'x-forwarded-for': '198.51.100.7' });
    page.say({ type: 'call', sdp: `offer number ${count}.`, lang: 'en', name: null });
    await page.next('answer');
    media.connect(media.legOf(`offer number ${count}.`));
    await page.next('call');
    pages.push(page);
  }
  const one = await openCaller(patchbay, 'demo', { 'x-forwarded-for': '198.51.100.7' });
  one.say({ type: 'call', sdp: 'offer too many.', lang: 'en', name: null });
  const { error, retryAfterSeconds } = await one.next('error');
  assert.equal(error, 'too_many');
  assert.ok(retryAfterSeconds !== null && retryAfterSeconds <= 60);
  for (const page of pages) {
    page.say({ type: 'hang_up' });
    await page.next('call', ({ data }) => data.stage === 'ended');
    page.close();
  }
  one.close();
});

test('no value makes the readers throw, and what they take is of the types they name', () => {
  const value = fc.anything({ withNullPrototype: true, withBigInt: true, maxDepth: 4 });
  const types = fc.constantFrom('hello', 'answer', 'transfer', 'flag', 'call', 'return', 'rate', 'digit', '__proto__');
  const frame = fc.record({ id: fc.oneof(fc.nat(), value), type: fc.oneof(types, value) }, { requiredKeys: [] });
  const mixed = fc.tuple(frame, fc.dictionary(fc.string(), value)).map(([a, b]) => ({ ...b, ...a }));
  fc.assert(
    fc.property(fc.oneof(value, mixed), (any) => {
      const read = readCommand(any);
      assert.ok(read.ok ? read.id > 0 : read.id >= 0);
      const message = readMessage(any);
      assert.ok(message === null || typeof message.type === 'string');
    }),
    { numRuns: 3000 },
  );
});
