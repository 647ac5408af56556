import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createCoalescer } from './coalesce.ts';

function aCoalescer() {
  const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
  const done: string[] = [];
  const failures: unknown[] = [];
  const coalescer = createCoalescer(clock, 50, (error) => void failures.push(error));
  return {
    clock,
    done,
    failures,
    touch: (key: string, text: string) => coalescer.touch(key, async () => void done.push(text)),
    coalescer,
  };
}

test('the first change is told at once, all others of the pause once at its end, as they stand then', async () => {
  const { clock, done, touch } = aCoalescer();
  touch('a', 'a1');
  touch('a', 'a2');
  touch('a', 'a3');
  touch('b', 'b1');
  assert.deepEqual(done, ['a1', 'b1']);
  await turn();
  await clock.advance(49);
  assert.deepEqual(done, ['a1', 'b1']);
  await clock.advance(1);
  assert.deepEqual(done, ['a1', 'b1', 'a3']);
  await turn();
  await clock.advance(50);
  touch('a', 'a4');
  assert.deepEqual(done, ['a1', 'b1', 'a3', 'a4']);
});

test('work that fails is reported, and the next is done', async () => {
  const { clock, done, failures, touch, coalescer } = aCoalescer();
  coalescer.touch('a', async () => Promise.reject(new Error('away')));
  await turn();
  await clock.advance(50);
  touch('a', 'a1');
  assert.deepEqual([failures.length, done], [1, ['a1']]);
});
