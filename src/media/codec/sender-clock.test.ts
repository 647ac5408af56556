import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createSenderClock } from './sender-clock.ts';
import { timestampDistance } from './sequence.ts';

/**
 * A packet of 20 ms: when it came, its timestamp, and when its words were said; null: it has no place. Milliseconds.
 */
type Spoken = { readonly arrives: number; readonly stamp: number; readonly said: number | null };

/** 0.15 seconds before timestamps start again at zero: every story passes that. */
const START = 4_294_960_000;

/** Where each packet is placed, in the order of arrival; undefined for those that are left out. */
function placesOf(story: readonly Spoken[]): (number | undefined)[] {
  const clock = createSenderClock<{ readonly timestamp: number; readonly index: number }>();
  const places = new Map<number, number>();
  let reference: { readonly at: number; readonly timestamp: number } | null = null;
  const packets = story.map(({ stamp }, index) => ({ timestamp: (START + Math.round(stamp * 48)) >>> 0, index }));
  const runs = [
    ...packets.flatMap((packet, index) => clock.arrived(packet, story[index]?.arrives ?? 0)),
    ...clock.drain(),
  ];
  for (const run of runs) {
    const [first] = run.packets;
    if (run.startsAt !== null && first !== undefined) reference = { at: run.startsAt, timestamp: first.timestamp };
    for (const { timestamp, index } of run.packets)
      if (reference !== null) places.set(index, reference.at + timestampDistance(reference.timestamp, timestamp) / 48);
  }
  return story.map((_, index) => places.get(index));
}

/** Every packet stands within this many milliseconds of when it was said. */
function standsRight(story: readonly Spoken[], within = 25): void {
  for (const [index, place] of placesOf(story).entries()) {
    const said = story[index]?.said ?? null;
    if (said === null) assert.equal(place, undefined, `packet ${index} has the place ${place}`);
    else assert.ok(Math.abs((place ?? Infinity) - said) <= within, `packet ${index}: ${place} instead of ${said}`);
  }
}

/** So many packets from `from` on, each as late as `late` says. */
function speech(count: number, from: number, stamp: number, late: (index: number) => number = () => 0): Spoken[] {
  return Array.from({ length: count }, (_, index) => {
    const said = from + index * 20;
    return { arrives: said + late(index), stamp: stamp + index * 20, said };
  });
}

const jitter = (index: number) => [0, 13, 4, 18, 9, 1, 16][index % 7] ?? 0;

const STORIES: Readonly<Record<string, readonly Spoken[]>> = {
  'a sender that continues': speech(500, 1000, 0, jitter),
  'a first packet that was held up': speech(200, 1000, 0, (index) => (index < 8 ? 160 - index * 20 : 0)),
  'a sender that stood still for five seconds, its clock with it': [
    ...speech(100, 0, 0, jitter),
    ...speech(200, 7000, 2000, jitter),
  ],
  'a sender that stood still, and said three packets more': [...speech(100, 0, 0), ...speech(3, 7000, 2000)],
  'a sender that stood still for 0.3 seconds, six times': [0, 1, 2, 3, 4, 5].flatMap((turn) =>
    speech(75, turn * 1800, turn * 1500, jitter),
  ),
  'a sender that stood still twice in a row, after one packet': [
    ...speech(100, 0, 0),
    ...speech(1, 4000, 2000),
    ...speech(100, 7000, 2020),
  ],
  'a network that held up a second, and let go at once': speech(300, 0, 0, (index) =>
    index >= 100 && index < 150 ? (150 - index) * 20 : 0,
  ),
  'a network that held up five seconds, and lets go at three times the pace': speech(600, 0, 0, (index) =>
    index < 100 ? 0 : Math.max(0, 5000 - (index - 100) * 13),
  ),
  'a network that becomes 150 ms slower, and fast again': speech(300, 0, 0, (index) =>
    index > 100 && index < 200 ? 150 : 0,
  ),
  'a clock that jumps an hour ahead, then back to before the beginning': [
    ...speech(100, 0, 0),
    ...speech(150, 2000, 3_600_000),
    ...speech(150, 5000, -5_000_000),
  ],
  'a clock that jumps four seconds ahead, then four back, while sound continues': [
    ...speech(100, 0, 0),
    ...speech(150, 2000, 6000),
    ...speech(150, 5000, 5000),
  ],
  'silence of six seconds that the clock counts': [...speech(100, 0, 0, jitter), ...speech(100, 8000, 8000, jitter)],
  'silence of twenty minutes that the clock counts': [...speech(100, 0, 0), ...speech(100, 1_202_000, 1_202_000)],
  'one packet every 400 ms': Array.from({ length: 20 }, (_, index) => ({
    arrives: index * 400,
    stamp: index * 400,
    said: index * 400,
  })),
  'packets that overtake one another': speech(300, 0, 0, (index) => (index % 10 === 3 ? 70 : 0)),
  'one packet from a minute ahead': [
    ...speech(100, 0, 0),
    { arrives: 2000, stamp: 60_000, said: null },
    ...speech(100, 2000, 2000),
  ],
};
for (const [name, story] of Object.entries(STORIES)) test(name, () => standsRight(story));

test('every fifth packet lost', () => standsRight(speech(500, 0, 0, jitter).filter((_, index) => index % 5 !== 0)));

test('a clock two percent fast or slow is never more than a quarter of a second off', () => {
  for (const rate of [1.02, 0.98])
    standsRight(
      Array.from({ length: 2000 }, (_, index) => ({ arrives: index * 20, stamp: index * 20 * rate, said: index * 20 })),
      250,
    );
});

test('whatever comes, it is placed once at most, and runs are in the order of their timestamps', () => {
  const packets = fc.record({ timestamp: fc.nat(4_294_967_295), wait: fc.nat(2000) });
  fc.assert(
    fc.property(fc.array(packets, { maxLength: 200 }), (sent) => {
      const clock = createSenderClock<{ readonly timestamp: number }>();
      let now = 0;
      const runs = sent.flatMap((packet) => clock.arrived(packet, (now += packet.wait)));
      const placed = [...runs, ...clock.drain()].flatMap((run) => run.packets);
      assert.equal(new Set(placed).size, placed.length);
      assert.ok(placed.length <= sent.length);
      assert.deepEqual(clock.drain(), []);
    }),
  );
});
