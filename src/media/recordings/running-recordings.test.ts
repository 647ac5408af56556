import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readOggOpus } from '../codec/ogg-opus.ts';
import { decodeWav } from '../codec/wav.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { strengthOf, toneFrames } from '../../../test/support/webrtc-peer.ts';
import { createLeftRecordings, finishLeftRecording } from './orphaned-recordings.ts';
import type { SoundPacket } from '../audio-packet.ts';
import { tracksOf } from './track-name.ts';
import type { Side } from './track-name.ts';
import { createTrackRecorder, MAX_PARTS } from './track-recorder.ts';

const FRAMES = toneFrames(440);

function packet(index: number, change: Partial<SoundPacket> = {}): SoundPacket {
  const payload = FRAMES[index % FRAMES.length] ?? new Uint8Array(0);
  const place = { sequenceNumber: index & 0xffff, timestamp: (index * 960) >>> 0, marker: false };
  return { source: 'a', kind: 'opus', ...place, payload, ...change };
}

/** A recording of `path` in the middle of a call that began at 0: a side's packets, at their times. */
async function recordSide(
  path: string,
  side: Side,
  packets: readonly (readonly [number, SoundPacket])[],
): Promise<void> {
  mkdirSync(tracksOf(path), { recursive: true });
  const recorder = createTrackRecorder({ directory: tracksOf(path), side, startedAt: 0 });
  for (const [at, each] of packets) recorder.hear(each, at);
  assert.equal(await recorder.close(), true);
}

function strengths(path: string, from: number, to: number): readonly number[] {
  const read = decodeWav(readFileSync(path));
  assert.ok(read.ok);
  return read.wav.channels.map((channel) => strengthOf(440, channel.slice(from * 16_000, to * 16_000), 16_000));
}

test('what a process that died was recording is finished: each side at its time, as long as what is there', async (context) => {
  const directory = await scratchDirectory(context);
  const path = join(directory, 'deep', 'call.wav');
  await recordSide(
    path,
    'right',
    Array.from({ length: 100 }, (_, index) => [1000 + index * 20, packet(index)] as const),
  );
  const left = await finishLeftRecording(path);
  assert.ok(Math.abs((left?.seconds ?? 0) - 3) < 0.01);
  const [[quiet = 1, before = 1], [silent = 1, after = 0]] = [strengths(path, 0, 0.9), strengths(path, 1.2, 2.9)];
  assert.ok(quiet < 0.01 && before < 0.01 && silent < 0.01 && after > 0.2);
  assert.equal(existsSync(tracksOf(path)), false);
});

test('a track that was cut in the middle of a page plays up to the page before', async (context) => {
  const directory = await scratchDirectory(context);
  const path = join(directory, 'cut.wav');
  await recordSide(
    path,
    'left',
    Array.from({ length: 100 }, (_, index) => [index * 20, packet(index)] as const),
  );
  const [track = ''] = readdirSync(tracksOf(path));
  const file = join(tracksOf(path), track);
  truncateSync(file, Math.round(readFileSync(file).length * 0.6));
  writeFileSync(join(tracksOf(path), 'left-0000009999.ogg'), 'no sound at all');
  const left = await finishLeftRecording(path);
  const seconds = left?.seconds ?? 0;
  assert.ok(seconds > 0.4 && seconds < 1.3, `${seconds} s`);
  assert.ok((strengths(path, 0.2, seconds - 0.1)[0] ?? 0) > 0.2);
});

test('a recording of which there is nothing leaves nothing', async (context) => {
  const directory = await scratchDirectory(context);
  mkdirSync(tracksOf(join(directory, 'empty.wav')));
  assert.equal(await finishLeftRecording(join(directory, 'empty.wav')), null);
  assert.deepEqual(readdirSync(directory), []);
});

test('packets out of order are put in order, late and repeated ones left out, and a gap is as long as it was', async (context) => {
  const directory = await scratchDirectory(context);
  const path = join(directory, 'order.wav');
  const order = [0, 2, 1, 3, 3, 5, 4, ...Array.from({ length: 40 }, (_, index) => index + 6)];
  const later = Array.from({ length: 50 }, (_, index) => index + 100);
  const packets = [...order, ...later].map((index) => [index * 20, packet(index)] as const);
  await recordSide(path, 'left', packets);
  const [track = '', ...others] = readdirSync(tracksOf(path));
  const written = readOggOpus(new Uint8Array(readFileSync(join(tracksOf(path), track))));
  assert.ok(written.ok && others.length === 0);
  assert.deepEqual(
    written.opus.packets.slice(0, 46),
    Array.from({ length: 46 }, (_, index) => packet(index).payload),
  );
  const left = await finishLeftRecording(path);
  assert.ok(Math.abs((left?.seconds ?? 0) - 3) < 0.02);
  const parts = [strengths(path, 0.1, 0.9), strengths(path, 1.2, 1.9), strengths(path, 2.1, 2.9)].map(
    ([side = 0]) => side > 0.15,
  );
  assert.deepEqual(parts, [true, false, true]);
});

