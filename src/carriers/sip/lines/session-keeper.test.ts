import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../../../../test/support/manual-clock.ts';
import { createSessionKeeper } from './session-keeper.ts';

/** A keeper on a clock that the test moves. */
function open() {
  const clock = createManualClock(new Date('2026-11-27T20:00:00Z'));
  const due: string[] = [];
  const keeper = createSessionKeeper(clock, {
    refresh: () => void due.push('refresh'),
    expired: () => void due.push('expired'),
  });
  return { keeper, due, pass: async (seconds: number) => clock.advance(seconds * 1000) };
}

test('we refresh once half the interval has passed, and once only until it is agreed on anew', async () => {
  const { keeper, due, pass } = open();
  keeper.agreed({ interval: 180, refresher: 'uac' }, true);
  await pass(89);
  assert.deepEqual(due, []);
  await pass(1);
  assert.deepEqual(due, ['refresh']);
  keeper.agreed({ interval: 180, refresher: 'uac' }, true);
  await pass(90);
  assert.deepEqual(due, ['refresh', 'refresh']);
});

test('a session that no one refreshes ends before its interval does', async () => {
  const { keeper, due, pass } = open();
  keeper.agreed({ interval: 180, refresher: 'uas' }, true);
  assert.equal(keeper.timer()?.refresher, 'them');
  await pass(147);
  assert.deepEqual(due, []);
  await pass(1);
  assert.deepEqual(due, ['expired']);
});

test('a refresh of ours that is not answered ends it likewise', async () => {
  const { keeper, due, pass } = open();
  keeper.agreed({ interval: 90, refresher: 'uac' }, true);
  await pass(60);
  assert.deepEqual(due, ['refresh', 'expired']);
});

test('without a timer, or once it was stopped, nothing is ever due', async () => {
  const { keeper, due, pass } = open();
  keeper.agreed(null, true);
  await pass(100_000);
  keeper.agreed({ interval: 90, refresher: 'uac' }, true);
  keeper.stop();
  await pass(100_000);
  assert.deepEqual([due, keeper.timer()], [[], null]);
});
