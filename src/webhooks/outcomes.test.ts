/** Outcomes are stored together, and whoever waits for one hears how it went. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptOutcome } from '#domain/ports/webhooks.ts';
import { createOutcomes } from './outcomes.ts';

const outcome = (id: number): AttemptOutcome => ({
  id,
  state: 'delivered',
  attempts: 1,
  dueAt: new Date(0),
  endedAt: new Date(0),
  attempt: null,
});

test('outcomes of the same moment share a statement, 200 at the most', async () => {
  const statements: number[] = [];
  const outcomes = createOutcomes({ record: async (all) => void statements.push(all.length) });
  await Promise.all(Array.from({ length: 450 }, async (_, id) => outcomes.write(outcome(id))));
  assert.deepEqual(statements, [200, 200, 50]);
  await outcomes.write(outcome(451));
  assert.deepEqual(statements.slice(3), [1]);
});

test('a statement that fails is told to those in it, and the next is written', async () => {
  let isFailing = true;
  const outcomes = createOutcomes({
    record: async () => (isFailing ? Promise.reject(new Error('the database is away')) : undefined),
  });
  const told = await Promise.allSettled([outcomes.write(outcome(1)), outcomes.write(outcome(2))]);
  assert.deepEqual(
    told.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  isFailing = false;
  await outcomes.write(outcome(3));
});
