import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { background, ownBackground } from './background.ts';

const fault = new Error('refused');

test('work that rejects, throws at once or throws later is told to its owner by its name', async () => {
  const heard: [string, unknown][] = [];
  const end = ownBackground((name, error) => void heard.push([name, error]));
  background('a', Promise.reject(fault));
  background('b', () => {
    throw fault;
  });
  background('c', async () => {
    await nextTurn();
    throw fault;
  });
  background('d', async () => 'well');
  await nextTurn();
  await nextTurn();
  end();
  assert.deepEqual(heard, [
    ['a', fault],
    ['b', fault],
    ['c', fault],
  ]);
});

test('a failure that has no owner does not vanish', async () => {
  const heard = Promise.withResolvers<unknown>();
  const others = process.rawListeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.once('unhandledRejection', heard.resolve);
  background('a', Promise.reject(fault));
  assert.equal(await heard.promise, fault);
  for (const other of others) process.on('unhandledRejection', other as () => void);
});
