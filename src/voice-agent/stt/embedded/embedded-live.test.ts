import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { LiveHeard } from '#domain/ports/live-transcriber.ts';
import { createFlite, SPEECH_RATE } from '#media/prompts/flite/flite.ts';
import { resample } from '#media/codec/pcm.ts';
import { wordErrors } from '../../../../test/support/spoken.ts';
import { createEmbeddedLive } from './embedded-live.ts';
import type { SpeechAnswer } from './speech-verbs.ts';
import type { StreamAsk } from './speech-child.ts';
import { createSpeechChild } from './speech-child.ts';

// Other tests run beside this one: it would wait for them.
const speech = createSpeechChild({ niceness: 0 });
after(async () => speech.close());

const ASKED = 'I have a question about my order.';
const VOCABULARY = { phrases: [ASKED], names: [] };
const RATE = 16_000;
const PIECE = 640;
const START = 5_000_000;

/** Sound in which that is said from the second on, in pieces of 40 ms. */
function* pieces(seconds: number, text: string, at: number): Generator<readonly [atMs: number, samples: Int16Array]> {
  const sound = new Int16Array(seconds * RATE);
  const voice = resample(createFlite()('virtual_agent', text), SPEECH_RATE, RATE);
  sound.set(voice, at * RATE);
  for (let from = 0; from < sound.length; from += PIECE)
    yield [START + (from * 1000) / RATE, sound.subarray(from, from + PIECE)];
}

test('what is said is heard while it is said: that someone speaks, words so far, then all of them with their times', async () => {
  const heard: LiveHeard[] = [];
  const stream = createEmbeddedLive(speech).listen({ lang: 'en', vocabulary: VOCABULARY }, (each) => heard.push(each));
  assert.ok(stream !== null);
  for (const [atMs, samples] of pieces(5, ASKED, 1)) stream.hear(atMs, samples);
  stream.finish();
  await stream.end();
  const [first, last] = [heard[0], heard.findLast(({ type }) => type === 'final')];
  assert.ok(
    first?.type === 'speech' && first.isSpeaking && Math.abs(first.atMs - START - 1000) < 150,
    JSON.stringify(first),
  );
  const finals = heard.filter(({ type }) => type === 'final');
  assert.ok(last?.type === 'final' && last.text === '', 'finish() without words has a final, too');
  const [words] = finals;
  assert.ok(finals.length === 2 && words?.type === 'final');
  assert.ok(wordErrors(ASKED, words.text) <= 0.3, words.text);
  assert.ok((words.confidence ?? 0) > 0.3);
  assert.ok(Math.abs(words.startMs - START - 1000) < 300, String(words.startMs - START));
  assert.ok(
    words.words.every(
      ({ startMs, endMs }, place) => endMs > startMs && startMs >= (words.words[place - 1]?.startMs ?? 0),
    ),
  );
  const partials = heard.filter(({ type }) => type === 'partial');
  assert.ok(partials.length >= 2, 'words come before the end');
  assert.ok(heard.indexOf(partials[0] as LiveHeard) < heard.indexOf(words));
  const ends = heard.flatMap((each) => (each.type === 'speech' && !each.isSpeaking ? [each.atMs] : []));
  assert.ok(Math.abs((ends.at(-1) ?? 0) - words.endMs) < 300);
});

/** A process that does what the test says. */
function playedProcess() {
  const asked: StreamAsk[] = [];
  let told: ((answer: SpeechAnswer) => void) | null = null;
  let gone: (() => void) | null = null;
  return {
    asked,
    speech: {
      stream(on: (answer: SpeechAnswer) => void, lost: () => void) {
        [told, gone] = [on, lost];
        return { send: (ask: StreamAsk) => void asked.push(ask), close: () => undefined };
      },
    },
    looked: (ms: number) => told?.({ id: 1, type: 'live', output: { type: 'looked', ms } }),
    die: () => gone?.(),
  };
}

const SECOND = new Int16Array(RATE);

test('a stream that is not kept up with is given up, and a pause in what is given is no lag', () => {
  const played = playedProcess();
  const heard: LiveHeard[] = [];
  const stream = createEmbeddedLive(played.speech).listen({ lang: 'en', vocabulary: VOCABULARY }, (each) =>
    heard.push(each),
  );
  for (let second = 0; second < 10; second += 1) stream?.hear(second * 1000, SECOND);
  played.looked(10_000);
  for (let second = 100; second < 112; second += 1) stream?.hear(second * 1000, SECOND);
  assert.deepEqual(heard, []);
  stream?.hear(112_000, SECOND);
  assert.deepEqual(heard, [{ type: 'lost', reason: 'overloaded' }]);
});

test('a process that dies ends its streams with an event, and the end of the stream is no wait', async () => {
  const played = playedProcess();
  const heard: LiveHeard[] = [];
  const stream = createEmbeddedLive(played.speech).listen({ lang: 'en', vocabulary: VOCABULARY }, (each) =>
    heard.push(each),
  );
  played.die();
  stream?.hear(0, SECOND);
  await stream?.end();
  assert.deepEqual(heard, [{ type: 'lost', reason: 'died' }]);
  assert.equal(played.asked.length, 1);
});

test('eight are heard at a time, ten where someone waits for an answer, and one that ends makes place', async () => {
  const played = playedProcess();
  const live = createEmbeddedLive(played.speech);
  const listen = (isFirst = false) => live.listen({ lang: 'en', vocabulary: VOCABULARY, isFirst }, () => undefined);
  for (let count = 0; count < 8; count += 1) assert.ok(listen() !== null);
  assert.equal(listen(), null);
  assert.ok(listen(true) !== null && listen(true) !== null);
  assert.equal(listen(true), null);
  played.die();
  assert.ok(listen(true) !== null);
});
