import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { preciseNow } from './audio-packet.ts';

const THREAD = `require('node:worker_threads').parentPort.postMessage(performance.timeOrigin + performance.now())`;

test('the clock of sound has fractions of a millisecond and does not run back', () => {
  const times = Array.from({ length: 1000 }, preciseNow);
  assert.ok(times.every((time, index) => time >= (times[index - 1] ?? 0)));
  assert.ok(times.some((time) => !Number.isInteger(time)));
  assert.ok(Math.abs(preciseNow() - Date.now()) < 1000);
});

test('two threads have the same time', async () => {
  const before = preciseNow();
  const worker = new Worker(THREAD, { eval: true });
  const [there] = (await once(worker, 'message')) as [number];
  const after = preciseNow();
  await worker.terminate();
  assert.ok(there > before - 2 && there < after + 2, `${there} is not between ${before} and ${after}`);
});
