import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeWav } from '#media/codec/wav.ts';
import { isIn } from '../support/listening.ts';
import { openCaller, openDesk, PASSWORD, signIn } from '../support/pages.ts';
import { framesOf } from '../support/media-world.ts';
import { createScriptedVoice } from '../support/scripted-voice.ts';
import { createSpeech } from '../support/spoken.ts';
import { until } from '../support/until.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { createWebrtcPeer, decoded, strengthOf } from '../support/webrtc-peer.ts';

const CALLER_HERTZ = 450;
const AGENT_HERTZ = 1000;
const SECOND = 50; // Packets.

const env = { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_MEDIA_PORTS: '43000-43099', PATCHBAY_TRANSCRIBER: 'embedded' };
const { speaker, spoken } = createScriptedVoice();
const patchbay = await testPatchbay(env, { speaker });

/** How strong the tone is in the last second that the peer heard. */
const heardTone = (peer: ReturnType<typeof createWebrtcPeer>, hertz: number): number =>
  strengthOf(hertz, decoded(peer.heard.slice(-SECOND)), 16_000);

test('with real sound: the menu is heard, a key chooses, the two hear each other, hold is music, and the recording holds both', async (t) => {
  const agent = createWebrtcPeer();
  const caller = createWebrtcPeer();
  t.after(async () => Promise.all([agent.close(), caller.close()]));

  const desk = await openDesk(patchbay, await signIn(patchbay));
  await desk.ask({ type: 'hello', since: null });
  const offered = await desk.ask({ type: 'sound_offer', sdp: await agent.offer() });
  assert.ok(offered.ok);
  await agent.accept((offered.data as { answer: string }).answer);
  agent.say(framesOf(AGENT_HERTZ));
  await desk.next('sound', ({ state }) => state === 'connected');
  assert.equal((await desk.ask({ type: 'status', status: 'available' })).ok, true);

  const page = await openCaller(patchbay);
  page.say({ type: 'call', sdp: await caller.offer(), lang: 'en', name: 'Tone' });
  await caller.accept((await page.next('answer')).sdp);
  caller.say(framesOf(CALLER_HERTZ));
  await page.next('sound', ({ state }) => state === 'connected');
  const { data } = await page.next('call');
  await caller.hears((heard) => heard.length > 2 * SECOND);
  assert.ok(heardTone(caller, AGENT_HERTZ) < 0.1, 'the agent is heard in the menu');

  await caller.press('3');
  await desk.next('call', (message) => message.data.id === data.callId && message.data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId: data.callId })).ok, true);
  await page.next('call', (message) => message.data.stage === 'talking');
  await Promise.all([
    caller.hears(() => heardTone(caller, AGENT_HERTZ) > 0.2),
    agent.hears(() => heardTone(agent, CALLER_HERTZ) > 0.2),
  ]);
  await patchbay.until(data.callId, (call) => call.recording !== null);
  await caller.says(2 * SECOND);

  assert.equal((await desk.ask({ type: 'hold', callId: data.callId })).ok, true);
  await caller.hears(() => heardTone(caller, AGENT_HERTZ) < 0.05);
  assert.equal((await desk.ask({ type: 'resume', callId: data.callId })).ok, true);
  await caller.hears(() => heardTone(caller, AGENT_HERTZ) > 0.2);

  page.say({ type: 'hang_up' });
  const over = await patchbay.until(data.callId, (call) => call.recording?.status === 'stored');
  assert.equal(over.state, 'finished');
  const signed = await patchbay.send(`/apps/api/v1/calls/${data.callId}`);
  const url = (signed.json as { recording_url: string }).recording_url;
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  const read = decodeWav(bytes);
  assert.ok(read.ok);
  const [left, right] = read.wav.channels;
  assert.ok(left !== undefined && right !== undefined);
  const { sampleRate } = read.wav;
  const second = (samples: Int16Array) => samples.slice(sampleRate / 2, (3 * sampleRate) / 2);
  assert.ok(isIn(AGENT_HERTZ, second(left), sampleRate), 'the agent is not on the left');
  assert.ok(isIn(CALLER_HERTZ, second(right), sampleRate), 'the caller is not on the right');
  assert.ok(strengthOf(CALLER_HERTZ, second(left), sampleRate) < 0.05, 'the caller is on the left');
  desk.close();
});

test('with real sound: the voice agent hears a question and a wish for a person, said over its answer', async (t) => {
  const caller = createWebrtcPeer();
  t.after(async () => caller.close());
  const frames = createSpeech();
  const page = await openCaller(patchbay, 'demo', {}, '?line=fin');
  page.say({ type: 'call', sdp: await caller.offer(), lang: 'en', name: 'Ada' });
  await caller.accept((await page.next('answer')).sdp);
  caller.say(frames(''));
  const { callId } = (await page.next('call')).data;
  await until(() => spoken.length === 3, 'no one greets');
  assert.match(spoken[0] ?? '', /a computer program/);
  caller.say(frames('Where is my order?'));
  await until(() => spoken.some((each) => each.includes('three working days')), 'it is not answered');
  caller.say(frames('I want to talk to an agent.'));
  const { data } = await page.next('call', (message) => message.data.callId !== callId);
  const brief = patchbay.engine.live.briefOf({ finCallId: callId });
  assert.match(brief?.summary ?? '', /Where is my order\?.*asked for a person/);
  assert.match(brief?.lastWords ?? '', /agent/);
  assert.ok(caller.heard.length > 0);
  const heard = caller.heard.length;
  // In the same sound they hear the queue.
  await caller.hears((all) => all.length > heard + 5);
  page.say({ type: 'hang_up' });
  await patchbay.until(data.callId, ({ endsAt }) => endsAt !== null);
});
