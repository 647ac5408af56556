import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createContinuousStream } from './continuous-stream.ts';
import { sequenceDistance, timestampDistance } from './sequence.ts';

const START = { sequenceNumber: 65_534, timestamp: 4_294_967_000 };

test('a source continues as it came: its losses and its order stay', () => {
  const stream = createContinuousStream(START);
  const place = (sequenceNumber: number, now: number) =>
    stream.place('a', { sequenceNumber, timestamp: sequenceNumber * 960, marker: false }, now)?.sequenceNumber;
  assert.deepEqual([place(10, 0), place(11, 20), place(14, 80), place(13, 81), place(15, 100)], [65_535, 0, 3, 2, 4]);
});

test('another source begins where the last ended, after the time that passed, with a marker', () => {
  const stream = createContinuousStream(START);
  stream.place('a', { sequenceNumber: 500, timestamp: 7, marker: true }, 1000);
  const first = stream.place('b', { sequenceNumber: 9, timestamp: 123_456, marker: false }, 1500);
  assert.ok(first);
  assert.deepEqual([first.sequenceNumber, first.marker], [0, true]);
  assert.equal(timestampDistance(START.timestamp, first.timestamp), 960 + 500 * 48);
  const second = stream.place('b', { sequenceNumber: 10, timestamp: 124_416, marker: false }, 1520);
  assert.deepEqual([second?.sequenceNumber, second?.marker], [1, false]);
});

test('a packet from before its source was turned to has no place', () => {
  const stream = createContinuousStream(START);
  stream.place('a', { sequenceNumber: 1, timestamp: 0, marker: false }, 0);
  stream.place('b', { sequenceNumber: 100, timestamp: 96_000, marker: false }, 20);
  assert.equal(stream.place('b', { sequenceNumber: 99, timestamp: 95_040, marker: false }, 21), null);
});

test('a source that begins anew continues without a jump', () => {
  const stream = createContinuousStream(START);
  stream.place('a', { sequenceNumber: 1, timestamp: 0, marker: false }, 0);
  const again = stream.place('a', { sequenceNumber: 40_000, timestamp: 3_000_000_000, marker: false }, 40);
  assert.deepEqual([again?.sequenceNumber, again?.marker], [0, true]);
});

test('a clock that jumps while sound continues, ahead or back, is no jump to the receiver', () => {
  for (const jump of [4, -4, 0.5].map((seconds) => seconds * 48_000)) {
    const stream = createContinuousStream(START);
    stream.place('a', { sequenceNumber: 1, timestamp: 1_000_000, marker: false }, 0);
    const next = stream.place('a', { sequenceNumber: 2, timestamp: 1_000_960 + jump, marker: false }, 20);
    const expected = jump === 24_000 ? 960 + jump : 960;
    assert.equal(timestampDistance(START.timestamp, next?.timestamp ?? 0), 960 + expected);
    assert.equal(next?.sequenceNumber, 0);
  }
});

test('a clock that stood still continues where it was, and one that counted the silence after it', () => {
  for (const ticks of [960, 5 * 48_000]) {
    const stream = createContinuousStream(START);
    stream.place('a', { sequenceNumber: 1, timestamp: 0, marker: false }, 0);
    const next = stream.place('a', { sequenceNumber: 2, timestamp: ticks, marker: false }, 5000);
    assert.deepEqual([next?.sequenceNumber, next?.marker], [0, false]);
    assert.equal(timestampDistance(START.timestamp, next?.timestamp ?? 0), 960 + ticks);
  }
});

test('whatever comes, no sequence number is given twice for different packets of one turn, and time never runs back', () => {
  const packets = fc.record({
    source: fc.constantFrom('a', 'b'),
    sequenceNumber: fc.nat(65_535),
    timestamp: fc.nat(4_294_967_295),
    marker: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(packets, { maxLength: 60 }), (sent) => {
      const stream = createContinuousStream(START);
      let last: { sequenceNumber: number; source: string } | null = null;
      for (const [index, { source, ...packet }] of sent.entries()) {
        const placed = stream.place(source, packet, index * 20);
        if (placed === null || last === null) {
          last ??= placed === null ? null : { ...placed, source };
          continue;
        }
        if (last.source !== source)
          assert.equal(sequenceDistance(last.sequenceNumber, placed.sequenceNumber) > 0, true);
        if (sequenceDistance(last.sequenceNumber, placed.sequenceNumber) > 0) last = { ...placed, source };
      }
    }),
  );
});
