import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, createPassing, stage } from '../support/live-people.ts';
import { until } from '../support/until.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { openCaller, openDesk, PASSWORD, signIn } from '../support/pages.ts';
import type { Desk } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { namedAgent } from '#domain/identity/actor.ts';

const media = createFakeMedia();
const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media, clock });
const { engine } = patchbay;
const { goOnline, callIn, hearsLeg, hearsMusic } = createLivePeople(patchbay, media);
const pass = createPassing(patchbay, clock);
const SECOND = 1000;

/** Someone calls, and chooses the menu, if one is named. */
async function callTo(menuId?: number) {
  const caller = await callIn();
  if (menuId !== undefined) caller.page.say({ type: 'choose', menuId });
  return { ...caller, secret: caller.view.secret };
}

const callOf = async (callId: number) => (await engine.calls.byId(1, callId)) ?? assert.fail('no such call');
const OWNER = 4;
const rings = (agentId: number) => (call: { offer: { agentIds: readonly number[] } | null }) =>
  call.offer?.agentIds.includes(agentId) === true;

/** Closes the page, and waits until the server knows. */
async function close(desk: Desk, agentId = 2): Promise<void> {
  desk.close();
  await desk.closed;
  await until(() => engine.live.presence.isAway(agentId), 'the server does not know that the page is gone');
}

/** The agent talks with a caller of the menu. */
async function talk(desk: Desk, menuId = 50) {
  const caller = await callTo(menuId);
  await patchbay.until(caller.callId, rings(2));
  assert.equal((await desk.ask({ type: 'answer', callId: caller.callId })).ok, true);
  await patchbay.reached(caller.callId, 'connected');
  await until(hearsLeg(caller.leg, media.legOf('offer of agent@')), 'they do not talk');
  return caller;
}

test('a page that is gone for 20 s, and comes back, finds its call, and the caller heard music meanwhile', async () => {
  const cookie = await signIn(patchbay);
  const desk = await goOnline();
  const { leg, callId, page } = await talk(desk);
  await page.next('call', stage('talking'));
  await close(desk);
  media.lose(media.legOf('offer of agent@'), 'closed');
  await until(hearsMusic(leg), 'the caller hears nothing');
  await page.next('call', stage('held'));
  await pass(23);
  const again = await openDesk(patchbay, cookie);
  await again.ask({ type: 'hello', since: null });
  const { data } = await again.next('snapshot');
  assert.ok(data.calls.some((call) => call.id === callId && call.state === 'connected'));
  assert.equal(data.me.isOnline, true);
  await again.ask({ type: 'sound_offer', sdp: 'offer of agent@ again' });
  media.connect(media.legOf('offer of agent@ again'));
  await until(hearsLeg(leg, media.legOf('offer of agent@ again')), 'they do not talk again');
  await page.next('call', stage('talking'));
  await pass(30, again);
  assert.equal((await callOf(callId)).state, 'connected');
  assert.equal((await again.ask({ type: 'hang_up', callId })).ok, true);
  await patchbay.reached(callId, 'finished');

  // A wrap-up that no one finishes ends by itself after a minute, and a reload does not end it.
  await engine.settled();
  assert.equal(engine.live.wrapUpOf(2)?.callId, callId);
  await pass(55, again);
  assert.equal(engine.live.wrapUpOf(2)?.callId, callId);
  await pass(10, again);
  assert.equal(engine.live.wrapUpOf(2), null);
  assert.equal((await engine.directory.load(1)).agents.get(2)?.status, 'available');
  await close(again);
});

