import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import { SpeakerError } from '#domain/ports/speaker.ts';
import type { Manner } from '../../../test/support/engine-server.ts';
import { startEngineServer } from '../../../test/support/engine-server.ts';
import { isIn } from '../../../test/support/listening.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { until } from '../../../test/support/until.ts';
import { EngineError } from '../engines/ask-engine.ts';
import { Breaker } from '../engines/breaker.ts';
import { createDeepgramSpeaker } from './deepgram/deepgram-speaker.ts';
import { PART_MS } from './http-speaker.ts';
import { createOpenaiSpeaker } from './openai/openai-speaker.ts';
import { chainSpeakers } from './speaker-chain.ts';

const SOUND = tone({ hertz: 440, seconds: 1, sampleRate: 24_000, level: 0.5 });
const WAV = encodeWav({ sampleRate: 24_000, channels: [SOUND] });
const RAW = new Uint8Array(tone({ hertz: 440, seconds: 1, sampleRate: 8000, level: 0.5 }).buffer);
const server = await startEngineServer(({ path }) =>
  path.startsWith('/v1/speak') ? { type: 'audio/l16', body: RAW } : { type: 'audio/wav', body: WAV },
);
after(async () => server.close());

const NEVER = new AbortController().signal;
const clock = createManualClock(new Date('2026-11-28T10:00:00Z'));
const common = { url: server.url, key: 'the-key', clock };
const openai = () => createOpenaiSpeaker({ ...common, model: 'tts-1', voice: 'nova' });
const deepgram = () => createDeepgramSpeaker({ ...common, model: 'aura-2-thalia-en', voice: null });

async function spokenBy(speaker: Speaker, text = 'Hello there.', signal = NEVER): Promise<Int16Array> {
  const pieces: number[] = [];
  for await (const piece of speaker.speak(text, signal)) pieces.push(...piece);
  return Int16Array.from(pieces);
}

test('OpenAI’s wire: the text is asked for as WAV, and comes as sound at the telephone’s rate', async () => {
  server.answer('well');
  const heard = await spokenBy(openai());
  assert.ok(Math.abs(heard.length - 8000) < 100 && isIn(440, heard, 8000));
  const asked = server.asked.at(-1);
  assert.deepEqual([asked?.path, asked?.key], ['/v1/audio/speech', 'Bearer the-key']);
  assert.deepEqual(JSON.parse(asked?.body ?? ''), {
    model: 'tts-1',
    voice: 'nova',
    input: 'Hello there.',
    response_format: 'wav',
  });
});

test('Deepgram’s wire: the text is asked for as the telephone takes it', async () => {
  assert.equal((await spokenBy(deepgram())).length, 8000);
  const asked = server.asked.at(-1);
  assert.equal(asked?.path, '/v1/speak?model=aura-2-thalia-en&encoding=linear16&sample_rate=8000&container=none');
  assert.deepEqual([asked.key, asked.body], ['Token the-key', '{"text":"Hello there."}']);
});

test('the sound is heard while it is being made, and what was said lately is not asked for again', async () => {
  server.answer('slowly', 'well');
  const speaker = openai();
  const sounds = speaker.speak('Hello there.', NEVER)[Symbol.asyncIterator]();
  const first = await sounds.next();
  assert.ok(first.done !== true && first.value.length > 1000, 'it waits for the whole');
  server.goOn();
  while ((await sounds.next()).done !== true);
  const before = server.asked.length;
  assert.ok((await spokenBy(speaker)).length > 7900);
  assert.equal(server.asked.length, before);
});

test('who speaks over it ends the request, which is no failure', async () => {
  server.answer('slowly');
  const unwanted = new AbortController();
  const sounds = openai().speak('Something long.', unwanted.signal)[Symbol.asyncIterator]();
  await sounds.next();
  unwanted.abort();
  assert.equal((await sounds.next()).done, true);
  await until(() => server.asked.at(-1)?.isOver() === true, 'the request goes on');
});

