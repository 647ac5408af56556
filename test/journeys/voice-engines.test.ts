import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { encodeWav } from '#media/codec/wav.ts';
import { DIALOGUE_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import { startEngineServer } from '../support/engine-server.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, stage } from '../support/live-people.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { createScriptedVoice } from '../support/scripted-voice.ts';
import { until } from '../support/until.ts';

const WAV = encodeWav({ sampleRate: 24_000, channels: [new Int16Array(2400)] });
const server = await startEngineServer(() => ({ type: 'audio/wav', body: WAV }));
after(async () => server.close());

const media = createFakeMedia();
const { transcribers, say, isListening } = createScriptedVoice();
const env = {
  PATCHBAY_DEMO_PASSWORD: PASSWORD,
  PATCHBAY_SPEAKER_URL: server.url,
  PATCHBAY_SPEAKER_MODEL: 'tts-1',
  PATCHBAY_SPEAKER_KEY: 'key-of-the-speaker',
};
const patchbay = await testPatchbay(env, { media, transcribers });
const { callIn } = createLivePeople(patchbay, media);

/** What was asked for so far, as the agent would say it. */
const asked = (): string => server.asked.map(({ body }) => (JSON.parse(body) as { input: string }).input).join(' ');

test('a caller is greeted by the speaker that the operator named; where it fails, the embedded one answers', async () => {
  const { page, callId } = await callIn('en', '?line=fin');
  await until(() => asked() === DIALOGUE_WORDS.greeting_recorded.join(' '), 'it is not asked for the greeting');
  assert.equal(server.asked[0]?.key, 'Bearer key-of-the-speaker');
  await page.next('call', stage('talking'));
  await until(isListening, 'no one listens');
  server.answer('error');
  say('where is my order');
  await until(
    async () => (await patchbay.send(`/v1/calls/${callId}/transcript`)).text.includes('Did that help?'),
    'it is not answered',
  );
  assert.ok(asked().includes('Did that help?') || asked().includes('three working days'), 'it is not asked');
  const { text } = await patchbay.send('/metrics');
  assert.match(text, /voice_engine_requests_total\{task="speaker",place="1",outcome="failed"\} [1-3]\n/);
  assert.doesNotMatch(text, /key-of-the-speaker/);
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
});
