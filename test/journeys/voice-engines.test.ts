import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { encodeWav } from '#media/codec/wav.ts';
import { DIALOGUE_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import { chatOf, startEngineServer } from '../support/engine-server.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, stage } from '../support/live-people.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { createScriptedVoice } from '../support/scripted-voice.ts';
import { until } from '../support/until.ts';

const WAV = encodeWav({ sampleRate: 24_000, channels: [new Int16Array(2400)] });
const PHRASED = 'It is on its way to you.';
const server = await startEngineServer(({ path }) =>
  path === '/v1/audio/speech'
    ? { type: 'audio/wav', body: WAV }
    : chatOf({ tool: 'answer', input: { article: 1, text: PHRASED } }),
);
const spare = await startEngineServer(() => ({ type: 'audio/l16', body: new Uint8Array(1600) }));
after(async () => Promise.all([server.close(), spare.close()]));

const media = createFakeMedia();
const { transcribers, say, isListening } = createScriptedVoice();
const env = {
  PATCHBAY_DEMO_PASSWORD: PASSWORD,
  PATCHBAY_SPEAKER_URL: server.url,
  PATCHBAY_SPEAKER_MODEL: 'tts-1',
  PATCHBAY_SPEAKER_KEY: 'key-of-the-speaker',
  PATCHBAY_SPEAKER_2_URL: `deepgram+${spare.url}`,
  PATCHBAY_REASONER_URL: server.url,
  PATCHBAY_REASONER_MODEL: 'some-model',
};
const patchbay = await testPatchbay(env, { media, transcribers });
const { callIn } = createLivePeople(patchbay, media);

/** What the speaker was asked for so far, as the agent would say it. */
const asked = (): string =>
  server.asked
    .filter(({ path }) => path === '/v1/audio/speech')
    .map(({ body }) => (JSON.parse(body) as { input: string }).input)
    .join(' ');

test('a caller hears the engines that the operator named; where they fail, the next ones, and the articles, answer', async () => {
  const { page, callId } = await callIn('en', '?line=fin');
  const words = async (): Promise<string> => (await patchbay.send(`/v1/calls/${callId}/transcript`)).text;
  await until(() => asked() === DIALOGUE_WORDS.greeting_recorded.join(' '), 'it is not asked for the greeting');
  assert.equal(server.asked[0]?.key, 'Bearer key-of-the-speaker');
  await page.next('call', stage('talking'));
  await until(isListening, 'no one listens');
  say('where is my order');
  await until(async () => (await words()).includes(PHRASED), 'the model does not answer');
  assert.ok(asked().includes(PHRASED));

  server.answer('error');
  say('where is my order');
  await until(async () => (await words()).includes('three working days'), 'the articles do not answer');
  const listed = await patchbay.send('/v1/voice-engines');
  assert.equal(listed.status, 200);
  const { data } = listed.json as { readonly data: readonly Readonly<Record<string, unknown>>[] };
  const { host } = new URL(server.url);
  assert.deepEqual(
    data.map((each) => [each['task'], each['model'], each['host'], each['sends'], each['state']]),
    [
      ['speaker', 'tts-1', host, 'answers', 'open'],
      ['speaker', 'aura-2-thalia-en', new URL(spare.url).host, 'answers', 'closed'],
      ['reasoner', 'some-model', host, 'words', 'closed'],
    ],
  );
  assert.deepEqual([data[2]?.['answered'], data[2]?.['failed']], [1, 1]);
  const { text } = await patchbay.send('/metrics');
  assert.match(text, /voice_engine_requests_total\{task="speaker",place="1",outcome="failed"\} [1-9]\n/);
  assert.match(text, /voice_engine_requests_total\{task="reasoner",place="1",outcome="answered"\} 1\n/);
  assert.doesNotMatch(text + listed.text, /key-of-the-speaker/);
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
});
