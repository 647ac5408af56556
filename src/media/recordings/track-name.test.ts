import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTrackName, tracksOf, writeTrackName } from './track-name.ts';

const NAMES = [
  [{ side: 'left', offset: 12_340, codec: 'opus' }, 'left-0000012340.ogg'],
  [{ side: 'right', offset: 0, codec: 'pcmu' }, 'right-0000000000.pcmu'],
  [{ side: 'right', offset: 9_999_999_999, codec: 'pcma' }, 'right-9999999999.pcma'],
] as const;
for (const [track, name] of NAMES)
  test(`${name} is written, and read as it was written`, () => {
    assert.equal(writeTrackName(track), name);
    assert.deepEqual(readTrackName(name), track);
  });

test('names sort by their offsets, side by side', () => {
  const at = (offset: number) => writeTrackName({ side: 'left', offset, codec: 'opus' });
  assert.deepEqual([at(100_000), at(20), at(3_000)].toSorted(), [at(20), at(3_000), at(100_000)]);
});

test('a track of an earlier version, which began with a digit, is read as well', () => {
  assert.deepEqual(readTrackName('1-left-0000000020.ogg'), { side: 'left', offset: 20, codec: 'opus' });
});

for (const name of [
  '',
  'left.ogg',
  'middle-0000000000.ogg',
  'left-12.ogg',
  'left-0000000000.mp3',
  '../left-0000000000.ogg',
])
  test(`${JSON.stringify(name)} is none of ours`, () => {
    assert.equal(readTrackName(name), null);
  });

test('tracks lie beside their recording', () => {
  assert.equal(tracksOf('/data/recordings/a.wav'), '/data/recordings/a.wav.tracks');
});
