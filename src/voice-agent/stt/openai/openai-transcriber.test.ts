import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { encodeWav } from '#media/codec/wav.ts';
import type { Transcriber } from '#domain/ports/transcriber.ts';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import { makeScratchDirectory } from '../../../../test/support/scratch-directory.ts';
import { createSystemClock } from '../../../app/system-clock.ts';
import type { Manner } from '../../../../test/support/engine-server.ts';
import { startEngineServer, transcriptionOf } from '../../../../test/support/engine-server.ts';
import type { SpeechChild } from '../embedded/speech-child.ts';
import { Breaker } from '../../engines/breaker.ts';
import { chainTranscribers } from '../transcriber-chain.ts';
import { createOpenaiTranscriber } from './openai-transcriber.ts';

const clock = createSystemClock();
after(() => clock.stop());
const server = await startEngineServer(() => transcriptionOf('  Where is\nmy order? '));
after(async () => server.close());
const path = join(await makeScratchDirectory(), 'talk.wav');
await writeFile(path, encodeWav({ sampleRate: 16_000, channels: [new Int16Array(32_000), new Int16Array(32_000)] }));
const RECORDED = { path, lang: 'en-GB', vocabulary: { phrases: ['Lost keys'], names: ['Ada'] } };

/** Someone speaks on the right, then on the left. */
const speech: SpeechChild = {
  async ask({ verb }, on) {
    assert.equal(verb, 'find');
    on({ id: 1, type: 'stretch', stretch: { side: 'left', startSeconds: 1, endSeconds: 2 } });
    on({ id: 1, type: 'stretch', stretch: { side: 'right', startSeconds: 0, endSeconds: 0.5 } });
  },
  stream: () => null,
  close: async () => undefined,
};
const engine = (url = server.url, answerMs = 30_000) =>
  createOpenaiTranscriber({ speech, url, model: 'whisper-1', key: 'the-key', clock, answerMs });

test('each stretch is sent by itself with what is likely to be said; the words come back with who and when', async () => {
  server.answer('well');
  const { engine: name, heard } = await engine().transcribe(RECORDED);
  assert.equal(name, `whisper-1 at ${new URL(server.url).host}`);
  assert.deepEqual(
    heard.map(({ side, startSeconds, words }) => [side, startSeconds, words.map(({ text }) => text).join(' ')]),
    [
      ['right', 0, 'Where is my order?'],
      ['left', 1, 'Where is my order?'],
    ],
  );
  assert.ok(Math.abs((heard[0]?.words[0]?.confidence ?? 0) - Math.exp(-0.1)) < 1e-9);
  const [first] = server.asked;
  assert.deepEqual([first?.path, first?.key], ['/v1/audio/transcriptions', 'Bearer the-key']);
  for (const part of ['RIFF', 'whisper-1', 'verbose_json', 'name="language"\r\n\r\nen\r\n', 'Ada, Lost keys'])
    assert.ok(first?.body.includes(part), part);
});

test('an address with a path is asked there', async () => {
  await engine(`${server.url}/inference`).transcribe(RECORDED);
  assert.equal(server.asked.at(-1)?.path, '/inference');
});

test('words for what the engine itself calls silence are not believed', async () => {
  server.answer('hears_nothing');
  assert.deepEqual((await engine().transcribe(RECORDED)).heard, []);
});

for (const manner of ['error', 'busy', 'closes', 'garbage'] as const satisfies readonly Manner[])
  test(`a server that once answers ${manner} is asked again`, async () => {
    server.answer(manner, 'well');
    assert.equal((await engine().transcribe(RECORDED)).heard.length, 2);
  });

const BAD = [
  'never',
  'error',
  'busy',
  'unauthorized',
  'garbage',
  'not_its_form',
  'endless',
  'closes',
  'redirects',
] as const;
for (const manner of BAD)
  test(`a server that answers ${manner} has failed for now, and what it said is not repeated`, async () => {
    server.answer(manner);
    await assert.rejects(
      engine(server.url, manner === 'never' ? 50 : 30_000).transcribe(RECORDED),
      (error) => error instanceof TranscriberError && !error.isFinal && !/secret|key|order/.test(error.message),
    );
  });

const EMBEDDED: Transcriber = {
  name: 'embedded',
  knows: (lang) => lang.startsWith('en'),
  transcribe: async () => ({ engine: 'embedded', heard: [] }),
  close: async () => undefined,
};

/** Made of one engine elsewhere and the embedded one. */
function chained({ first = engine(), last = EMBEDDED, now = (): number => 0 } = {}) {
  const failures: unknown[] = [];
  const breaker = new Breaker({ elapsed: now, windowMs: 900_000 });
  const chain = chainTranscribers({
    first: [{ transcriber: first, breaker }],
    last,
    failed: (error) => failures.push(error),
  });
  return { chain, failures, breaker };
}

test('the next engine does what the first cannot; after three failures the first is left alone for a minute', async () => {
  let now = 0;
  const { chain, failures, breaker } = chained({ now: () => now });
  const heardBy = async () => (await chain.transcribe(RECORDED)).engine;
  server.answer('unauthorized');
  for (let times = 0; times < 3; times += 1) assert.equal(await heardBy(), 'embedded');
  const before = server.asked.length;
  server.answer('well');
  now = 59_999;
  assert.equal(await heardBy(), 'embedded');
  assert.deepEqual([server.asked.length, failures.length], [before, 3]);
  now = 60_000;
  assert.match(await heardBy(), /whisper-1/);
  assert.match(await heardBy(), /whisper-1/);
  assert.deepEqual(breaker.counts, { answered: 2, failed: 3 });
});

test('a language that only the first knows fails with it, also while it is left alone', async () => {
  const { chain, failures } = chained();
  assert.ok(chain.knows('fr'));
  server.answer('unauthorized');
  const before = server.asked.length;
  for (let times = 0; times < 4; times += 1)
    await assert.rejects(chain.transcribe({ ...RECORDED, lang: 'fr' }), TranscriberError);
  assert.deepEqual([server.asked.length - before, failures.length], [4, 0]);
});

test('one that says when to come back is left alone until then', async () => {
  const { chain, breaker } = chained();
  server.answer('wait');
  assert.equal((await chain.transcribe(RECORDED)).engine, 'embedded');
  assert.equal(breaker.state(), 'open');
});

test('a file that is no sound fails for good, which is not the engine’s fault', async () => {
  const broken = new TranscriberError('No sound.', { isFinal: true });
  const first = { ...EMBEDDED, transcribe: async () => Promise.reject(broken) };
  const { chain, failures, breaker } = chained({ first });
  for (let times = 0; times < 3; times += 1) await assert.rejects(chain.transcribe(RECORDED), broken);
  assert.deepEqual([failures, breaker.state()], [[], 'closed']);
  await chain.close();
});
