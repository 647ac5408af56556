import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeG711 } from './g711.ts';
import { tone } from './pcm.ts';
import { createSteadySound } from './steady-sound.ts';
import type { SoundPiece } from './steady-sound.ts';

/** A packet of 20 ms: when it came, its place in its stream, and what its sender's clock said. Milliseconds. */
type Sent = { readonly arrives: number; readonly number: number; readonly stamp: number; readonly source?: string };

const RATE = 8000;
const FRAME = encodeG711('mu', tone({ hertz: 400, seconds: 0.02, sampleRate: RATE, level: 0.5 }));
const START = 1_000_000;

/** So many packets from there on. */
function speech(count: number, arrives: number, first: number, stamp = arrives): Sent[] {
  return Array.from({ length: count }, (_, index) => ({
    arrives: arrives + index * 20,
    number: first + index,
    stamp: stamp + index * 20,
  }));
}

/** What is told within `seconds`, looked at every 40 ms. */
function told(sent: readonly Sent[], seconds: number): readonly SoundPiece[] {
  const sound = createSteadySound(RATE, START);
  const pieces: SoundPiece[] = [];
  const coming = sent.toSorted((a, b) => a.arrives - b.arrives);
  for (let now = 0; now <= seconds * 1000; now += 40) {
    while (coming[0] !== undefined && coming[0].arrives <= now) {
      const { arrives, number, stamp, source = 'a' } = coming.shift() as Sent;
      const timestamp = (4_294_900_000 + stamp * 48) >>> 0;
      const packet = { source, codec: 'pcmu', sequenceNumber: (65_500 + number) & 0xffff, timestamp, payload: FRAME };
      sound.hear({ ...packet, codec: 'pcmu' }, START + arrives);
    }
    const piece = sound.take(START + now);
    if (piece !== null) pieces.push(piece);
  }
  sound.close();
  return pieces;
}

/** Where there is sound, from and to, in milliseconds; silences below 15 ms are none. */
function loudIn(pieces: readonly SoundPiece[]): number[][] {
  const spans: number[][] = [];
  let place = 0;
  for (const { at, samples } of pieces) {
    assert.ok(Math.abs(at - START - (place * 1000) / RATE) < 1e-6, 'pieces follow one another without a gap');
    for (const [index, sample] of samples.entries()) {
      if (Math.abs(sample) < 500) continue;
      const now = ((place + index) * 1000) / RATE;
      const last = spans.at(-1);
      if (last !== undefined && now - (last[1] ?? 0) < 15) last[1] = now;
      else spans.push([now, now]);
    }
    place += samples.length;
  }
  return spans;
}

function soundsAt(pieces: readonly SoundPiece[], expected: readonly (readonly [number, number])[], within = 25): void {
  const spans = loudIn(pieces);
  const told = `${JSON.stringify(spans)} instead of ${JSON.stringify(expected)}`;
  assert.equal(spans.length, expected.length, told);
  for (const [index, [from, to]] of expected.entries())
    assert.ok(
      Math.abs((spans[index]?.[0] ?? 0) - from) < within && Math.abs((spans[index]?.[1] ?? 0) - to) < within,
      told,
    );
}

const lengthOf = (pieces: readonly SoundPiece[]): number =>
  (pieces.reduce((sum, { samples }) => sum + samples.length, 0) * 1000) / RATE;

const jitter = (index: number): number => [0, 13, 4, 18, 9, 1, 16][index % 7] ?? 0;

test('a second of speech, three without packets, and a second more are five seconds, each where it was said', () => {
  const pieces = told([...speech(50, 0, 0), ...speech(50, 4000, 50)], 5.06);
  assert.ok(Math.abs(lengthOf(pieces) - 5000) <= 60, String(lengthOf(pieces)));
  soundsAt(pieces, [
    [0, 1000],
    [4000, 5000],
  ]);
});

/** What cannot be placed by its own clock is told behind the silence told so far, which lags 60 ms. */
const STORIES: Readonly<Record<string, readonly [readonly Sent[], readonly (readonly [number, number])[]]>> = {
  'nothing at all is silence': [[], []],
  'jitter and packets that overtake one another are none of it': [
    speech(100, 200, 0).map((each, index) => ({
      ...each,
      arrives: each.arrives + jitter(index) + (index % 10 === 3 ? 15 : 0),
    })),
    [[200, 2200]],
  ],
  'what is lost is silence, where it was said': [
    speech(100, 0, 0).filter(({ number }) => number < 50 || number >= 60),
    [
      [0, 1000],
      [1200, 2000],
    ],
  ],
  'a sender whose clock stood still while it was muted continues when it comes': [
    [...speech(50, 0, 0), ...speech(50, 2500, 50, 1000)],
    [
      [0, 1000],
      [2440, 3440],
    ],
  ],
  'a sender that began anew continues when it comes': [
    [...speech(50, 0, 0), ...speech(50, 2000, 9000, 777_777).map((each) => ({ ...each, source: 'b' }))],
    [
      [0, 1000],
      [2000, 3000],
    ],
  ],
  'what a network held up is told when it comes, and what follows catches up in the next silence': [
    [
      ...speech(50, 0, 0),
      ...speech(50, 1000, 50).map((each) => ({ ...each, arrives: Math.max(each.arrives, 1600) })),
      ...speech(50, 4000, 100),
    ],
    [
      [0, 1000],
      [1520, 2520],
      [4000, 5000],
    ],
  ],
  'a packet that came twice is told once': [speech(50, 0, 0).flatMap((each) => [each, each]), [[0, 1000]]],
};
for (const [name, [sent, expected]] of Object.entries(STORIES)) test(name, () => soundsAt(told(sent, 6), expected, 45));

test('a clock that runs two percent fast brings more than there is time for, and is never two seconds ahead', () => {
  const sent = Array.from({ length: 10_000 }, (_, index) => ({
    arrives: index * 19.6,
    number: index,
    stamp: index * 20,
  }));
  const pieces = told(sent, 196);
  assert.ok(lengthOf(pieces) < 196_000 + 2100, String(lengthOf(pieces)));
  assert.ok(lengthOf(pieces) > 196_000 - 100);
});

test('what came before the start is no part of it', () => {
  const sound = createSteadySound(16_000, START);
  sound.hear({ source: 'a', codec: 'pcmu', sequenceNumber: 1, timestamp: 1, payload: FRAME }, START - 1);
  assert.equal(sound.take(START + 10), null);
  const piece = sound.take(START + 160);
  assert.equal(piece?.samples.length, 1600);
  assert.ok(piece.samples.every((sample) => sample === 0));
  sound.close();
});
