import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeWav, encodeWav } from '#media/codec/wav.ts';
import { makeScratchDirectory } from '../../../../test/support/scratch-directory.ts';
import { findSpeech } from './find-speech.ts';
import { SILERO_RATE } from './silero.ts';
import { readStretch } from '../openai/stretch-file.ts';
import { NotARecordingError, openRecording } from './wav-blocks.ts';

const directory = await makeScratchDirectory();
let count = 0;

/** A file of the sound; its path. */
async function fileOf(sampleRate: number, ...channels: readonly Int16Array[]): Promise<string> {
  count += 1;
  const path = join(directory, `${count}.wav`);
  await writeFile(path, encodeWav({ sampleRate, channels }));
  return path;
}

/** A side that is loud in the stretches, given in seconds, and otherwise nearly silent. */
function side(seconds: number, ...loud: readonly (readonly [from: number, to: number])[]): Int16Array {
  const samples = new Int16Array(seconds * SILERO_RATE);
  return samples.map((_, at) => {
    const isLoud = loud.some(([from, to]) => at >= from * SILERO_RATE && at < to * SILERO_RATE);
    return isLoud ? 1000 + (at % 7) : at % 20;
  });
}

/** Whatever is heard at all is speech here: the network itself has its own test. */
const loudness = () => (samples: Float32Array) => (Math.max(...samples) > 0.01 ? 1 : 0);

test('each side is looked at by itself; what it says comes with its own samples, over the seconds of the file', async () => {
  const recording = openRecording(await fileOf(SILERO_RATE, side(6, [1, 2.5]), side(6, [0.9, 1.2], [4.5, 6])));
  let seconds = 0;
  const found = [...findSpeech(recording, loudness, () => (seconds += 1))].filter((each) => each !== null);
  recording.close();
  const times = found.map(({ side, from, samples }) => [
    side,
    from / SILERO_RATE,
    (from + samples.length) / SILERO_RATE,
  ]);
  const expected = [
    ['right', 0.9, 1.2],
    ['left', 1, 2.5],
    ['right', 4.5, 6],
  ] as const;
  assert.equal(times.length, expected.length);
  for (const [place, [side, from, to]] of expected.entries()) {
    const [heardSide, begins = 0, ends = 0] = times[place] ?? [];
    assert.equal(heardSide, side);
    assert.ok(
      Math.abs(Number(begins) - from) < 0.3 && Math.abs(Number(ends) - to) < 0.3,
      `${String(begins)} ${String(ends)}`,
    );
  }
  assert.ok(found.every(({ samples }) => Math.max(...samples) >= 1000));
  assert.ok(seconds >= 6, 'it says that it is alive');
});

test('what is nearly silent is not even looked at', async () => {
  const recording = openRecording(await fileOf(SILERO_RATE, side(3), side(3)));
  const looked = () => () => assert.fail('it was looked at');
  assert.deepEqual(
    [...findSpeech(recording, looked, () => {})].filter((each) => each !== null),
    [],
  );
  recording.close();
});

test('other rates, one side alone and other files are no recordings', async () => {
  const text = join(directory, 'text');
  await writeFile(text, 'RIFF');
  const others = [await fileOf(8000, side(1), side(1)), await fileOf(SILERO_RATE, side(1)), text];
  for (const path of others) assert.throws(() => openRecording(path), NotARecordingError);
});

test('behind the end of a file there is silence, and a stretch is a file of its own', async () => {
  const path = await fileOf(SILERO_RATE, Int16Array.of(1, 2), Int16Array.of(3, 4));
  const recording = openRecording(path);
  assert.equal(recording.frames, 2);
  assert.deepEqual(recording.read(1, 2), [Int16Array.of(2, 0), Int16Array.of(4, 0)]);
  recording.close();
  const bytes = await readStretch(path, { side: 'right', startSeconds: 1 / SILERO_RATE, endSeconds: 2 / SILERO_RATE });
  const decoded = decodeWav(bytes);
  assert.ok(decoded.ok && decoded.wav.sampleRate === SILERO_RATE);
  assert.deepEqual(decoded.wav.channels, [Int16Array.of(4)]);
});
