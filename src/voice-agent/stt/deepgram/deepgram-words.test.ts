import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { LiveHeard, LiveTranscriber } from '#domain/ports/live-transcriber.ts';
import { ownBackground } from '#background/background.ts';
import { startDeepgramServer } from '../../../../test/support/deepgram-server.ts';
import { createManualClock } from '../../../../test/support/manual-clock.ts';
import { until } from '../../../../test/support/until.ts';
import { EngineError } from '../../engines/ask-engine.ts';
import { Breaker } from '../../engines/breaker.ts';
import { withWordsElsewhere } from '../words-elsewhere.ts';
import { createDeepgramWords, SAID_MS } from './deepgram-words.ts';
import { readResult } from './read-result.ts';

const server = await startDeepgramServer();
after(async () => server.close());
after(ownBackground((what, error) => assert.fail(`${what}: ${String(error)}`)));

type Listened = { readonly end: () => Promise<void> };
const open: Listened[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.end();
  server.behave('well');
});

/** A stream that Deepgram hears, and beside it an embedded engine that hears what the test says. */
function listening() {
  let told: (heard: LiveHeard) => void = () => undefined;
  const embedded: LiveTranscriber = {
    name: 'embedded',
    knows: (lang) => lang === 'en',
    listen(_options, on) {
      told = on;
      const nothing = (): void => undefined;
      return { hear: nothing, expect: nothing, finish: nothing, end: async () => undefined };
    },
  };
  const clock = createManualClock(new Date('2026-11-28T10:00:00Z'));
  const failures: unknown[] = [];
  const heard: LiveHeard[] = [];
  const breaker = new Breaker(clock);
  const engine = createDeepgramWords({ url: server.url, model: 'nova-3', key: 'the-key', clock });
  const live = withWordsElsewhere({
    first: [{ engine, breaker }],
    embedded,
    failed: (error) => void failures.push(error),
  });
  const options = { lang: 'en-GB', vocabulary: { phrases: [], names: [] } };
  const stream = live.listen(options, (each) => void heard.push(each));
  assert.ok(stream !== null);
  open.push(stream);
  const at = { startMs: 100, endMs: 900, words: [] };
  const texts = () => heard.map((each) => ('text' in each ? `${each.type}: ${each.text}` : each.type));
  return {
    stream,
    clock,
    breaker,
    failures,
    heard,
    texts,
    say: (text: string, type: 'partial' | 'final') => told({ type, text, confidence: 0.4, ...at }),
    sayNothing: () => told({ type: 'final', text: '', confidence: null, startMs: 900, endMs: 900, words: [] }),
    speak: (isSpeaking: boolean) => told({ type: 'speech', atMs: 100, isSpeaking }),
    lose: () => told({ type: 'lost', reason: 'died' }),
    /** Until it is connected, and has all the sound. */
    async connected(): Promise<void> {
      const before = server.came.bytes;
      stream.hear(0, new Int16Array(320));
      await until(() => server.came.bytes >= before + 640, 'no sound arrives');
    },
  };
}

test('it is asked for the language with the key, and hears all that was said from the beginning', async () => {
  const { stream, connected } = listening();
  const before = server.came.bytes;
  stream.hear(0, new Int16Array(320));
  await connected();
  await until(() => server.came.bytes === before + 1280);
  const asked = server.asked.at(-1);
  assert.equal(asked?.key, 'Token the-key');
  assert.deepEqual(Object.fromEntries(new URL(asked.url, server.url).searchParams), {
    model: 'nova-3',
    encoding: 'linear16',
    sample_rate: '16000',
    channels: '1',
    interim_results: 'true',
    language: 'en',
  });
});

