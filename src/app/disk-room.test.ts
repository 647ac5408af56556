import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratchDirectory } from '../../test/support/scratch-directory.ts';
import { createDiskRoom, freeBytes } from './disk-room.ts';

test('what lies beyond the reserve may be recorded, and what would touch it may not', async (t) => {
  const directory = await scratchDirectory(t);
  const free = await freeBytes(directory);
  assert.ok(free > 0);
  assert.equal(await createDiskRoom(directory, 0)(1), true);
  // Other programs write meanwhile: half of what is free is far from either side.
  assert.equal(await createDiskRoom(directory, Math.floor(free / 2))(1), true);
  assert.equal(await createDiskRoom(directory, free * 2)(1), false);
  assert.equal(await createDiskRoom(directory, 0)(free * 2), false);
});

test('a disk that cannot be measured stops no recording', async (t) => {
  const nowhere = join(await scratchDirectory(t), 'gone');
  await assert.rejects(freeBytes(nowhere), { code: 'ENOENT' });
  assert.equal(await createDiskRoom(nowhere, Number.MAX_SAFE_INTEGER)(1), true);
});