const BAD = {
  error: 'refused',
  busy: 'refused',
  unauthorized: 'refused',
  garbage: 'nonsense',
  not_its_form: 'nonsense',
  endless: 'too_long',
  cut: 'cut',
  closes: 'unreached',
  redirects: 'unreached',
} as const satisfies Partial<Record<Manner, EngineError['fault']>>;
for (const [manner, fault] of Object.entries(BAD))
  test(`a server that answers ${manner} has ${fault === 'refused' ? 'refused' : `failed: ${fault}`}`, async () => {
    server.answer(manner as keyof typeof BAD);
    await assert.rejects(spokenBy(openai()), (error) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.fault, fault);
      assert.doesNotMatch(error.message, /secret|key|Hello/);
      return true;
    });
  });

for (const manner of ['never', 'silently', 'slowly'] as const satisfies readonly Manner[])
  test(`a server that answers ${manner} is late once it has been silent for ${PART_MS} ms`, async () => {
    server.answer(manner);
    const before = server.asked.length;
    let error: unknown = null;
    const over = spokenBy(openai()).catch((fault: unknown) => void (error = fault));
    await until(() => server.asked.length > before);
    if (manner === 'slowly') await until(async () => (await clock.advance(PART_MS / 2), error !== null));
    else {
      await clock.advance(PART_MS - 1);
      assert.equal(error, null);
      await clock.advance(1);
    }
    await over;
    assert.equal((error as EngineError | null)?.fault, 'late');
    await until(() => server.asked.at(-1)?.isOver() === true, 'the request goes on');
  });

test('a text without words is no request, and one that is closed speaks no more', async () => {
  const before = server.asked.length;
  const speaker = openai();
  assert.equal((await spokenBy(speaker, '... ?!')).length, 0);
  await speaker.close();
  await assert.rejects(spokenBy(speaker), new SpeakerError('closed'));
  assert.equal(server.asked.length, before);
});

/** The one on this machine: ten samples. */
const EMBEDDED: Speaker = {
  name: 'embedded',
  async *speak() {
    yield new Int16Array(10);
  },
  warm: () => undefined,
  close: async () => undefined,
};

function chained() {
  const time = { now: 0 };
  const failures: unknown[] = [];
  const link = (speaker: Speaker) => ({ speaker, breaker: new Breaker({ elapsed: () => time.now }) });
  const chain = chainSpeakers({
    first: [link(openai()), link(deepgram())],
    last: EMBEDDED,
    failed: (error) => void failures.push(error),
  });
  let texts = 0;
  /** A text of its own each time: what was said lately is kept. */
  const said = async () => (await spokenBy(chain, `Text ${(texts += 1)}.`)).length;
  return { time, failures, said, chain };
}

test('where one fails the next speaks, and the embedded one is always there', async () => {
  const { said, failures } = chained();
  server.answer('error', 'well');
  assert.equal(await said(), 8000, 'the second');
  server.answer('error');
  assert.equal(await said(), 10, 'the embedded one');
  assert.equal(failures.length, 3);
});

test('a sentence that breaks off is said again by the next', async () => {
  const { said } = chained();
  server.answer('cut', 'well');
  const samples = await said();
  assert.ok(samples > 8000 + 2000, `${samples} samples`);
});

test('one that fails thrice is passed over for a minute, and one that says when to come back until then', async () => {
  const { said, time } = chained();
  server.answer('error');
  for (let times = 0; times < 3; times += 1) await said();
  const before = server.asked.length;
  assert.equal(await said(), 10);
  assert.equal(server.asked.length, before, 'it is asked though it fails');
  time.now = 60_000;
  server.answer('well');
  assert.ok((await said()) > 7000);
  server.answer('wait', 'well');
  assert.equal(await said(), 8000);
  const since = server.asked.length;
  time.now += 6_999;
  assert.equal(await said(), 8000);
  assert.equal(server.asked.length, since + 1, 'only the second is asked');
  time.now += 1;
  await said();
  assert.match(server.asked.at(-1)?.path ?? '', /audio/);
});
