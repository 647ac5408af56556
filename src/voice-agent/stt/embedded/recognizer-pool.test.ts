import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import type { Recognizer } from './recognizer.ts';
import { createRecognizerPool } from './recognizer-pool.ts';

const words = (name: string): Vocabulary => ({ phrases: [name], names: [] });

/** A recognizer that only knows what it expects, and how often that was changed. */
function listener(changes: string[]): Recognizer {
  let expected = '';
  return {
    expect({ phrases: [name = ''] }) {
      if (name !== expected) changes.push(name);
      expected = name;
    },
    expects: ({ phrases: [name] }) => name === expected,
    begin: () => undefined,
    hear: () => undefined,
    soFar: () => [],
    end: () => [],
  };
}

test('each is lent to one at a time, as many as there may be, and the one that expects the words comes first', async () => {
  const changes: string[] = [];
  let ready = 0;
  const pool = createRecognizerPool({
    most: 2,
    make: async () => listener(changes),
    ready: () => (ready += 1),
    failed: (error) => assert.fail(String(error)),
  });
  const take = async (name: string): Promise<Recognizer | null> => {
    const taken = pool.take(words(name));
    if (taken !== null) return taken;
    await nextTurn();
    return pool.take(words(name));
  };
  const [first, second, third] = [await take('a'), await take('b'), await take('a')];
  assert.ok(first !== null && second !== null && first !== second);
  assert.deepEqual([third, ready], [null, 2]);
  pool.give(second);
  pool.give(first);
  assert.equal(await take('a'), first);
  assert.deepEqual(changes, ['a', 'b']);
  assert.equal(await take('c'), second);
  assert.deepEqual(changes, ['a', 'b', 'c']);
});

test('one that cannot be made is told, and tried again', async () => {
  let tries = 0;
  const failures: unknown[] = [];
  const pool = createRecognizerPool({
    most: 1,
    make: async () => {
      tries += 1;
      if (tries === 1) throw new Error('no memory');
      return listener([]);
    },
    ready: () => undefined,
    failed: (error) => failures.push(error),
  });
  assert.equal(pool.take(words('a')), null);
  await nextTurn();
  assert.equal(failures.length, 1);
  assert.equal(pool.take(words('a')), null);
  await nextTurn();
  assert.ok(pool.take(words('a')) !== null);
});