test('its words are told instead of the embedded engine’s, which says when they are over', async () => {
  const { connected, say, speak, texts, heard, breaker } = listening();
  await connected();
  speak(true);
  say('wear', 'partial');
  server.tell('where is', false);
  await until(() => texts().includes('partial: where is'));
  say('wear is mine', 'partial');
  server.tell('Where is my', true);
  server.finals = ['order?'];
  await until(() => texts().includes('partial: Where is my'));
  speak(false);
  say('wear is mine older', 'final');
  await until(() => texts().at(-1) === 'final: Where is my order?', texts().join());
  assert.deepEqual(texts(), [
    'speech',
    'partial: wear',
    'partial: where is',
    'partial: Where is my',
    'speech',
    'final: Where is my order?',
  ]);
  const last = heard.at(-1);
  assert.ok(last?.type === 'final');
  assert.deepEqual([last.confidence, last.startMs, last.endMs], [0.75, 100, 900]);
  assert.deepEqual(breaker.counts, { answered: 1, failed: 0 });
  server.finals = ['Next.'];
  say('text', 'final');
  await until(() => texts().at(-1) === 'final: Next.', 'what was said before is told again');
});

test('an utterance of nothing is told at once, without asking', async () => {
  const { connected, sayNothing, texts } = listening();
  await connected();
  server.came.texts.length = 0;
  sayNothing();
  await until(() => texts().length > 0);
  assert.deepEqual([texts(), server.came.texts], [['final: '], []]);
});

for (const manner of ['refuses', 'cuts', 'nonsense'] as const)
  test(`where its manner is “${manner}”, the embedded engine’s words are told, and it counts as a failure`, async () => {
    server.behave(manner);
    const { say, texts, failures, breaker } = listening();
    await until(() => failures.length === 1, 'it is not lost');
    say('where is my order', 'final');
    await until(() => texts().at(-1) === 'final: where is my order');
    assert.ok(failures[0] instanceof EngineError && !/the-key/.test(failures[0].message));
    assert.equal(breaker.counts.failed, 1);
  });

test('where it goes in the middle of an utterance, the embedded engine has heard all of it', async () => {
  const { connected, say, texts, failures } = listening();
  await connected();
  server.tell('where is', false);
  await until(() => texts().includes('partial: where is'));
  server.cut();
  await until(() => failures.length === 1);
  say('where is my order', 'partial');
  say('where is my order', 'final');
  await until(() => texts().at(-1) === 'final: where is my order');
  assert.ok(texts().includes('partial: where is my order'));
});

test('one that says nothing is waited for for eight tenths of a second', async () => {
  server.behave('silent');
  const { connected, say, texts, failures, clock } = listening();
  await connected();
  say('where is my order', 'final');
  await clock.advance(SAID_MS - 1);
  assert.deepEqual([texts(), failures.length], [[], 0]);
  await clock.advance(1);
  await until(() => texts().at(-1) === 'final: where is my order');
  assert.equal(failures.length, 1);
});

test('while no sound comes it is told that we are there, and at the end that it is over', async () => {
  const { connected, stream, clock } = listening();
  await connected();
  server.came.texts.length = 0;
  await clock.advance(8000);
  await until(() => server.came.texts.join() === 'KeepAlive,KeepAlive', 'it would hang up');
  await stream.end();
  await until(() => server.came.texts.at(-1) === 'CloseStream', 'it is not told');
});

test('when the embedded engine is lost, all is', async () => {
  const { connected, lose, texts } = listening();
  await connected();
  lose();
  assert.deepEqual(texts(), ['lost']);
  await until(() => server.came.texts.at(-1) === 'CloseStream', 'it still listens');
});

const RESULTS = [
  ['{"type":"Metadata"}', null],
  ['{"type":"SpeechStarted","timestamp":1}', null],
  ['{"hello":1}', 'nonsense'],
  ['[]', 'nonsense'],
  ['{"type":"Results"}', 'nonsense'],
  ['{"type":"Results","channel":{"alternatives":[{"transcript":7}]}}', 'nonsense'],
  [`{"type":"Results","channel":{"alternatives":[{"transcript":"${'x'.repeat(5000)}"}]}}`, 'nonsense'],
  [new ArrayBuffer(2), 'nonsense'],
] as const;
for (const [data, result] of RESULTS)
  test(`${typeof data === 'string' ? data.slice(0, 60) : 'a binary message'} is ${result ?? 'no words'}`, () =>
    assert.equal(readResult(data), result));
