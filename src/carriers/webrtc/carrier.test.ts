import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { GRACE_MS } from '#domain/call/participant.ts';
import type { CallMedia, FarEnds } from '#media/session/far-ends.ts';
import { callIn, START } from '../../../test/support/calls.ts';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createWebrtcCarrier, WEBRTC_NAME } from './carrier.ts';

const ASKER = '192.0.2.7';

/** A carrier whose calls have the media of a test. */
function worldOf() {
  const media = createFakeMedia();
  const clock = createManualClock(START);
  const calls = new Map<number, Call>();
  const said: string[] = [];
  const ends: FarEnds[] = [];
  const callMedia: CallMedia = {
    addFarEnds: (_name, farEnds) => void ends.push(farEnds),
    touch: (callId) => void said.push(`touch ${callId}`),
    moved: ({ id }) => void said.push(`moved ${id}`),
    callOf: (callId) => calls.get(callId),
    farEndLeft: async ({ id }, { by }) => void said.push(`left ${id} ${by}`),
    pressed: (callId, digit) => void said.push(`pressed ${callId} ${digit}`),
  };
  const report = async (callId: number, { type }: { readonly type: string }) => void said.push(`${type} ${callId}`);
  const webrtc = createWebrtcCarrier({ media, calls: callMedia, clock, report: report as never });
  const states: string[] = [];
  webrtc.onCallerSound((uid, state) => void states.push(`${uid} ${state}`));
  const follow = (call: Call): void => {
    calls.set(call.id, call);
    webrtc.carrier.follow(call);
  };
  const [farEnds] = ends;
  assert.ok(farEnds !== undefined);
  return { media, clock, said, states, follow, farEnds, webrtc };
}

const aCallOf = (state: Parameters<typeof callIn>[0], change: Partial<Call> = {}): Call =>
  callIn(state, { id: 7, uid: 'page', carrier: WEBRTC_NAME, ...change });

/** A caller whose connection stands and whose call continues. */
async function connected() {
  const world = worldOf();
  await world.webrtc.offerCaller('page', 'the offer', ASKER);
  const leg = world.media.legOf('the offer');
  world.media.connect(leg);
  world.follow(aCallOf('connected'));
  world.said.length = 0;
  return { ...world, leg };
}

test('a page is heard of as its sound comes, before there is a call and after', async () => {
  const { media, states, said, webrtc, follow } = worldOf();
  await webrtc.offerCaller('page', 'the offer', ASKER);
  assert.equal(media.askerOf('the offer'), ASKER);
  assert.equal(webrtc.isCallerConnected('page'), false);
  media.connect(media.legOf('the offer'));
  assert.deepEqual([webrtc.isCallerConnected('page'), states, said], [true, ['page connected'], []]);
  follow(aCallOf('connected'));
  media.interrupt(media.legOf('the offer'));
  assert.deepEqual([states.at(-1), said], ['page interrupted', ['touch 7', 'moved 7']]);
  assert.equal(webrtc.isCallerAway(aCallOf('connected')), true);
});

test('a caller whose sound is gone has the grace to come back; then it was the connection that ended the call', async () => {
  const { media, clock, said, leg } = await connected();
  media.interrupt(leg);
  await clock.advance(GRACE_MS - 1);
  assert.ok(!said.includes('left 7 system'));
  await clock.advance(1);
  assert.equal(said.at(-1), 'left 7 system');
});

test('a caller who comes back in time has left no trace', async () => {
  const { media, clock, said, leg } = await connected();
  media.interrupt(leg);
  await clock.advance(GRACE_MS / 2);
  media.connect(leg);
  await clock.advance(2 * GRACE_MS);
  assert.ok(said.every((word) => !word.startsWith('left')));
});

test('after a goodbye it was the caller who ended it, unless they came back with a new offer', async () => {
  const gone = await connected();
  gone.webrtc.callerLeft('page');
  gone.media.lose(gone.leg, 'timeout');
  await gone.clock.advance(GRACE_MS);
  assert.equal(gone.said.at(-1), 'left 7 end_user');

  const back = await connected();
  back.webrtc.callerLeft('page');
  await back.webrtc.offerCaller('page', 'another offer', ASKER);
  back.media.lose(back.leg, 'timeout');
  await back.clock.advance(GRACE_MS);
  assert.equal(back.said.at(-1), 'left 7 system');
});

test('that the engine of a leg died is not the carrier’s to say', async () => {
  const { media, said, states, leg } = await connected();
  media.lose(leg, 'worker');
  assert.deepEqual([states.at(-1), said], ['page lost', []]);
});

test('a microphone that delivers nothing is told, as long as the connection stands', async () => {
  const { media, states, webrtc, leg } = await connected();
  media.silence(leg, true);
  assert.deepEqual([states.at(-1), webrtc.isCallerSilent(aCallOf('connected'))], ['page silent', true]);
  media.silence(leg, false);
  assert.deepEqual([states.at(-1), webrtc.isCallerSilent(aCallOf('connected'))], ['page sounding', false]);
});

for (const [state, reports] of [
  ['assigned', ['legs_bridged 7']],
  ['connecting', ['legs_bridged 7']],
  ['connected', []],
  ['queued', []],
] as const)
  test(`an agent who is ready: a call that is ${state} ${reports.length > 0 ? 'is connected' : 'stays as it is'}`, async () => {
    const { farEnds, said } = worldOf();
    await farEnds.agentIsReady(aCallOf(state));
    assert.deepEqual(said, reports);
  });

test('a call that is over, or another carrier’s, is watched no longer', async () => {
  const { media, clock, said, follow, farEnds, leg } = await connected();
  media.interrupt(leg);
  follow(aCallOf('finished'));
  await clock.advance(2 * GRACE_MS);
  assert.ok(said.every((word) => !word.startsWith('left')));
  await farEnds.release(aCallOf('finished'));
  assert.deepEqual(media.legs(), []);

  const other = worldOf();
  other.follow(callIn('connected', { id: 8, carrier: 'simulator' }));
  await other.clock.advance(2 * GRACE_MS);
  assert.deepEqual(other.said, []);
});

test('a caller who hangs up is heard no more, even where it cannot be stored now', async () => {
  const { media, webrtc, said } = await connected();
  await webrtc.callerHungUp(aCallOf('connected'));
  assert.deepEqual([said, media.legs()], [['left 7 end_user'], []]);
});

test('a stop ends every grace', async () => {
  const { media, clock, said, webrtc, leg } = await connected();
  media.interrupt(leg);
  await webrtc.carrier.stop();
  await clock.advance(2 * GRACE_MS);
  assert.ok(said.every((word) => !word.startsWith('left')));
});

test('a caller who continues in another call keeps their leg: what comes of it is the other call’s', async () => {
  const { media, clock, said, states, follow, farEnds, webrtc, leg } = await connected();
  const [from, to] = [aCallOf('connected'), aCallOf('queued', { id: 8, uid: 'next' })];
  follow(to);
  farEnds.passOn?.(from, to);
  assert.deepEqual([farEnds.legOf(from), farEnds.legOf(to)], [undefined, leg]);
  await farEnds.release(from);
  follow(aCallOf('finished'));
  assert.deepEqual([media.legs(), webrtc.isCallerConnected('next')], [[leg], true]);
  await clock.advance(GRACE_MS);
  assert.deepEqual(said, [], 'they were never away');
  media.interrupt(leg);
  assert.deepEqual([states.at(-1), said], ['next interrupted', ['touch 8', 'moved 8']]);
  await clock.advance(GRACE_MS);
  assert.equal(said.at(-1), 'left 8 system');
});
