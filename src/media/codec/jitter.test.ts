import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createJitterBuffer } from './jitter.ts';
import type { JitterBuffer, JitterOutput, JitterPacket } from './jitter.ts';

const SHAPE = { clockRate: 48_000 };
const NOTHING = new Uint8Array(0);

/** The packet of 20 ms at this place of a stream whose numbers start near their ends. */
function packet(place: number): JitterPacket {
  return {
    sequenceNumber: (65_530 + place) & 0xffff,
    timestamp: (2 ** 32 - 4000 + place * 960) >>> 0,
    payload: NOTHING,
  };
}

/** Outputs as places in the stream, gaps as negative counts. */
function told(outputs: readonly JitterOutput[]): number[] {
  return outputs.map((output) =>
    output.kind === 'gap' ? -output.packets : (output.packet.sequenceNumber - 65_530) & 0xffff,
  );
}

/** Puts [place, time] in and takes every 10 ms up to `end`; what came out, with its time. */
function play(
  arrivals: readonly (readonly [number, number])[],
  end: number,
  buffer: JitterBuffer = createJitterBuffer(SHAPE),
) {
  const outputs: { readonly told: number; readonly at: number }[] = [];
  for (let now = 0; now <= end; now += 10) {
    for (const [place, at] of arrivals) if (at > now - 10 && at <= now) buffer.put(packet(place), at);
    outputs.push(...told(buffer.take(now)).map((one) => ({ told: one, at: now })));
  }
  return outputs;
}

const places = (outputs: readonly { readonly told: number }[]) => outputs.map((output) => output.told);

test('an even stream is delayed by the least, across the ends of its numbers', () => {
  const arrivals = Array.from({ length: 20 }, (_, place) => [place, place * 20] as const);
  const outputs = play(arrivals, 1000);
  assert.deepEqual(
    places(outputs),
    Array.from({ length: 20 }, (_, place) => place),
  );
  assert.ok(outputs.every(({ told, at }) => at === told * 20 + 20));
});

test('packets out of order are put back, duplicates are taken once', () => {
  const buffer = createJitterBuffer({ ...SHAPE, leastMilliseconds: 60 });
  const fates = [0, 2, 1, 1, 3].map((place) => buffer.put(packet(place), 0));
  assert.deepEqual(fates, ['kept', 'kept', 'kept', 'duplicate', 'kept']);
  assert.deepEqual(told(buffer.take(1000)), [0, 1, 2, 3]);
});

test('a lost packet is a gap when the turn of the next has come, and too late after it', () => {
  const buffer = createJitterBuffer(SHAPE);
  for (const place of [0, 1, 4]) buffer.put(packet(place), place * 20);
  assert.deepEqual(told(buffer.take(99)), [0, 1]);
  assert.equal(buffer.nextAt(), 100);
  assert.deepEqual(told(buffer.take(100)), [-2, 4]);
  assert.equal(buffer.put(packet(3), 101), 'late');
  assert.equal(buffer.nextAt(), null);
});

test('a silence that was not sent is no gap', () => {
  const buffer = createJitterBuffer(SHAPE);
  buffer.put({ sequenceNumber: 1, timestamp: 0, payload: NOTHING }, 0);
  buffer.put({ sequenceNumber: 2, timestamp: 48_000, payload: NOTHING }, 1000);
  assert.deepEqual(
    buffer.take(1020).map((output) => output.kind),
    ['packet', 'packet'],
  );
});

test('the delay grows at once with the lateness, up to its bound, and shrinks some seconds after it', () => {
  const buffer = createJitterBuffer({ ...SHAPE, mostMilliseconds: 150 });
  const put = (place: number, late: number) => buffer.put(packet(place), place * 20 + late);
  put(0, 0);
  put(1, 80);
  assert.equal(buffer.delayMilliseconds(), 80);
  put(2, 300);
  assert.equal(buffer.delayMilliseconds(), 150);
  for (let place = 3; place < 600; place += 1) {
    put(place, 5);
    buffer.take(place * 20);
  }
  assert.equal(buffer.delayMilliseconds(), 20);
});

test('with jitter within the delay nothing is lost and the pace is even', () => {
  const jitter = [0, 35, 10, 48, 3, 22, 41, 7];
  const arrivals = Array.from({ length: 400 }, (_, place) => [place, place * 20 + (jitter[place % 8] ?? 0)] as const);
  const outputs = play(arrivals, 9000);
  assert.deepEqual(
    places(outputs),
    Array.from({ length: 400 }, (_, place) => place),
  );
  // Past the first few packets, which teach the delay, each waits the same 48 ms, seen on a clock of 10 ms.
  for (const { told, at } of outputs.slice(4)) assert.ok(Math.abs(at - told * 20 - 50) <= 10, `${told} at ${at}`);
});

