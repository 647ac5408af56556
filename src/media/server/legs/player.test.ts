import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlayer } from './player.ts';
import type { Sound } from './sounds.ts';

const SOUND: Sound = {
  packets: [1, 2, 3].map((byte) => ({ payload: Uint8Array.of(byte), ticks: 960 })),
  bytes: 3,
};

function bytesDue(player: ReturnType<typeof createPlayer>, now: number): readonly number[] | null {
  return player.due(now)?.map(({ payload }) => payload[0] ?? 0) ?? null;
}

test('a packet is due every twenty milliseconds, whenever it is asked, and the end comes after the last has been heard', () => {
  const player = createPlayer('p', SOUND, false, 1000);
  assert.deepEqual(
    [1000, 1015, 1021, 1039, 1040, 1059].map((now) => bytesDue(player, now)),
    [[1], [], [2], [], [3], []],
  );
  assert.equal(bytesDue(player, 1060), null);
});

test('a loop has no end, and its numbers continue', () => {
  const player = createPlayer('p', SOUND, true, 0);
  const packets = Array.from({ length: 8 }, (_, index) => player.due(index * 20) ?? []).flat();
  assert.deepEqual(
    packets.map(({ payload }) => payload[0]),
    [1, 2, 3, 1, 2, 3, 1, 2],
  );
  assert.deepEqual(
    packets.map(({ sequenceNumber }) => sequenceNumber),
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
  assert.equal(packets.at(-1)?.timestamp, 7 * 960);
});

test('after a long delay a few packets come at once, and the rest later, not faster', () => {
  const player = createPlayer('p', SOUND, true, 0);
  assert.equal(bytesDue(player, 1000)?.length, 4);
  assert.deepEqual(bytesDue(player, 1000), [2]);
  assert.deepEqual(bytesDue(player, 1010), []);
  assert.deepEqual(bytesDue(player, 1020), [3]);
});
