import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { CallEvent } from '#domain/call/event.ts';
import { begun } from '#domain/call/recording.ts';
import { aCall, START } from '../../../test/support/calls.ts';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { createCallRecordings } from './call-recordings.ts';

const CALL = aCall({ state: 'connected', recording: begun('0a', 'call', START) });
const SIDES = { left: 'a', right: 'b' };

/** Recordings on a disk with so much room, which the test may change. */
async function recordingsWith(test: TestContext, room: { bytes: number }) {
  const directory = await scratchDirectory(test);
  const clock = createManualClock(START);
  const media = createFakeMedia();
  const reported: CallEvent[] = [];
  const recordings = createCallRecordings({
    recorder: media,
    clock,
    report: async (_callId, event) => {
      reported.push(event);
      return { ok: true, value: CALL };
    },
    recordingPath: (uid) => join(directory, `${uid}.wav`),
    hasRoom: async (bytes) => bytes <= room.bytes,
    failed: (_what, error) => assert.fail(String(error)),
  });
  return { clock, media, reported, recordings };
}

test('without room for its first half minute a recording is not begun, and the call is told why', async (t) => {
  const { media, reported, recordings } = await recordingsWith(t, { bytes: 30 * 64_000 - 1 });
  await recordings.lead(CALL, SIDES);
  assert.equal(media.recording('0a'), undefined);
  assert.deepEqual(reported, [{ type: 'recording_failed', reason: 'disk_reserve' }]);
});

test('a recording stops when what it takes at its end would touch the reserve, and is kept as far as it goes', async (t) => {
  const { clock, media, reported, recordings } = await recordingsWith(t, { bytes: 60 * 64_000 });
  await recordings.lead(CALL, SIDES);
  await clock.advance(60_000);
  assert.deepEqual([media.recording('0a')?.isStopped, reported], [false, []]);
  await clock.advance(5_000);
  assert.equal(media.recording('0a')?.isStopped, true);
  const [stored] = reported;
  assert.ok(stored?.type === 'recording_stored' && stored.seconds === 3 && stored.reason === 'disk_reserve');
});

test('with room a recording runs to the end of its call, and has no reason', async (t) => {
  const { clock, reported, recordings } = await recordingsWith(t, { bytes: Infinity });
  await recordings.lead(CALL, SIDES);
  await clock.advance(3_600_000);
  await recordings.close(CALL);
  const [stored] = reported;
  assert.ok(stored?.type === 'recording_stored' && !('reason' in stored));
});
