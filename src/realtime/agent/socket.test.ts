import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { openDesk, openSocket, PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const media = createFakeMedia();
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media });

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(patchbay.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

test('the right password opens a session, which says who it is', async () => {
  const cookie = await signIn(patchbay);
  const me = await fetch(`${patchbay.address}/app/me`, { headers: { cookie } });
  assert.deepEqual(await me.json(), {
    agent: { id: 2, name: 'Agent UJET', email: 'agent@somedomain.com' },
    role: 'agent',
    language: null,
    workspace: { id: 1, name: 'Somedomain Support', slug: 'demo' },
    mustAddFactor: false,
  });
  const admin = await fetch(`${patchbay.address}/app/me`, {
    headers: { cookie: await signIn(patchbay, 'OWNER@somedomain.com') },
  });
  assert.equal(((await admin.json()) as { role: string }).role, 'admin');
});

test('a wrong password, an unknown email and an agent without a password are the same 401', async () => {
  const answers = await Promise.all(
    [
      { email: 'agent@somedomain.com', password: 'wrong-password' },
      { email: 'nobody@somedomain.com', password: PASSWORD },
      { email: 'allen@somedomain.com', password: PASSWORD },
      { email: 'agent@somedomain.com', password: PASSWORD, workspace: 'elsewhere' },
    ].map(async (body) => {
      const answer = await post('/app/sign-in', body);
      assert.equal(answer.headers.get('set-cookie'), null);
      return `${answer.status} ${await answer.text()}`;
    }),
  );
  assert.equal(new Set(answers).size, 1);
  assert.match(answers[0] ?? '', /^401 /);
});

test('what is no sign-in is 400', async () => {
  for (const body of [
    {},
    [],
    { email: 'a@b.c' },
    { email: 1, password: 'x' },
    { email: 'a', password: 'x'.repeat(201) },
  ])
    assert.equal((await post('/app/sign-in', body)).status, 400, JSON.stringify(body));
  const broken = await fetch(`${patchbay.address}/app/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"email"',
  });
  assert.equal(broken.status, 400);
});

test('after ten failures of one email even the right password must wait; others need not', async () => {
  const email = 'allen@somedomain.com';
  for (let times = 0; times < 10; times += 1) await post('/app/sign-in', { email, password: 'wrong-password' });
  const answer = await post('/app/sign-in', { email, password: PASSWORD });
  assert.equal(answer.status, 429);
  assert.ok(Number(answer.headers.get('retry-after')) > 0);
  await signIn(patchbay);
});

test('a request from a foreign page changes nothing', async () => {
  const cookie = await signIn(patchbay);
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
    assert.equal((await post('/app/sign-out', {}, { cookie, ...headers })).status, 403);
    assert.equal(
      (await post('/app/sign-in', { email: 'agent@somedomain.com', password: PASSWORD }, headers)).status,
      403,
    );
  }
  assert.equal((await fetch(`${patchbay.address}/app/me`, { headers: { cookie } })).status, 200);
});

test('a session that was signed out is none, at once and on its open socket', async () => {
  const cookie = await signIn(patchbay);
  const desk = await openDesk(patchbay, cookie);
  await desk.ask({ type: 'hello', since: null });
  assert.equal((await post('/app/sign-out', {}, { cookie })).status, 204);
  await desk.next('signed_out');
  assert.equal(await desk.closed, 4002);
  assert.equal((await fetch(`${patchbay.address}/app/me`, { headers: { cookie } })).status, 401);
});

test('a socket opens only for a session, and only from our pages', async () => {
  const cookie = await signIn(patchbay);
  await assert.rejects(openSocket(patchbay, '/app/socket'));
  await assert.rejects(openSocket(patchbay, '/app/socket', { cookie: `patchbay=${'x'.repeat(43)}` }));
  await assert.rejects(openSocket(patchbay, '/app/socket', { cookie, origin: 'https://evil.example' }));
  (await openSocket(patchbay, '/app/socket', { cookie })).close();
  const plain = await fetch(`${patchbay.address}/app/socket`, { headers: { cookie, origin: patchbay.address } });
  assert.equal(plain.status, 426);
});

test('the snapshot shows the workspace to the one who is signed in', async () => {
  const desk = await openDesk(patchbay, await signIn(patchbay));
  await desk.ask({ type: 'hello', since: null });
  const { data, seq } = await desk.next('snapshot');
  assert.equal(data.me.email, 'agent@somedomain.com');
  assert.equal(data.me.role, 'agent');
  assert.equal(data.workspace.slug, 'demo');
  assert.deepEqual(data.numbers, ['+1 339-219-5276', '+1 760-867-5309', '+1 760-410-8538']);
  assert.deepEqual(data.languages, ['en']);
  assert.equal(data.menus.find((menu) => menu.id === 52)?.isOpen, false);
  assert.ok(data.queues.some((queue) => queue.menuId === 9 && queue.agents === 4));
  assert.ok(Number.isSafeInteger(seq) && seq > 0);
  desk.close();
});

test('what is malformed is refused, and the socket continues', async () => {
  const desk = await openDesk(patchbay, await signIn(patchbay));
  await desk.ask({ type: 'hello', since: null });
  for (const raw of ['', '{', 'null', '[]', '"x"', '{"id":9,"type":"answer","callId":"1"}', '[[[['.repeat(100)]) {
    desk.sendRaw(raw);
    const reply = await desk.next('reply');
    assert.ok(!reply.ok && reply.error === 'malformed', raw);
  }
  const reply = await desk.ask({ type: 'note', callId: 999_999, text: 'nothing' });
  assert.ok(!reply.ok && reply.error === 'not_yours');
  desk.close();
});

test('before its hello a page commands nothing', async () => {
  const desk = await openDesk(patchbay, await signIn(patchbay));
  assert.equal((await desk.ask({ type: 'wrap_up_done' })).ok, false);
  desk.close();
});

test('oversize, binary and too many frames close the socket, and only that one', async () => {
  const cookie = await signIn(patchbay);
  const good = await openDesk(patchbay, cookie);
  const large = await openDesk(patchbay, cookie);
  large.sendRaw('x'.repeat(64 * 1024 + 1));
  assert.equal(await large.closed, 1009);
  const binary = await openDesk(patchbay, cookie);
  binary.sendRaw(new Uint8Array([1, 2, 3]));
  assert.equal(await binary.closed, 1003);
  const flood = await openDesk(patchbay, cookie);
  for (let count = 0; count < 300; count += 1) flood.sendRaw('{}');
  assert.equal(await flood.closed, 1008);
  assert.equal((await good.ask({ type: 'hello', since: null })).ok, true);
  good.close();
});

test('the newest page leads, the older one is superseded', async () => {
  const cookie = await signIn(patchbay);
  const older = await openDesk(patchbay, cookie);
  await older.ask({ type: 'hello', since: null });
  const newer = await openDesk(patchbay, cookie);
  await newer.ask({ type: 'hello', since: null });
  await older.next('superseded');
  assert.equal(await older.closed, 4001);
  assert.equal((await newer.ask({ type: 'status', status: 'break' })).ok, true);
  await newer.next('agent', ({ data }) => data.id === 2 && data.status === 'break');
  newer.close();
});

test('a page that was away is told what it missed, in order; one that was away too long gets a snapshot', async () => {
  const cookie = await signIn(patchbay);
  const desk = await openDesk(patchbay, cookie);
  await desk.ask({ type: 'hello', since: null });
  const { seq } = await desk.next('snapshot');
  desk.close();
  await desk.closed;
  await patchbay.engine.setAgentStatus(1, 3, 'break');
  const back = await openDesk(patchbay, cookie);
  const reply = await back.ask({ type: 'hello', since: seq });
  assert.ok(reply.ok && (reply.data as { resumed: boolean }).resumed);
  const missed = await back.next('agent', ({ data }) => data.id === 3);
  assert.equal(missed.data.status, 'break');
  assert.ok(missed.seq > seq);
  const numbers = back.heard.flatMap((message) => ('seq' in message ? [message.seq] : []));
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => a - b),
  );
  for (const since of [1, missed.seq + 1_000_000]) {
    const again = await back.ask({ type: 'hello', since });
    assert.ok(again.ok && !(again.data as { resumed: boolean }).resumed);
    await back.next('snapshot');
  }
  back.close();
});

test('no one is available without a page that works', async () => {
  const desk = await openDesk(patchbay, await signIn(patchbay));
  await desk.ask({ type: 'hello', since: null });
  const refused = await desk.ask({ type: 'status', status: 'available' });
  assert.ok(!refused.ok && refused.error === 'agent_not_available');
  const bad = await desk.ask({ type: 'sound_offer', sdp: 'bad offer of nothing' });
  assert.ok(!bad.ok && bad.error === 'sound_refused');
  const offered = await desk.ask({ type: 'sound_offer', sdp: 'offer of the agent' });
  assert.ok(offered.ok);
  assert.deepEqual(offered.data, { answer: 'answer to offer of the agent' });
  media.connect(media.legOf('offer of the agent'));
  await desk.next('sound', ({ state }) => state === 'connected');
  await desk.next('agent', ({ data }) => data.id === 2 && data.isOnline);
  assert.equal((await desk.ask({ type: 'status', status: 'available' })).ok, true);
  desk.close();
});
