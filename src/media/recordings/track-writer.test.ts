import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { strengthOf } from '../../../test/support/webrtc-peer.ts';
import { encodeG711 } from '../codec/g711.ts';
import { tone } from '../codec/pcm.ts';
import { decodeWav } from '../codec/wav.ts';
import { finishRecording } from './finish-recording.ts';
import { readTrackName, tracksOf, writeTrackName } from './track-name.ts';
import { createTrackRecorder } from './track-recorder.ts';
import { createTrackWriter } from './track-writer.ts';

const TONE = tone({ hertz: 1000, seconds: 4, sampleRate: 8000, level: 0.5 });

test('names say the side, the time and the codec, and nothing else is one', () => {
  for (const codec of ['opus', 'pcmu', 'pcma', 'g722'] as const) {
    const name = { side: 'right', offset: 12_340, codec } as const;
    assert.deepEqual(readTrackName(writeTrackName(name)), name);
    assert.deepEqual(readTrackName(`3-${writeTrackName(name)}`), name);
  }
  for (const other of ['right-0000012340.wav', 'started', 'middle-0000012340.ogg'])
    assert.equal(readTrackName(other), null);
});

test('a gap is silence as long, and what is late is left out', () => {
  const writer = createTrackWriter('pcma', 1, 'left');
  const packet = (byte: number) => new Uint8Array(160).fill(byte);
  const parts = [
    writer.start(),
    writer.packet(packet(1), 0),
    writer.packet(packet(2), 960),
    writer.packet(packet(3), 4 * 960),
    writer.packet(packet(4), 3 * 960),
    writer.end(),
  ];
  const bytes = Buffer.concat(parts);
  const expected = [1, 2, 0xd5, 0xd5, 3].flatMap((byte) => [...packet(byte)]);
  assert.deepEqual([...bytes], expected);
  writer.packet(packet(5), 0x7fff_0000);
  assert.equal(writer.end().length, 160, 'no far end decides how much is written');
});

test('a telephone that was recorded is heard at its time, also after it turned to another codec', async (context) => {
  const path = join(await scratchDirectory(context), 'call.wav');
  mkdirSync(tracksOf(path), { recursive: true });
  const recorder = createTrackRecorder({ directory: tracksOf(path), side: 'right', startedAt: 0 });
  for (let index = 0; index < 200; index += 1) {
    if (index >= 50 && index < 100) continue;
    const payload = encodeG711(index < 100 ? 'mu' : 'a', TONE.subarray(index * 160, (index + 1) * 160));
    const place = { sequenceNumber: index, timestamp: index * 960, marker: false };
    recorder.hear({ source: 'a', kind: index < 100 ? 'pcmu' : 'pcma', ...place, payload }, index * 20);
  }
  assert.equal(await recorder.close(), true);
  const endings = readdirSync(tracksOf(path)).map((name) => name.split('.').at(-1));
  assert.deepEqual(endings, ['pcmu', 'pcma']);
  assert.ok(Math.abs((finishRecording(path, null)?.seconds ?? 0) - 4) < 0.01);
  assert.equal(existsSync(tracksOf(path)), false);
  const read = decodeWav(readFileSync(path));
  assert.ok(read.ok);
  const [left, right] = read.wav.channels;
  assert.ok(left !== undefined && right !== undefined);
  const strength = (from: number, to: number) => strengthOf(1000, right.slice(from * 16_000, to * 16_000), 16_000);
  assert.ok(strength(0.1, 0.9) > 0.4 && strength(1.1, 1.9) < 0.01 && strength(2.1, 3.9) > 0.4);
  assert.ok(strengthOf(1000, left, 16_000) < 0.01);
});
