import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWorkerQueue } from './worker-queue.ts';

type Verbs = { readonly count: { readonly ask: null; readonly answer: number } };

/** Answers how many jobs it has had. */
const COUNTING = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads';
  let jobs = 0;
  parentPort.on('message', ({ id }) => parentPort.postMessage({ id, ok: true, answer: (jobs += 1) }));`)}`,
);

test('a thread without work ends, and the next work gets a new one', async () => {
  const queue = createWorkerQueue<Verbs>(COUNTING, 'counting', 1);
  try {
    assert.equal(await queue.run('count', null), 1);
    for (let tries = 0; (await queue.run('count', null)) !== 1; tries += 1) {
      assert.ok(tries < 500, 'it never ended');
      await sleep(10);
    }
  } finally {
    await queue.close();
  }
});

test('a thread that has work does not end, however short its rest', async () => {
  const queue = createWorkerQueue<Verbs>(COUNTING, 'counting', 0);
  try {
    const answers = await Promise.all(Array.from({ length: 50 }, async () => queue.run('count', null)));
    assert.deepEqual(
      answers,
      answers.map((_, index) => index + 1),
    );
  } finally {
    await queue.close();
  }
});