test('a sender whose clock is off by one in a thousand is followed', () => {
  const arrivals = Array.from({ length: 3000 }, (_, place) => [place, place * 20.02] as const);
  const outputs = play(arrivals, 61_000);
  const waits = outputs.map(({ told, at }) => at - told * 20.02);
  assert.ok(outputs.length === 3000 && waits.every((wait) => wait >= 0 && wait <= 60));
});

test('a stall of the network comes out late but whole, and the delay recovers', () => {
  const arrivals = Array.from(
    { length: 1000 },
    (_, place) => [place, Math.max(place * 20, place < 100 ? 0 : 3000)] as const,
  );
  const buffer = createJitterBuffer(SHAPE);
  const outputs = play(arrivals, 21_000, buffer);
  assert.deepEqual(
    places(outputs),
    Array.from({ length: 1000 }, (_, place) => place),
  );
  assert.equal(buffer.delayMilliseconds(), 20);
});

test('a sender whose timestamps stood still, as on hold, is played at once', () => {
  const buffer = createJitterBuffer(SHAPE);
  buffer.put(packet(0), 0);
  assert.deepEqual(told(buffer.take(20)), [0]);
  buffer.put(packet(1), 60_000);
  buffer.put(packet(2), 60_020);
  assert.deepEqual(told(buffer.take(60_020)), [1]);
  assert.deepEqual(told(buffer.take(60_040)), [2]);
});

test('a sender that begins anew with other numbers follows what is held, without a gap', () => {
  const buffer = createJitterBuffer(SHAPE);
  buffer.put({ sequenceNumber: 100, timestamp: 0, payload: NOTHING }, 0);
  buffer.put({ sequenceNumber: 101, timestamp: 960, payload: NOTHING }, 10);
  buffer.put({ sequenceNumber: 9000, timestamp: 77, payload: NOTHING }, 15);
  buffer.put({ sequenceNumber: 9001, timestamp: 77 + 960, payload: NOTHING }, 35);
  const numbers = buffer.take(60).map((output) => (output.kind === 'packet' ? output.packet.sequenceNumber : 'gap'));
  assert.deepEqual(numbers, [100, 101, 9000, 9001]);
});

test('memory is bounded: the oldest give way', () => {
  const buffer = createJitterBuffer({ ...SHAPE, capacity: 3 });
  const fates = [0, 1, 2, 3, 4].map((place) => buffer.put(packet(place), 0));
  assert.deepEqual(fates, ['kept', 'kept', 'kept', 'full', 'full']);
  assert.deepEqual(told(buffer.drain()), [2, 3, 4]);
});

test('whatever arrives, it comes out in order, once, and gaps count what is missing', () => {
  const anyArrivals = fc.array(fc.tuple(fc.nat(300), fc.nat(500)), { maxLength: 300 });
  fc.assert(
    fc.property(anyArrivals, (some) => {
      const buffer = createJitterBuffer({ ...SHAPE, capacity: 400 });
      const arrivals = some
        .map(([place, late]) => [place, place * 20 + late] as const)
        .toSorted((one, other) => one[1] - other[1]);
      const outputs = arrivals.flatMap(([place, now]) => {
        buffer.put(packet(place), now);
        return told(buffer.take(now));
      });
      const all = [...outputs, ...told(buffer.drain())];
      let expected: number | null = null;
      for (const one of all) {
        if (one < 0) {
          assert.ok(expected !== null);
          expected -= one;
          continue;
        }
        assert.equal(one, expected ?? one);
        expected = one + 1;
      }
    }),
  );
});

test('any numbers at any times are taken without a throw, within the capacity', () => {
  const anyPacket = fc.record({
    sequenceNumber: fc.nat(65_535),
    timestamp: fc.nat(2 ** 32 - 1),
    payload: fc.constant(NOTHING),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(anyPacket, fc.nat(50)), { maxLength: 200 }), (arrivals) => {
      const buffer = createJitterBuffer({ ...SHAPE, capacity: 10 });
      let now = 0;
      for (const [one, wait] of arrivals) {
        now += wait;
        buffer.put(one, now);
        if (wait % 7 === 0) buffer.take(now);
      }
      assert.ok(buffer.drain().filter((output) => output.kind === 'packet').length <= 10);
    }),
  );
});
