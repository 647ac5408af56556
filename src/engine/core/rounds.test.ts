import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callIn, START } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createRounds } from './rounds.ts';

test('a round looks again at calls that stand still for one round, and frees reservations, until it is stopped', async () => {
  const clock = createManualClock(START);
  const still = callIn('queued', { id: 1, updatedAt: START });
  const busy = () => callIn('queued', { id: 2, updatedAt: clock.now() });
  const seen: number[] = [];
  const failures: unknown[] = [];
  let settled = 0;
  const settleReservations = async () => {
    settled += 1;
    if (settled === 2) throw new Error('the database is away');
    return [];
  };
  const open = () => [still, busy()].values();
  const parts = {
    clock,
    transitions: { open },
    calls: { settleReservations },
    failed: (error: unknown) => void failures.push(error),
  };
  const rounds = createRounds({ ...parts, again: ({ id }) => void seen.push(id) });
  rounds.start();
  await clock.advance(15_000);
  assert.deepEqual([seen, settled], [[], 1], 'nothing stands still for a whole round yet');
  await clock.advance(15_000);
  assert.deepEqual([seen, failures.length], [[1], 1]);
  await clock.advance(15_000);
  assert.deepEqual([seen, settled], [[1, 1], 3], 'a failure ends no rounds');
  rounds.stop();
  await clock.advance(60_000);
  assert.equal(settled, 3);
});
