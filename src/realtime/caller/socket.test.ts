import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { createLivePeople } from '../../../test/support/live-people.ts';
import { openCaller, openSocket, PASSWORD } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const media = createFakeMedia();
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media });
const people = createLivePeople(patchbay, media);
// Else the simulated agent takes whoever waits, sooner or later.
await patchbay.send('/v1/agents/1/status', { method: 'PUT', body: { status: 'unavailable' } });
const errorOf = async (page: Awaited<ReturnType<typeof openCaller>>): Promise<string> =>
  (await page.next('error')).error;

test('there is no call before the connection stands; then it is in the menus, with a secret to come back by', async () => {
  const page = await openCaller(patchbay);
  page.say({ type: 'call', sdp: 'offer of one.', lang: 'en', name: 'One' });
  await page.next('answer');
  const count = async () => (await patchbay.database.pool.query('select 1 from call')).rowCount;
  const before = await count();
  media.connect(media.legOf('offer of one.'));
  const { data } = await page.next('call');
  assert.equal(await count(), (before ?? 0) + 1);
  assert.equal(data.stage, 'menu');
  assert.ok(data.choices.length > 0 && data.secret.length >= 16);
  assert.deepEqual([data.position, data.agentName, data.endedReason], [null, null, null]);
  page.close();
});

test('what is chosen while the connection is made is done once it stands', async () => {
  const page = await openCaller(patchbay);
  page.say({ type: 'call', sdp: 'offer of two.', lang: 'en', name: null });
  await page.next('answer');
  const { view } = await people.callIn();
  const [choice] = view.choices;
  page.say({ type: 'choose', menuId: choice?.menuId ?? 0 });
  media.connect(media.legOf('offer of two.'));
  const { data } = await page.next('call', (message) => message.data.stage !== 'menu');
  assert.equal(data.stage, 'queue');
  assert.equal(data.mayCallBack, true);
  page.close();
});

test('a page that comes back by its secret has its call again, and the one before is closed', async () => {
  const { page, view, callId } = await people.callIn();
  const again = await openCaller(patchbay);
  again.say({ type: 'return', callId, secret: view.secret, sdp: 'offer of the same.' });
  assert.equal((await again.next('answer')).sdp, 'answer to offer of the same.');
  assert.equal((await again.next('call')).data.callId, callId);
  assert.equal(await page.closed, 4001);
  again.close();
});

test('a page that comes back without an offer is told when its sound has gone', async () => {
  const { page, view, callId, leg } = await people.callIn();
  media.interrupt(leg);
  page.close();
  const again = await openCaller(patchbay);
  again.say({ type: 'return', callId, secret: view.secret, sdp: null });
  assert.equal((await again.next('call')).data.callId, callId);
  again.close();
});

test('no one comes back to a call without its secret, to one that is not there, or to a second one', async () => {
  const [first, second] = [await people.callIn(), await people.callIn()];
  const stranger = await openCaller(patchbay);
  for (const [callId, secret] of [
    [first.callId, second.view.secret],
    [first.callId, 'x'],
    [999_999, first.view.secret],
  ] as const) {
    stranger.say({ type: 'return', callId, secret, sdp: null });
    assert.equal(await errorOf(stranger), 'unknown_call');
  }
  first.page.say({ type: 'return', callId: second.callId, secret: second.view.secret, sdp: null });
  assert.equal(await errorOf(first.page), 'unknown_call');
  for (const page of [stranger, first.page, second.page]) page.close();
});

test('a page that has no call can do nothing but call, and one that has cannot call again', async () => {
  const page = await openCaller(patchbay);
  for (const message of [
    { type: 'choose', menuId: 50 },
    { type: 'digit', digit: '1' },
    { type: 'hang_up' },
    { type: 'confirm_call_back' },
    { type: 'rate', rating: 5, feedback: null },
  ] as const) {
    page.say(message);
    assert.equal(await errorOf(page), 'unknown_call', message.type);
  }
  page.close();
  const { page: busy } = await people.callIn();
  busy.say({ type: 'call', sdp: 'offer once more.', lang: 'en', name: null });
  assert.equal(await errorOf(busy), 'malformed');
  busy.close();
});

for (const data of ['{', '[]', '{"type":"dance"}', '{"type":"hang_up","now":true}'])
  test(`${data} is not understood, and the page stays open`, async () => {
    const { page } = await people.callIn();
    page.sendRaw(data);
    assert.equal(await errorOf(page), 'malformed');
    page.say({ type: 'hang_up' });
    assert.equal((await page.next('call', (message) => message.data.stage === 'ended')).data.endedReason, 'failed');
    page.close();
  });

test('an offer that is none is refused, and the page may try again', async () => {
  const page = await openCaller(patchbay);
  page.say({ type: 'call', sdp: 'bad offer of no sound.', lang: 'en', name: null });
  assert.equal(await errorOf(page), 'sound_refused');
  page.say({ type: 'call', sdp: 'offer of three.', lang: 'en', name: null });
  await page.next('answer');
  media.connect(media.legOf('offer of three.'));
  assert.equal((await page.next('call')).data.stage, 'menu');
  page.close();
});

test('a caller who waits is told their place, and it changes as those before them go', async () => {
  const [first, second] = [await people.callIn(), await people.callIn()];
  const menuId = first.view.choices.find(({ name }) => name === 'Web support')?.menuId ?? 0;
  first.page.say({ type: 'choose', menuId });
  const { data } = await first.page.next('call', (message) => message.data.stage === 'queue');
  second.page.say({ type: 'choose', menuId });
  const behind = await second.page.next('call', (message) => message.data.stage === 'queue');
  assert.equal(behind.data.position, (data.position ?? 0) + 1);
  first.page.say({ type: 'hang_up' });
  await first.page.next('call', (message) => message.data.stage === 'ended');
  for (const { page } of [first, second]) page.close();
});

test('a number to be called back at is read, shown, and confirmed once', async () => {
  const { page, view } = await people.callIn();
  page.say({ type: 'choose', menuId: view.choices[0]?.menuId ?? 0 });
  await page.next('call', (message) => message.data.stage === 'queue');
  page.say({ type: 'confirm_call_back' });
  assert.equal(await errorOf(page), 'malformed', 'no number was shown yet');
  page.say({ type: 'call_back', number: 'never' });
  assert.equal(await errorOf(page), 'call_back_unreadable');
  page.say({ type: 'call_back', number: '(415) 555-0148' });
  assert.deepEqual(await page.next('call_back_number'), {
    type: 'call_back_number',
    national: '(415) 555-0148',
    international: '+1 415 555 0148',
  });
  page.say({ type: 'confirm_call_back' });
  const { data } = await page.next('call', (message) => message.data.stage === 'ended');
  assert.equal(data.endedReason, 'call_back');
  page.close();
});

test('a socket of a foreign page, or of a workspace that is not there, does not open', async () => {
  await assert.rejects(openSocket(patchbay, '/w/demo/socket', { origin: 'https://elsewhere.example' }));
  await assert.rejects(openCaller(patchbay, 'nowhere'));
});

test('a call is rated once it has ended, and its page closes', async () => {
  const { page, callId } = await people.callIn();
  page.say({ type: 'hang_up' });
  await page.next('call', (message) => message.data.stage === 'ended');
  page.say({ type: 'rate', rating: 4, feedback: 'Good.' });
  const rated = await patchbay.until(callId, (call) => call.rating !== null);
  assert.deepEqual([rated.rating, rated.hasFeedback], [4, true]);
  page.close();
});
