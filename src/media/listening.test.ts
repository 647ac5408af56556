import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../../test/support/fake-media.ts';
import { until } from '../../test/support/until.ts';
import { createListening } from './listening.ts';

test('a leg from which nothing comes is silent, until it is lost', async () => {
  const media = createFakeMedia();
  const made = await media.createLeg({ kind: 'browser', offer: 'one' });
  assert.ok(made.ok);
  let samples = 0;
  await createListening(media).listen(made.legId, 8000, (piece) => (samples += piece.samples.length));
  await until(() => samples > 0, 'nothing is told');
  media.lose(made.legId, 'closed');
  const atEnd = samples;
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(samples, atEnd);
});

test('more than a hundred legs are not listened to at a time, and one that is stopped makes place', async () => {
  const listening = createListening(createFakeMedia());
  const stops = await Promise.all(
    Array.from({ length: 101 }, async () => listening.listen('a', 8000, () => undefined)),
  );
  assert.deepEqual(stops.map((stop) => stop === null).indexOf(true), 100);
  await stops[0]?.();
  const more = await listening.listen('b', 8000, () => undefined);
  assert.ok(more !== null);
  for (const stop of [...stops.slice(1), more]) await stop?.();
});