test('an agent who vanishes is unavailable after 25 s; their caller goes to the front of the queue, what rang is declined', async () => {
  const desk = await goOnline();
  const admin = await goOnline('owner@somedomain.com', 'break');
  const { callId, leg, page } = await talk(desk);
  const waiting = await callTo(50);
  await patchbay.reached(waiting.callId, 'queued');
  await close(desk);
  media.lose(media.legOf('offer of agent@'), 'timeout');
  await pass(24, admin);
  assert.deepEqual((await callOf(callId)).transfers, []);
  await pass(1, admin);
  const handed = await callOf(callId);
  assert.deepEqual(
    [
      handed.state,
      handed.priority,
      handed.transfers[0]?.status,
      handed.transfers[0]?.menuId,
      handed.transfers[0]?.mode,
    ],
    ['connected', 1, 'transferring', 50, 'cold'],
  );
  assert.equal(handed.participants.find((each) => each.agentId === 2)?.status, 'finished');
  assert.equal((await engine.directory.load(1)).agents.get(2)?.status, 'unavailable');
  const moved = await page.next('call', ({ data }) => data.isHandedOn);
  assert.deepEqual([moved.data.stage, moved.data.mayCallBack, moved.data.agentName], ['queue', true, null]);

  assert.equal((await admin.ask({ type: 'status', status: 'available' })).ok, true);
  await patchbay.until(callId, rings(OWNER));
  assert.equal((await admin.ask({ type: 'answer', callId })).ok, true);
  await patchbay.until(callId, (call) => call.agentId === OWNER && call.transfers[0]?.status === 'transferred');
  await until(hearsLeg(leg, media.legOf('offer of owner@')), 'the next agent does not hear the caller');
  waiting.page.say({ type: 'hang_up' });
  await patchbay.reached(waiting.callId, 'failed');
  assert.equal((await admin.ask({ type: 'hang_up', callId })).ok, true);
  await patchbay.reached(callId, 'finished');
  await engine.settled();
  await admin.ask({ type: 'wrap_up_done' });
  await close(admin, OWNER);
  await pass(25);
  assert.equal(engine.live.presence.isAnyoneOnline(1), false);
});

test('an agent whose page is lost talks on until their sound ends, and is rung by nothing meanwhile', async () => {
  const desk = await goOnline();
  const { callId, leg, page } = await talk(desk);
  await close(desk);
  await pass(300);
  const call = await callOf(callId);
  assert.deepEqual([call.state, call.agentId, call.transfers], ['connected', 2, []]);
  assert.ok(hearsLeg(leg, media.legOf('offer of agent@'))(), 'the caller hears the agent');
  assert.equal((await engine.directory.load(1)).agents.get(2)?.status, 'available');
  const waiting = await callTo(50);
  assert.equal(rings(2)(await patchbay.reached(waiting.callId, 'queued')), false);
  waiting.page.say({ type: 'hang_up' });
  await patchbay.reached(waiting.callId, 'failed');

  media.lose(media.legOf('offer of agent@'), 'timeout');
  await pass(30);
  const handed = await callOf(callId);
  assert.deepEqual([handed.state, handed.transfers[0]?.menuId], ['connected', 50], 'the caller goes back to the queue');
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
});

test('an agent who vanishes leaves the call to the one who talks in it, or has been asked for', async () => {
  const desk = await goOnline();
  const admin = await goOnline('owner@somedomain.com');
  const { callId, leg, page } = await talk(desk);
  const warm = { type: 'transfer', callId, to: { agentId: OWNER }, mode: 'warm' } as const;
  assert.equal((await desk.ask(warm)).ok, true);
  await patchbay.until(callId, rings(OWNER));
  assert.equal((await admin.ask({ type: 'answer', callId })).ok, true);
  await patchbay.until(callId, (call) => call.agentId === OWNER);
  await close(desk);
  media.lose(media.legOf('offer of agent@'), 'timeout');
  await pass(25, admin);
  const left = await callOf(callId);
  assert.deepEqual([left.state, left.agentId, left.transfers.length], ['connected', OWNER, 1]);
  assert.equal(left.participants.find((each) => each.agentId === 2)?.status, 'finished');
  await until(hearsLeg(leg, media.legOf('offer of owner@')), 'the one who stays is not heard');

  const back = await goOnline();
  assert.equal((await admin.ask({ ...warm, to: { agentId: 2 } })).ok, true);
  await patchbay.until(callId, rings(2));
  await close(admin, OWNER);
  media.lose(media.legOf('offer of owner@'), 'timeout');
  await pass(26, back);
  const ringing = await callOf(callId);
  assert.deepEqual([ringing.state, ringing.transfers.at(-1)?.status], ['connected', 'transferring']);
  assert.equal((await back.ask({ type: 'answer', callId })).ok, true);
  await until(hearsLeg(leg, media.legOf('offer of agent@')), 'the one who was asked is not heard');
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
  await engine.settled();
  await back.ask({ type: 'wrap_up_done' });
  await close(back);
  await pass(25);
});

