import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createInsistence } from './insistence.ts';

function insisting(failures: number) {
  const clock = createManualClock(new Date(0));
  const seen = { tries: 0, failed: 0 };
  const insistence = createInsistence(clock, () => void (seen.failed += 1));
  const work = async (): Promise<void> => {
    seen.tries += 1;
    if (seen.tries <= failures) throw new Error('the database is away');
  };
  return { clock, seen, insistence, work };
}

test('what fails is done again until it succeeds, and not once more', async () => {
  const { clock, seen, insistence, work } = insisting(3);
  await insistence.insist(7, work);
  assert.deepEqual(seen, { tries: 1, failed: 1 });
  await clock.advance(60_000);
  assert.deepEqual(seen, { tries: 4, failed: 3 });
});

test('what succeeds is done once', async () => {
  const { clock, seen, insistence, work } = insisting(0);
  await insistence.insist(7, work);
  await clock.advance(60_000);
  assert.deepEqual(seen, { tries: 1, failed: 0 });
});

test('insisting again takes the place of what was insisted on, and a stop ends it', async () => {
  const { clock, seen, insistence, work } = insisting(100);
  await insistence.insist(7, work);
  await insistence.insist(7, work);
  await clock.advance(2_000);
  assert.equal(seen.tries, 3);
  insistence.stop();
  await clock.advance(60_000);
  assert.equal(seen.tries, 3);
});
