import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rms } from '#media/codec/pcm.ts';
import { estimateSeconds, layTrack } from './track.ts';

const loud = (length: number): Int16Array => new Int16Array(length).fill(1000);
const LINES = [
  { speaker: 'agent', text: 'Hello.', samples: loud(800) },
  { speaker: 'user', text: 'Hi.', samples: loud(400) },
] as const;

test('each line sounds exactly in its interval, on its side alone', () => {
  const { wav, turns } = layTrack(LINES, 8000);
  for (const [side, turn] of turns.entries()) {
    const [from, to] = [turn.startSeconds * 8000, turn.endSeconds * 8000];
    assert.deepEqual(wav.channels[side]?.slice(from, to), LINES[side]?.samples);
    assert.equal(rms(wav.channels[1 - side]?.slice(from, to) ?? loud(1)), 0);
    assert.deepEqual([wav.channels[side]?.[from - 1], wav.channels[side]?.[to]], [0, 0]);
  }
});

test('the turns follow one another and end before the track does', () => {
  const { wav, turns } = layTrack(LINES, 8000);
  const times = turns.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  );
  assert.ok((times.at(-1) ?? 0) < (wav.channels[0]?.length ?? 0) / 8000);
});

test('a voicemail beeps on our side before the first words', () => {
  const plain = layTrack(LINES.slice(1), 8000);
  const { wav, turns } = layTrack(LINES.slice(1), 8000, { beep: true });
  const before = (turns[0]?.startSeconds ?? 0) * 8000;
  assert.ok(rms(wav.channels[0]?.slice(0, before) ?? loud(0)) > 1000);
  assert.equal(rms(wav.channels[1]?.slice(0, before) ?? loud(1)), 0);
  assert.ok(before > (plain.turns[0]?.startSeconds ?? 0) * 8000);
});

test('nothing said is a short silence', () => {
  const { wav, turns } = layTrack([], 8000);
  assert.deepEqual(turns, []);
  assert.deepEqual(wav.channels.map(rms), [0, 0]);
  assert.equal(wav.channels[0]?.length, estimateSeconds([]) * 8000);
});
