/** What is said in a recorded call is written down, once, and read everywhere; and goes with its recording. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFlite } from '#media/prompts/flite/flite.ts';
import { preciseNow } from '#media/audio-packet.ts';
import { createEmbeddedTranscriber } from '#voice-agent/stt/embedded/embedded-transcriber.ts';
import { createEmbeddedLive } from '#voice-agent/stt/embedded/embedded-live.ts';
import { createSpeechChild } from '#voice-agent/stt/embedded/speech-child.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, stage } from '../support/live-people.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { wordErrors, writeSpoken } from '../support/spoken.ts';
import { until } from '../support/until.ts';

const media = createFakeMedia();
// Other tests run beside this one: it would wait for them.
const speech = createSpeechChild({ niceness: 0 });
after(async () => speech.close());
const transcriber = createEmbeddedTranscriber(speech);
/** Calls are heard while they are in progress in the last test alone: the others write what is recorded themselves. */
let isLive = false;
const live = createEmbeddedLive(speech);
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD },
  {
    media,
    transcribers: {
      of: ({ transcripts }) => (transcripts === 'off' ? null : transcriber),
      live: () => (isLive ? live : null),
      listener: () => live,
    },
  },
);
const { goOnline, callIn, legOf } = createLivePeople(patchbay, media);

// The workspace's own words among common ones.
const GREETING = 'Hello, this is web support, how can I help you?';
const ASKED = 'I have a question about my order.';
const CARD = 'My number is four one one one one one one one one one one one one one one one';

type Transcript = {
  readonly engine: string | null;
  readonly turns: readonly { readonly speaker: string; readonly agent_id: number | null; readonly text: string }[];
};