test('a stream whose clock stood still continues in a file of its own, at the right time', async (context) => {
  const directory = await scratchDirectory(context);
  const path = join(directory, 'slept.wav');
  const before = Array.from({ length: 50 }, (_, index) => [index * 20, packet(index)] as const);
  const after = Array.from({ length: 150 }, (_, index) => [11_000 + index * 20, packet(index + 50)] as const);
  await recordSide(path, 'left', [...before, ...after]);
  const left = await finishLeftRecording(path);
  assert.ok(Math.abs((left?.seconds ?? 0) - 14) < 0.05, JSON.stringify(left));
});

test('another sender begins a file of its own', async (context) => {
  const directory = await scratchDirectory(context);
  const path = join(directory, 'two.wav');
  const second = Array.from({ length: 50 }, (_, i) => [3000 + i * 20, packet(i, { source: 'b' })] as const);
  await recordSide(path, 'left', [...Array.from({ length: 50 }, (_, i) => [i * 20, packet(i)] as const), ...second]);
  assert.deepEqual(readdirSync(tracksOf(path)), ['left-0000000000.ogg', 'left-0000003000.ogg']);
  const left = await finishLeftRecording(path);
  assert.ok(Math.abs((left?.seconds ?? 0) - 4) < 0.02);
});

test('a recording whose call continues is left for it, and one whose call is over is finished', async (context) => {
  const directory = await scratchDirectory(context);
  const pathOf = (uid: string): string => join(directory, `${uid}.wav`);
  const second = Array.from({ length: 50 }, (_, index) => [index * 20, packet(index)] as const);
  for (const uid of ['open', 'over']) await recordSide(pathOf(uid), 'left', second);
  const left = createLeftRecordings(pathOf);
  await left.takeUp([
    { uid: 'open', isOver: false },
    { uid: 'over', isOver: true },
    { uid: 'nothing', isOver: true },
  ]);
  assert.deepEqual(['open', 'over', 'nothing'].map(left.has), [true, true, false]);
  assert.deepEqual(
    ['open', 'over'].map((uid) => existsSync(pathOf(uid))),
    [false, true],
  );
  assert.equal(existsSync(tracksOf(pathOf('open'))), true);
  assert.equal(await left.finish('nothing'), null);
});

test('a recording that was finished and never reported is as long as its file', async (context) => {
  const directory = await scratchDirectory(context);
  const path = join(directory, 'done.wav');
  await recordSide(
    path,
    'left',
    Array.from({ length: 50 }, (_, index) => [index * 20, packet(index)] as const),
  );
  const first = await finishLeftRecording(path);
  assert.ok(first !== null);
  assert.deepEqual(await createLeftRecordings(() => path).finish('done'), first);
});

test('who begins anew with every packet makes only this many files', async (context) => {
  const directory = await scratchDirectory(context);
  const path = join(directory, 'torn.wav');
  await recordSide(
    path,
    'left',
    Array.from({ length: MAX_PARTS + 50 }, (_, i) => [i * 20, packet(i, { source: `${i % 2}` })] as const),
  );
  assert.equal(readdirSync(tracksOf(path)).length, MAX_PARTS);
});

test('words after a microphone stood still are recorded when they were said, from the first on', async (context) => {
  const path = join(await scratchDirectory(context), 'stalled.wav');
  const said = (first: number, count: number, at: number) =>
    Array.from({ length: count }, (_, index) => [at + index * 20, packet(first + index)] as const);
  await recordSide(path, 'right', [...said(0, 50, 0), ...said(50, 100, 4000)]);
  await finishLeftRecording(path);
  const [before, silence, first, rest] = [
    strengths(path, 0.1, 0.9)[1] ?? 0,
    strengths(path, 1.2, 3.9)[1] ?? 1,
    strengths(path, 4.1, 4.9)[1] ?? 0,
    strengths(path, 5, 5.9)[1] ?? 0,
  ];
  assert.ok(before > 0.2 && silence < 0.01 && first > 0.2 && rest > 0.2, `${before} ${silence} ${first} ${rest}`);
});
