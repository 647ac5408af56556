import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HAND_OVER_REASONS, NEW_DIALOGUE } from './dialogue.ts';
import type { Dialogue } from './dialogue.ts';
import type { TalkCount, TalkCounts } from './figures.ts';
import { countsOf, FIRST_SOUND_MS, firstSound, oneMore, reportFrom } from './figures.ts';

const answered = (...verdicts: readonly (boolean | null)[]): Dialogue => ({
  ...NEW_DIALOGUE,
  answers: verdicts.map((helped) => ({ articleId: 1, title: 'Order', score: 0.9, helped })),
});

test('a talk counts as how it ended, once', () => {
  const ends: readonly (readonly [Dialogue, TalkCount])[] = [
    [NEW_DIALOGUE, 'ended_left'],
    [answered(null), 'ended_assumed'],
    [answered(true), 'ended_confirmed'],
    [answered(false), 'ended_unhelped'],
    [answered(false, true), 'ended_confirmed'],
    [answered(true, null), 'ended_confirmed'],
    ...HAND_OVER_REASONS.map((handedOver) => [{ ...answered(true), handedOver }, `handed_over_${handedOver}`] as const),
  ];
  for (const [dialogue, end] of ends)
    assert.deepEqual(countsOf(dialogue, { not_understood: 2 }), { not_understood: 2, [end]: 1 });
  const all = ends.reduce<TalkCounts>((sums, [, end]) => oneMore(sums, end), {});
  assert.equal(reportFrom(all).talks, ends.length);
});

test('a first sound counts at the first bound that it does not exceed', () => {
  for (const [milliseconds, bound] of [
    [0, 200],
    [200, 200],
    [201, 300],
    [899.9, 900],
    [10_001, 10_000],
  ] as const)
    assert.equal(firstSound(milliseconds), `first_sound_${bound}`);
});

test('half of the answers, and 95 of a hundred, began within the bound that is told', () => {
  const of = (...times: readonly number[]) =>
    reportFrom(times.reduce<TalkCounts>((sums, each) => oneMore(sums, firstSound(each)), {})).firstSound;
  assert.deepEqual(of(), { answers: 0, p50Ms: null, p95Ms: null });
  assert.deepEqual(of(650), { answers: 1, p50Ms: 700, p95Ms: 700 });
  assert.deepEqual(of(...Array.from({ length: 95 }, () => 650), 1350, 1350, 1350, 1350, 5000), {
    answers: 100,
    p50Ms: 700,
    p95Ms: 700,
  });
  assert.equal(of(...Array.from({ length: 94 }, () => 650), 1350, 1350).p95Ms, 700);
  assert.equal(of(...Array.from({ length: 18 }, () => 650), 1350, 1350).p95Ms, 1400);
  assert.ok(FIRST_SOUND_MS.every((bound, place) => place === 0 || bound > (FIRST_SOUND_MS[place - 1] ?? 0)));
});