/** A call at the desk whose recording is what is written at `path` before its end. */
async function recordedCall(write: (path: string) => Promise<void>): Promise<number> {
  const desk = await goOnline();
  const { page, leg, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  await desk.next('call', ({ data }) => data.id === callId && data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  await page.next('call', stage('talking'));
  const { recording } = await patchbay.until(callId, (each) => each.recording !== null);
  await until(() => media.recording(recording?.uid ?? '')?.sides.right === leg, 'it is not recorded');
  await write(media.recording(recording?.uid ?? '')?.path ?? '');
  assert.equal((await desk.ask({ type: 'hang_up', callId })).ok, true);
  await page.next('call', stage('ended'));
  await desk.ask({ type: 'wrap_up_done' });
  page.close();
  desk.close();
  return callId;
}

test('a recorded call has a transcript with its speakers, in every API and in search, without card numbers; it goes with its recording', async () => {
  const callId = await recordedCall(async (path) =>
    writeSpoken(path, 18, [
      { side: 'left', at: 0, text: GREETING },
      { side: 'right', at: 4, text: ASKED },
      { side: 'right', at: 7, text: CARD },
    ]),
  );
  const call = await patchbay.until(callId, (each) => each.transcriptStatus === 'done');

  const read = await patchbay.send(`/v1/calls/${callId}/transcript`);
  const { engine, turns } = read.json as Transcript;
  assert.equal(engine, 'embedded');
  assert.deepEqual(turns.map(({ speaker, agent_id: agentId }) => [speaker, agentId]).slice(0, 2), [
    ['agent', 2],
    ['user', null],
  ]);
  const said = (speaker: string) => turns.filter((turn) => turn.speaker === speaker).map(({ text }) => text);
  assert.ok(wordErrors(GREETING, said('agent').join(' ')) <= 0.4, said('agent').join(' '));
  assert.ok(wordErrors(ASKED, said('user')[0] ?? '') <= 0.4, said('user')[0]);
  assert.match(said('user').at(-1) ?? '', /\[card number\]/);

  const text = said('agent')[0] ?? '';
  const intercom = await patchbay.send(`/calls/${callId}/transcript`);
  assert.ok(intercom.status === 200 && intercom.text.includes(text));
  const vcita = await patchbay.send(`/v3/communication/voice_calls/${call.uid}/transcript`);
  assert.ok(vcita.text.includes(text) && vcita.text.includes('DONE'), vcita.text);
  const found = await patchbay.send(`/v1/calls?search=${encodeURIComponent(text)}`);
  assert.ok(found.text.includes(`"id":${callId}`), found.text);
  const events = await patchbay.send(`/v1/calls/${callId}/events`);
  const types = [...events.text.matchAll(/"type":"(transcri\w+)"/g)].map(([, type]) => type);
  assert.deepEqual(types, ['transcribed'], 'told once');
  assert.ok(!events.text.includes(text), 'no event has the words');

  const gone = await patchbay.send(`/v3/communication/voice_call_recordings/${call.recording?.uid}`, {
    method: 'DELETE',
  });
  assert.equal(gone.status, 200, gone.text);
  assert.equal((await patchbay.send(`/v1/calls/${callId}/transcript`)).status, 404);
  const { rows } = await patchbay.database.pool.query('select from transcript where call_id = $1', [callId]);
  assert.equal(rows.length, 0);
});

test('what cannot be heard has failed, and silence is a transcript without words', async () => {
  const broken = await recordedCall(async () => undefined);
  await patchbay.until(broken, (each) => each.transcriptStatus === 'failed');
  const silent = await recordedCall(async (path) => writeSpoken(path, 2, []));
  await patchbay.until(silent, (each) => each.transcriptStatus === 'done');
  const { json } = await patchbay.send(`/v1/calls/${silent}/transcript`);
  assert.deepEqual((json as Transcript).turns, []);
});

test('administrators switch transcripts off for their workspace: what is recorded then has none', async () => {
  const asked = await patchbay.send('/v1/workspace', { method: 'PATCH', body: { transcripts: 'off' } });
  assert.deepEqual([asked.status, (asked.json as { transcripts: string }).transcripts], [200, 'off']);
  const wrong = await patchbay.send('/v1/workspace', { method: 'PATCH', body: { transcripts: 'on' } });
  assert.equal(wrong.status, 422);
  const callId = await recordedCall(async (path) => writeSpoken(path, 2, []));
  const call = await patchbay.until(callId, (each) => each.recording?.status === 'stored');
  assert.equal(call.transcriptStatus, null);
  const admin = await signIn(patchbay, 'owner@somedomain.com');
  const read = async (method: string, body?: unknown, cookie: string | undefined = admin) =>
    patchbay.send('/app/transcripts.json', {
      method,
      token: null,
      headers: { cookie },
      ...(body === undefined ? {} : { body }),
    });
  assert.deepEqual((await read('GET')).json, { choice: 'off', host: null, isOffForAll: true });
  assert.equal((await read('PATCH', { choice: 'elsewhere' })).status, 422);
  assert.equal((await read('PATCH', { choice: 'maybe' })).status, 400);
  assert.equal((await read('PATCH', { choice: 'embedded' })).status, 200);
  assert.equal((await read('GET', undefined, await signIn(patchbay))).status, 403);
  assert.equal((await read('GET', undefined, 'session=none')).status, 401);
});

test('what is said in a call is written down while it is said: at the desk and in every API, and nothing while the recording is paused', async () => {
  isLive = true;
  const say = createFlite();
  const asked = say('virtual_agent', ASKED);
  const desk = await goOnline();
  const { page, leg, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  await desk.next('call', ({ data }) => data.id === callId && data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  await page.next('call', stage('talking'));
  const { recording } = await patchbay.until(callId, (each) => each.recording !== null);
  const recorded = await until(() => media.recording(recording?.uid ?? '') ?? null);
  await until(() => media.isTapped(leg), 'no one listens');

  const saidAt = (preciseNow() - recorded.startedAt) / 1000;
  await media.speak(leg, asked);
  const partial = await desk.next('words', ({ data }) => data.callId === callId && data.now.length > 0);
  assert.equal(partial.data.now[0]?.speaker, 'user');
  const final = await desk.next('words', ({ data }) => data.turns.length > 0);
  assert.ok(wordErrors(ASKED, final.data.turns[0]?.text ?? '') <= 0.3, final.data.turns[0]?.text);
  const at = final.data.turns[0]?.startSeconds ?? 0;
  assert.ok(Math.abs(at - saidAt) <= 0.3, `said at ${saidAt}, and heard at ${at}`);
  const read = await patchbay.send(`/v1/calls/${callId}/transcript`);
  assert.equal((read.json as { status: string }).status, 'in_progress');
  const text = final.data.turns[0]?.text ?? '';
  assert.ok(read.text.includes(text) && (await patchbay.send(`/calls/${callId}/transcript`)).text.includes(text));
  const { uid } = await patchbay.until(callId, () => true);
  const vcita = await patchbay.send(`/v3/communication/voice_calls/${uid}/transcript`);
  assert.match(vcita.text, /"status":"IN_PROGRESS","transcript":null/);
  const whole = await desk.ask({ type: 'words', callId });
  assert.ok(whole.ok && JSON.stringify(whole.data).includes(text));

  assert.equal((await desk.ask({ type: 'pause_recording', callId, isPaused: true })).ok, true);
  await until(() => !media.isTapped(leg), 'it is listened to while the recording is paused');
  await media.speak(leg, say('virtual_agent', 'The password is banana.'));
  assert.equal((await desk.ask({ type: 'pause_recording', callId, isPaused: false })).ok, true);
  await until(() => media.isTapped(legOf('agent@somedomain.com')), 'no one listens again');
  await media.speak(legOf('agent@somedomain.com'), say('agent', GREETING));
  assert.equal((await desk.ask({ type: 'hang_up', callId })).ok, true);
  await patchbay.until(callId, (each) => each.transcriptStatus === 'done');
  // The recording was never written: had it been heard once more, there would be no words.
  const { turns } = (await patchbay.send(`/v1/calls/${callId}/transcript`)).json as Transcript;
  assert.deepEqual(
    turns.map(({ speaker, agent_id: agentId }) => [speaker, agentId]),
    [
      ['user', null],
      ['agent', 2],
    ],
  );
  assert.ok(wordErrors(GREETING, turns[1]?.text ?? '') <= 0.4, turns[1]?.text);
  desk.close();
});
