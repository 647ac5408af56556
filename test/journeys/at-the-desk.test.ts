import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, createPassing, stage } from '../support/live-people.ts';
import { until } from '../support/until.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const AGENT = 2;
const SECOND = 1000;

const media = createFakeMedia();
const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
const env = { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' };
const patchbay = await testPatchbay(env, { media, clock });
const { engine } = patchbay;
const { goOnline, callIn, legOf, hearsLeg, hearsMusic, isBridged } = createLivePeople(patchbay, media);
const pass = createPassing(patchbay, clock);

async function settle(): Promise<void> {
  await engine.settled();
  await patchbay.simulator.settled();
}

const rings = (call: { offer: { agentIds: readonly number[] } | null }) =>
  call.offer?.agentIds.includes(AGENT) === true;

test('a call for later is shown at every desk, rings when it is due, and its far end is dialed and heard', async () => {
  const desk = await goOnline();
  const body = {
    call_type: 'Voice Scheduled (API)',
    menu_id: 50,
    end_user_number: '+14155550148',
    scheduled_at: new Date(clock.now().getTime() + 60 * SECOND).toISOString(),
  };
  const made = await patchbay.send('/apps/api/v1/calls', { body });
  assert.equal(made.status, 201, made.text);
  const { id } = made.json as { id: number };
  const later = await desk.next('call', ({ data }) => data.id === id);
  assert.equal(later.data.state, 'scheduled');
  await pass(55, desk);
  assert.equal((await engine.calls.byId(1, id))?.state, 'scheduled');
  await pass(10, desk);
  await patchbay.until(id, rings);
  assert.equal((await desk.ask({ type: 'answer', callId: id })).ok, true);
  await patchbay.reached(id, 'connecting');
  await settle();
  await pass(10, desk);
  await patchbay.reached(id, 'connected');
  await until(() => isBridged(legOf('agent@')), 'the far end is not heard');
  assert.equal((await desk.ask({ type: 'hang_up', callId: id })).ok, true);
  await patchbay.reached(id, 'finished');
  await desk.ask({ type: 'wrap_up_done' });
  desk.close();
  await desk.closed;
});

test('a second call puts the first on hold, and ends with it still there', async () => {
  const changed = await patchbay.send('/v1/agents/2', { method: 'PATCH', body: { capacity: 2 } });
  assert.equal(changed.status, 200, changed.text);
  const desk = await goOnline();
  const [first, second] = [await callIn(), await callIn()];
  const own = legOf('agent@');
  first.page.say({ type: 'choose', menuId: 50 });
  await patchbay.until(first.callId, rings);
  assert.equal((await desk.ask({ type: 'answer', callId: first.callId })).ok, true);
  await until(hearsLeg(first.leg, own), 'the first is not heard');
  second.page.say({ type: 'choose', menuId: 50 });
  await patchbay.until(second.callId, rings);
  assert.equal((await desk.ask({ type: 'answer', callId: second.callId })).ok, true);
  await first.page.next('call', stage('held'));
  await until(
    () => hearsLeg(second.leg, own)() && hearsMusic(first.leg)(),
    'the second has not taken the place of the first',
  );

  assert.equal((await desk.ask({ type: 'hang_up', callId: second.callId })).ok, true);
  await patchbay.reached(second.callId, 'finished');
  const waiting = await engine.calls.byId(1, first.callId);
  assert.deepEqual([waiting?.state, waiting?.heldSince === null], ['connected', false]);
  assert.equal((await desk.ask({ type: 'resume', callId: first.callId })).ok, true);
  await until(hearsLeg(first.leg, own), 'the first is not back');
  first.page.say({ type: 'hang_up' });
  await patchbay.reached(first.callId, 'finished');
  desk.close();
});

test('an agent who misses an offer is not rung until they are available again; the caller waits on or gives up', async () => {
  const desk = await goOnline();
  await desk.ask({ type: 'wrap_up_done' });
  assert.equal((await desk.ask({ type: 'status', status: 'available' })).ok, true);
  const { page, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  const first = await patchbay.until(callId, rings);
  await pass(90, desk);
  const missed = await patchbay.until(callId, ({ state, offer }) => state === 'queued' && offer === null);
  assert.deepEqual(missed.passedBy, [AGENT]);
  assert.equal((await desk.ask({ type: 'status', status: 'available' })).ok, true);
  const later = await patchbay.until(callId, rings);
  assert.ok((later.offer?.at ?? 0) > (first.offer?.until ?? 0), 'it is a new offer');
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'failed');
  await clock.advance(SECOND);
  const over = await desk.next('call', ({ data }) => data.id === callId && data.state === 'failed');
  assert.deepEqual([over.data.offer, over.data.failReason], [null, 'eu_abandoned']);
  desk.close();
});

test('a choice that no one makes is gone after ten minutes', async () => {
  const desk = await goOnline();
  const dialled = await desk.ask({ type: 'dial', number: '+1 415-555-0100', ownNumber: null, lang: 'en' });
  assert.ok(dialled.ok);
  const { choiceId } = dialled.data as { choiceId: number };
  await pass(601, desk);
  const late = await desk.ask({ type: 'choose', choiceId, ownNumber: '+1 339-219-5276', contactNumber: null });
  assert.ok(!late.ok && late.error === 'call_unknown');
  desk.close();
  await desk.closed;
});
