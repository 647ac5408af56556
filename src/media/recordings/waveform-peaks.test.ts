import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { PEAKS } from '../codec/peaks.ts';
import { tone } from '../codec/pcm.ts';
import { encodeWav } from '../codec/wav.ts';
import { createPeakReader } from './waveform-peaks.ts';

const RATE = 16_000;
const loud = tone({ hertz: 440, seconds: 2, sampleRate: RATE, level: 0.8 });
const quiet = new Int16Array(loud.length);

test('a stereo recording has peaks of both sides, and is read from the disk once', async (t) => {
  const directory = await scratchDirectory(t);
  const path = join(directory, 'a.wav');
  await writeFile(path, encodeWav({ sampleRate: RATE, channels: [loud, quiet] }));
  const read = createPeakReader(() => path);
  const peaks = await read('a');
  assert.equal(peaks?.left.length, PEAKS);
  // The tone rises and falls softly.
  assert.ok(peaks.left.slice(50, -50).every((peak) => peak > 0.5));
  assert.ok(peaks.right?.every((peak) => peak === 0));
  await rm(path);
  assert.equal(await read('a'), peaks);
});

test('a mono recording has one side', async (t) => {
  const path = join(await scratchDirectory(t), 'a.wav');
  await writeFile(path, encodeWav({ sampleRate: RATE, channels: [loud] }));
  assert.equal((await createPeakReader(() => path)('a'))?.right, null);
});

test('a recording that is not there, and a file that is none, have no peaks', async (t) => {
  const directory = await scratchDirectory(t);
  const text = join(directory, 'text.wav');
  await writeFile(text, 'This is no sound. '.repeat(10));
  assert.equal(await createPeakReader(() => join(directory, 'gone.wav'))('a'), null);
  assert.equal(await createPeakReader(() => text)('a'), null);
});
