/** What helps an agent at their desk: articles and details while the caller talks, and a draft in wrap-up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveHeard } from '#domain/ports/live-transcriber.ts';
import { preciseNow } from '#media/audio-packet.ts';
import type { AssistView } from '#realtime/agent/assist-protocol.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, stage } from '../support/live-people.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { until } from '../support/until.ts';

/** What hears each side: first the agent's, then the caller's. */
const streams: ((heard: LiveHeard) => void)[] = [];
const live = {
  name: 'scripted',
  knows: () => true,
  listen(_options: unknown, on: (heard: LiveHeard) => void) {
    streams.push(on);
    return { hear: () => undefined, expect: () => undefined, finish: () => undefined, end: async () => undefined };
  },
};
/** All of it was heard while it was said. */
const recorded = {
  name: 'scripted',
  knows: () => true,
  transcribe: async () => ({ engine: 'scripted', heard: [] }),
  close: async () => undefined,
};
const media = createFakeMedia();
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SENTENCE_ENCODER: 'off' },
  { media, transcribers: { of: () => recorded, live: () => live, listener: () => live } },
);
const { goOnline, callIn } = createLivePeople(patchbay, media);

/** The caller has said this. */
function said(text: string): void {
  const [startMs, endMs] = [preciseNow(), preciseNow()];
  const words = text.split(' ').map((word) => ({ text: word, confidence: 0.9, startMs, endMs }));
  streams.at(-1)?.({ type: 'final', text, confidence: 0.9, startMs, endMs, words });
}

test('an agent sees articles and details as the caller says them, nothing of a card, and a draft when the call is over', async () => {
  const desk = await goOnline();
  const { page, leg, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  await desk.next('call', ({ data }) => data.id === callId && data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  await page.next('call', stage('talking'));
  await until(() => streams.length === 2, 'no one listens');

  said('i want to know where my order is');
  const first = await desk.next('assist');
  assert.equal(first.data.articles[0]?.title, 'Where is my order?');
  assert.match(first.data.articles[0].text, /three working days/);
  said('it is order four seven one one please look');
  const second = await desk.next('assist', ({ data }) => data.details.length > 0);
  assert.deepEqual(second.data.details, [{ kind: 'order', value: '4711' }]);
  const kept = await patchbay.engine.transcripts.byCall(1, callId);
  assert.match(kept?.turns[1]?.text ?? '', /four seven one one/, 'what is shown was kept before');

  said(`charge it to ${'four '.repeat(16)}that would be very kind`);
  await desk.next('words', ({ data }) => data.turns.some(({ text }) => text.includes('[card number]')));
  const third = await desk.ask({ type: 'assist', callId });
  assert.deepEqual(third.ok && (third.data as AssistView).details, second.data.details);

  await desk.ask({ type: 'pause_recording', callId, isPaused: true });
  await until(() => !media.isTapped(leg), 'it is listened to while the recording is paused');

  assert.equal((await desk.ask({ type: 'hang_up', callId })).ok, true);
  await desk.next('agent', ({ data }) => data.id === 2 && data.status === 'wrap_up');
  const over = await desk.ask({ type: 'assist', callId });
  assert.ok(over.ok);
  const { summary, details } = over.data as AssistView;
  assert.deepEqual(summary, { ask: 'I want to know where my order is', about: 'Where is my order?' });
  assert.deepEqual(details, second.data.details);
  await desk.ask({ type: 'wrap_up_done' });
  const later = await desk.ask({ type: 'assist', callId });
  assert.deepEqual(later.ok && later.data, null, 'the call is no longer theirs to wrap up');
  desk.close();
});

test('it is off where an administrator or the agent has switched it off', async () => {
  const [agent, admin] = [await signIn(patchbay), await signIn(patchbay, 'owner@somedomain.com')];
  const as = async (cookie: string, path: string, body: object) =>
    patchbay.send(path, { method: 'PATCH', token: null, headers: { cookie }, body });
  const read = async () => {
    const { json } = await patchbay.send('/v1/agents/2');
    const { assist, wants_assist: wantsAssist } = json as { assist: boolean; wants_assist: boolean };
    return [assist, wantsAssist];
  };
  assert.deepEqual(await read(), [true, true]);
  assert.deepEqual((await as(agent, '/app/profile/assist.json', { wantsAssist: false })).json, { wantsAssist: false });
  assert.equal((await as(agent, '/app/profile/assist.json', { wantsAssist: 'no' })).status, 400);
  assert.deepEqual(await read(), [true, false]);
  assert.equal((await as(admin, '/app/people/2.json', { assist: false })).status, 200);
  assert.equal((await as(agent, '/app/people/2.json', { assist: true })).status, 403);
  assert.deepEqual(await read(), [false, false]);
  await patchbay.send('/v1/agents/2', { method: 'PATCH', body: { assist: true } });
  assert.deepEqual(await read(), [true, false]);

  const heard = streams.length;
  const desk = await goOnline();
  const { page, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  await desk.next('call', ({ data }) => data.id === callId && data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  await until(() => streams.length === heard + 2, 'no one listens');
  said('i want to know where my order is');
  await desk.next('words', ({ data }) => data.turns.length > 0);
  const off = await desk.ask({ type: 'assist', callId });
  assert.equal(off.ok && off.data, null);
  assert.equal((await as(agent, '/app/profile/assist.json', { wantsAssist: true })).status, 200);
  const on = await desk.ask({ type: 'assist', callId });
  assert.equal(on.ok && (on.data as AssistView).articles[0]?.title, 'Where is my order?');
  await desk.ask({ type: 'hang_up', callId });
  await desk.ask({ type: 'wrap_up_done' });
  desk.close();
});