test('an agent who vanishes while they dial someone leaves their caller to the queue', async () => {
  const desk = await goOnline();
  const { callId, page } = await talk(desk);
  await close(desk);
  media.lose(media.legOf('offer of agent@'), 'timeout');
  await pass(23);
  patchbay.simulator.takeControl(await callOf(callId)); // No one answers yet.
  const asked = { number: '+14155550199', isHandOver: false } as const;
  assert.ok((await engine.dialThirdParty(namedAgent(1, 2), callId, asked)).ok);
  await pass(2.5);
  const handed = await callOf(callId);
  assert.deepEqual(
    [
      handed.state,
      handed.transfers[0]?.menuId,
      handed.participants.find((each) => each.kind === 'third_party')?.status,
    ],
    ['connected', 50, 'failed'],
  );
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
  await engine.settled();
});

test('while no one is online the simulated agent takes what waits', async () => {
  const { page, callId } = await callTo(50);
  await patchbay.until(callId, rings(1));
  await pass(5);
  const talking = await patchbay.reached(callId, 'connected');
  assert.equal(talking.agentId, 1);
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
});

test('a caller who vanishes hangs up after 25 s, one who comes back before does not', async () => {
  const gone = await callTo();
  const back = await callTo();
  for (const { page } of [gone, back]) {
    page.close();
    await page.closed;
  }
  media.lose(gone.leg, 'timeout');
  media.lose(back.leg, 'timeout');
  await pass(23);
  assert.equal((await callOf(gone.callId)).state, 'selecting');
  const again = await openCaller(patchbay);
  again.say({ type: 'return', callId: back.callId, secret: back.secret, sdp: 'offer of one who is back.' });
  await again.next('answer');
  media.connect(media.legOf('offer of one who is back.'));
  await clock.advance(2 * SECOND);
  const ended = await patchbay.reached(gone.callId, 'failed');
  assert.deepEqual([ended.failReason, ended.disconnectedBy], ['eu_in_menu_abandoned', 'disconnected_by_end_user']);
  assert.equal((await callOf(back.callId)).state, 'selecting');
  again.say({ type: 'hang_up' });
  await patchbay.reached(back.callId, 'failed');
});

test('while nothing comes from an agent their caller hears music and is told so; then they talk again', async () => {
  const desk = await goOnline();
  const { callId, leg, page } = await talk(desk);
  await page.next('call', stage('talking'));
  const { recording } = await patchbay.until(callId, (call) => call.recording !== null);
  const uid = recording?.uid ?? '';
  await until(() => media.recording(uid)?.sides.right === leg, 'the caller is not recorded');
  media.interrupt(media.legOf('offer of agent@'));
  await until(hearsMusic(leg), 'the caller hears nothing');
  await page.next('call', stage('held'));
  await until(() => media.recording(uid)?.sides.right === null, 'what he says to the music is recorded');
  media.connect(media.legOf('offer of agent@'));
  await until(hearsLeg(leg, media.legOf('offer of agent@')), 'they do not talk again');
  await page.next('call', stage('talking'));
  await until(() => media.recording(uid)?.sides.right === leg, 'the caller is not recorded any more');
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
  await engine.settled();
  await desk.ask({ type: 'wrap_up_done' });
  await close(desk);
  await pass(25);
});

test('an agent is told that their caller is cut off, and that they are back', async () => {
  const desk = await goOnline();
  const { callId, page, leg, secret } = await talk(desk);
  const told = async (wanted: boolean) =>
    desk.next('call', ({ data }) => data.id === callId && data.isCallerAway === wanted);
  page.close();
  await page.closed;
  media.lose(leg, 'closed');
  await pass(1, desk);
  await told(true);
  const again = await openCaller(patchbay);
  again.say({ type: 'return', callId, secret, sdp: 'offer of one who was cut off.' });
  await again.next('answer');
  media.connect(media.legOf('offer of one who was cut off.'));
  await pass(1, desk);
  await told(false);
  again.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
  await pass(1, desk);
  const ended = await desk.next('call', ({ data }) => data.id === callId && data.endsAt !== null);
  assert.equal(ended.data.isCallerAway, false);
  await engine.settled();
  await desk.ask({ type: 'wrap_up_done' });
  await close(desk);
  await pass(25);
});
