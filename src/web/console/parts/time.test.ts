import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayDuration, secondsBetween, writeDuration, writeExactTime, writeTime, writeWholeTime } from './time.ts';

/** Seconds -> as written, as said. */
const DURATIONS = [
  [-5, '0:00', '0 seconds'],
  [0, '0:00', '0 seconds'],
  [1, '0:01', '1 second'],
  [7.9, '0:07', '7 seconds'],
  [60, '1:00', '1 minute'],
  [125, '2:05', '2 minutes 5 seconds'],
  [754, '12:34', '12 minutes 34 seconds'],
  [3600, '1:00:00', '1 hour'],
  [3723, '1:02:03', '1 hour 2 minutes 3 seconds'],
  [90_000, '25:00:00', '25 hours'],
] as const;
for (const [seconds, written, said] of DURATIONS)
  test(`${seconds} s is ${written}, in words ${said}`, () =>
    assert.deepEqual([writeDuration(seconds), sayDuration(seconds)], [written, said]));

test('whole seconds lie between two times, and never less than none', () => {
  assert.equal(secondsBetween('2026-03-02T09:00:00.900Z', '2026-03-02T09:00:02.800Z'), 1);
  assert.equal(secondsBetween('2026-03-02T09:00:05Z', '2026-03-02T09:00:00Z'), 0);
  assert.equal(secondsBetween(Date.parse('2026-03-02T09:00:00Z'), '2026-03-02T09:01:00Z'), 60);
});

test('a time of today is written without its day, any other with it', () => {
  const today = new Date().toISOString();
  assert.ok(!writeTime(today).includes(','));
  assert.match(writeTime('2020-02-29T12:00:00Z'), /29.*,|Feb.*29/);
  assert.ok(writeExactTime(today).length > writeTime(today).length, 'with its seconds');
  assert.match(writeWholeTime('2020-02-29T12:00:00Z'), /2020/);
});
