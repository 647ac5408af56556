import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, createPassing, stage } from '../support/live-people.ts';
import { until } from '../support/until.ts';
import type { ManualClock } from '../support/manual-clock.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { openDesk, PASSWORD, signIn } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const SECOND = 1000;
/** Its menu is closed at this hour. */
const NIGHT_LINE = 52;

/** The longest message. Seconds. */
const LONGEST_MESSAGE = 120;

const media = createFakeMedia();
const manual = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
/** The timers that would end a message, and have neither run nor been canceled. */
const messageTimers = new Set<symbol>();
const clock: ManualClock = {
  ...manual,
  after(milliseconds, run) {
    if (milliseconds !== LONGEST_MESSAGE * SECOND) return manual.after(milliseconds, run);
    const timer = Symbol('message');
    messageTimers.add(timer);
    const cancel = manual.after(milliseconds, async () => {
      messageTimers.delete(timer);
      await run();
    });
    return () => {
      messageTimers.delete(timer);
      cancel();
    };
  },
};
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media, clock });
const { engine } = patchbay;
const { callIn, goOnline, legOf, pathAt } = createLivePeople(patchbay, media);
const pass = createPassing(patchbay, manual);

async function callAfterHours() {
  const caller = await callIn();
  caller.page.say({ type: 'choose', menuId: NIGHT_LINE });
  return caller;
}

/** A caller who has heard the greeting and whose beep has just ended. */
async function beeped() {
  const caller = await callAfterHours();
  const { leg, callId } = caller;
  const call = await patchbay.until(callId, (each) => each.state === 'voicemail' && each.recording !== null);
  const uid = call.recording?.uid ?? '';
  const isBeep = (): boolean => pathAt(leg).includes('beep');
  await until(() => {
    if (!isBeep()) media.finish(leg); // The menu, then the greeting.
    return isBeep();
  }, 'no beep');
  assert.equal(media.recording(uid), undefined, 'recorded before the beep');
  media.finish(leg);
  await until(() => media.recording(uid)?.sides.right === leg, 'not recorded after the beep');
  return { ...caller, uid };
}

test('after hours the caller leaves a message after the beep, which an agent hears', async () => {
  const { page, callId, uid } = await beeped();
  await clock.advance(4 * SECOND);
  page.say({ type: 'hang_up' });
  await patchbay.until(callId, (each) => each.state === 'voicemail_received' && each.recording?.status === 'stored');
  assert.equal((await page.next('call', ({ data }) => data.stage === 'ended')).data.endedReason, 'voicemail');
  const desk = await openDesk(patchbay, await signIn(patchbay));
  await desk.ask({ type: 'hello', since: null });
  assert.ok((await desk.next('snapshot')).data.voicemails.some((each) => each.id === callId));
  const heard = await desk.ask({ type: 'listen_voicemail', callId });
  assert.ok(heard.ok && (heard.data as { url: string }).url.startsWith(`/recordings/${uid}?`));
  await patchbay.reached(callId, 'voicemail_read');
  desk.close();
  await desk.closed;
});

test('a caller who hangs up before the beep has left no message', async () => {
  const { page, callId } = await callAfterHours();
  await patchbay.until(callId, (each) => each.state === 'voicemail' && each.recording !== null);
  page.say({ type: 'hang_up' });
  const over = await patchbay.until(
    callId,
    (each) => each.state === 'deflected' && each.recording?.status === 'failed',
  );
  assert.equal(over.voicemailReason, 'after_hours');
});

test('a message ends by itself when it is too long, and what waits for that goes with a message that ended before', async () => {
  const short = await beeped();
  assert.equal(messageTimers.size, 1);
  await clock.advance(4 * SECOND);
  short.page.say({ type: 'hang_up' });
  await patchbay.until(short.callId, (each) => each.state === 'voicemail_received');
  await until(() => messageTimers.size === 0, 'something still waits for the end of a message that has ended');
  const { callId } = await beeped();
  await clock.advance((LONGEST_MESSAGE - 1) * SECOND);
  assert.equal((await engine.calls.byId(1, callId))?.state, 'voicemail');
  await clock.advance(SECOND);
  assert.equal((await engine.calls.byId(1, callId))?.state, 'voicemail_received');
  assert.equal(messageTimers.size, 0);
});

test('no one comes for the caller of an agent who vanished: they are asked for a message, and the call is not one that was finished', async () => {
  const email = 'agent@somedomain.com';
  const desk = await goOnline(email);
  // Someone is at work, or the simulated agent would take the caller.
  const admin = await goOnline('owner@somedomain.com', 'break');
  const { page, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  await patchbay.until(callId, (call) => call.offer?.agentIds.includes(2) === true);
  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  await patchbay.reached(callId, 'connected');
  desk.close();
  await desk.closed;
  media.lose(legOf(email), 'timeout');
  await pass(25, admin);
  await page.next('call', ({ data }) => data.isHandedOn);
  await pass(119, admin);
  assert.equal((await engine.calls.byId(1, callId))?.state, 'connected');
  await pass(1, admin);
  await page.next('call', stage('voicemail'));
  const asked = await engine.calls.byId(1, callId);
  assert.deepEqual(
    [asked?.state, asked?.deflection, asked?.transfers[0]?.status, asked?.transfers[0]?.failReason],
    ['voicemail', 'long_wait_voicemail', 'failed', 'transfer_expired'],
  );
  page.say({ type: 'hang_up' });
  const ended = await patchbay.reached(callId, 'deflected', 'voicemail_received');
  assert.equal(ended.state, 'deflected', 'what was said before the tone is no message');
});
