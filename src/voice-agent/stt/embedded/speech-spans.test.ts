import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFlite } from '#media/prompts/flite/flite.ts';
import { resample } from '#media/codec/pcm.ts';
import { createSilero, SILERO_FRAME } from './silero.ts';
import type { Span } from './speech-spans.ts';
import { createSpanFinder } from './speech-spans.ts';

function spansOf(probabilities: readonly number[]): Span[] {
  const finder = createSpanFinder();
  const found = probabilities.map((each) => finder.next(each));
  return [...found, finder.end()].filter((span) => span !== null);
}
const frames = (count: number, probability: number): number[] => Array.from({ length: count }, () => probability);

test('speech is kept with a little around it, over short pauses, and apart over long ones', () => {
  assert.deepEqual(spansOf([...frames(50, 0), ...frames(40, 0.9), ...frames(50, 0)]), [{ from: 43, to: 97 }]);
  const paused = (pause: number) =>
    spansOf([...frames(20, 0), ...frames(30, 0.9), ...frames(pause, 0.1), ...frames(30, 0.9), ...frames(40, 0)]).length;
  assert.deepEqual([paused(15), paused(40)], [1, 2]);
});

test('silence, clicks and a doubtful murmur are no speech', () => {
  assert.deepEqual(spansOf(frames(500, 0)), []);
  assert.deepEqual(spansOf([...frames(20, 0), 0.9, 0.9, ...frames(40, 0), 0.9, ...frames(40, 0)]), []);
  assert.deepEqual(spansOf(frames(500, 0.45)), []);
});

test('who speaks without a pause is cut where it is quietest, and nothing is lost between', () => {
  const long = frames(1500, 0.9).map((each, place) => (place === 600 ? 0.6 : each));
  const spans = spansOf(long);
  assert.ok(spans.length >= 3 && spans.every(({ from, to }) => (to - from) * 0.032 <= 20.5));
  assert.deepEqual(spans[0], { from: 0, to: 600 });
  for (const [place, { from }] of spans.entries()) if (place > 0) assert.equal(from, spans[place - 1]?.to);
  assert.equal(spans.at(-1)?.to, 1500);
});

test('the network hears a voice, and neither silence nor noise nor a tone', () => {
  const open = createSilero();
  const mean = (samples: Float32Array): number => {
    const next = open();
    let [sum, count] = [0, 0];
    for (let at = 0; at + SILERO_FRAME <= samples.length; at += SILERO_FRAME) {
      sum += next(samples.subarray(at, at + SILERO_FRAME));
      count += 1;
    }
    return sum / count;
  };
  const voice = resample(createFlite()('user', 'Where is my order?'), 8000, 16_000);
  const made = (of: (at: number) => number) => new Float32Array(16_000).map((_, at) => of(at));
  let seed = 1;
  const noise = () => ((seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5) * 0.2;
  assert.ok(mean(Float32Array.from(voice, (sample) => sample / 32_768)) > 0.8);
  for (const sound of [made(() => 0), made(noise), made((at) => 0.3 * Math.sin(at / 5))]) assert.ok(mean(sound) < 0.1);
});
