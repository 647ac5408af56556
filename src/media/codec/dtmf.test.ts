import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex, toHex } from '../../../test/support/hex.ts';
import { createDtmfDetector, DTMF_DIGITS, dtmfPackets, readTelephoneEvent, writeTelephoneEvent } from './dtmf.ts';
import type { DtmfEvent } from './dtmf.ts';

type Heard = readonly (readonly [timestamp: number, payload: string])[];

/** Feeds packets, their payloads in hex, 20 ms apart. */
function hear(packets: Heard): DtmfEvent[] {
  const detector = createDtmfDetector({ clockRate: 8000 });
  return packets.flatMap(([timestamp, payload], index) =>
    detector.received({ timestamp, payload: fromHex(payload) }, index * 20),
  );
}

const pressed = (digit: string): DtmfEvent => ({ kind: 'pressed', digit });
const released = (digit: string, milliseconds: number): DtmfEvent => ({ kind: 'released', digit, milliseconds });

test('the four bytes are read and written', () => {
  const event = { event: 11, end: true, volume: 10, duration: 800 };
  assert.deepEqual(readTelephoneEvent(fromHex('0b8a0320')), event);
  assert.equal(toHex(writeTelephoneEvent(event)), '0b8a0320');
  assert.equal(readTelephoneEvent(fromHex('0b8a03')), null);
});

/** What arrives, and what the caller did. */
const STORIES: readonly (readonly [string, Heard, DtmfEvent[]])[] = [
  [
    'a press with its end sent three times is one press',
    [
      [0, '050a00a0'],
      [0, '050a0140'],
      [0, '058a0320'],
      [0, '058a0320'],
      [0, '058a0320'],
    ],
    [pressed('5'), released('5', 100)],
  ],
  ['a press of which only an end packet arrived', [[0, '058a0320']], [pressed('5'), released('5', 100)]],
  [
    'an update after the end, out of order, is not a second press',
    [
      [0, '050a00a0'],
      [0, '058a0320'],
      [0, '050a0140'],
    ],
    [pressed('5'), released('5', 100)],
  ],
  [
    'the same key twice is told apart by the timestamp',
    [
      [0, '058a0320'],
      [1600, '058a0320'],
    ],
    [pressed('5'), released('5', 100), pressed('5'), released('5', 100)],
  ],
  [
    'a key whose end packets were lost is up when the next goes down',
    [
      [0, '050a0140'],
      [1600, '0b0a00a0'],
    ],
    [pressed('5'), released('5', 40), pressed('#')],
  ],
  [
    'a late packet of the key before is nothing',
    [
      [0, '050a00a0'],
      [0, '058a0320'],
      [1600, '0b0a00a0'],
      [0, '058a0320'],
    ],
    [pressed('5'), released('5', 100), pressed('#')],
  ],
  [
    'timestamps start again at zero',
    [
      [2 ** 32 - 100, '058a0320'],
      [900, '0a8a0320'],
    ],
    [pressed('5'), released('5', 100), pressed('*'), released('*', 100)],
  ],
  [
    'a key held longer than 16 bits of ticks continues in segments',
    [
      [0, '050a00a0'],
      [0, '050affff'],
      [65_535, '050a0141'],
      [65_535, '058a0321'],
    ],
    [pressed('5'), released('5', 8292)],
  ],
  [
    'another event at the same timestamp is nothing',
    [
      [0, '050a00a0'],
      [0, '068a0320'],
    ],
    [pressed('5')],
  ],
  [
    'events that are no keys, and cut ones, are nothing',
    [
      [0, '10800320'],
      [0, 'ff800320'],
      [0, '058a03'],
    ],
    [],
  ],
];

for (const [name, packets, events] of STORIES) {
  test(name, () => assert.deepEqual(hear(packets), events));
}

test('without packets a key is up after a quarter of a second, and its late packets are nothing', () => {
  const detector = createDtmfDetector({ clockRate: 48_000 });
  const packet = { timestamp: 0, payload: fromHex('010a12c0') };
  assert.deepEqual(detector.passed(0), []);
  assert.deepEqual(detector.received(packet, 0), [pressed('1')]);
  assert.deepEqual(detector.passed(249), []);
  assert.deepEqual(detector.passed(250), [released('1', 100)]);
  assert.deepEqual(detector.passed(500), []);
  assert.deepEqual(detector.received(packet, 510), []);
});

test('a sender that begins its timestamps anew is heard again after two seconds', () => {
  const detector = createDtmfDetector({ clockRate: 8000 });
  const press = (timestamp: number, now: number) => detector.received({ timestamp, payload: fromHex('028a0320') }, now);
  assert.equal(press(1_000_000, 0).length, 2);
  assert.equal(press(0, 1000).length, 0);
  assert.equal(press(0, 2001).length, 2);
});

test('a packet of a press that is known is nothing, however late, also when others were pressed since', () => {
  const detector = createDtmfDetector({ clockRate: 8000 });
  const hear = (payload: string, timestamp: number, now: number) =>
    detector.received({ timestamp, payload: fromHex(payload) }, now);
  assert.deepEqual(hear('050a00a0', 0, 0), [pressed('5')]);
  assert.deepEqual(detector.passed(300), [released('5', 20)]);
  for (const late of [2600, 60_000]) assert.deepEqual(hear('058a0320', 0, late), []);
  assert.deepEqual(hear('068a0320', 8000, 70_000), [pressed('6'), released('6', 100)]);
  assert.deepEqual(hear('058a0320', 0, 80_000), []);
  assert.equal(detector.belongsTo(), null);
  assert.deepEqual(hear('058a0320', 16_000, 90_000), [pressed('5'), released('5', 100)]);
});

test('a sender that moves the timestamp with each packet presses once, and twice for two presses', () => {
  for (const durations of [
    [160, 320, 480, 640, 640, 640],
    [160, 160, 160, 160, 160, 160],
  ]) {
    const detector = createDtmfDetector({ clockRate: 8000 });
    const press = (start: number) =>
      durations.flatMap((duration, index) => {
        const payload = writeTelephoneEvent({ event: 5, end: index >= 3, volume: 10, duration });
        const events = detector.received({ timestamp: start + index * 160, payload }, start / 8 + index * 20);
        assert.equal(detector.belongsTo()?.timestamp, start);
        return events.map(({ kind }) => kind);
      });
    assert.deepEqual(press(0), ['pressed', 'released']);
    assert.deepEqual(press(8000), ['pressed', 'released']);
  }
});

test('what a long press says of itself is its whole duration, under the timestamp at which it began', () => {
  const detector = createDtmfDetector({ clockRate: 8000 });
  for (const [timestamp, payload] of [
    [0, '050affff'],
    [65_535, '050a0141'],
  ] as const)
    detector.received({ timestamp, payload: fromHex(payload) }, 0);
  assert.deepEqual(detector.belongsTo(), { timestamp: 0, duration: 65_535 + 321 });
});

test('a press is written: growing durations, one marker, the end three times', () => {
  const packets = dtmfPackets({ digit: '#', milliseconds: 100, clockRate: 8000 });
  assert.deepEqual(
    packets.map(({ atMilliseconds, marker, payload }) => [atMilliseconds, marker, toHex(payload)]),
    [
      [20, true, '0b0a00a0'],
      [40, false, '0b0a0140'],
      [60, false, '0b0a01e0'],
      [80, false, '0b0a0280'],
      [100, false, '0b8a0320'],
      [120, false, '0b8a0320'],
      [140, false, '0b8a0320'],
    ],
  );
});

test('no key, no packets', () => {
  for (const digit of ['', 'E', '12', ' '])
    assert.deepEqual(dtmfPackets({ digit, milliseconds: 100, clockRate: 8000 }), []);
});

test('any press is heard as it was played, though packets are lost, doubled and out of order', () => {
  const anyPress = fc.record({
    digit: fc.constantFrom(...DTMF_DIGITS.split('')),
    milliseconds: fc.integer({ min: 40, max: 9000 }),
    clockRate: fc.constantFrom(8000, 48_000),
  });
  fc.assert(
    fc.property(anyPress, fc.nat(2 ** 32 - 1), fc.infiniteStream(fc.nat(9)), (press, start, chances) => {
      const detector = createDtmfDetector(press);
      const packets = dtmfPackets(press);
      const events = packets.flatMap(({ atMilliseconds, timestampOffset, payload }, index) => {
        const chance = chances.next().value ?? 0;
        // Some in ten are lost, but not the last; a few come twice. A segment's first packet is kept.
        const isKept = index === packets.length - 1 || atMilliseconds % 200 === 0 || chance > 2;
        const copies = isKept ? (chance === 9 ? 2 : 1) : 0;
        const packet = { timestamp: (start + timestampOffset) >>> 0, payload };
        return Array.from({ length: copies }, () => detector.received(packet, atMilliseconds)).flat();
      });
      assert.deepEqual(events, [pressed(press.digit), released(press.digit, press.milliseconds)]);
    }),
  );
});

test('any bytes are heard without a throw', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2 ** 32 - 1), fc.uint8Array({ maxLength: 8 }))), (packets) => {
      const detector = createDtmfDetector({ clockRate: 8000 });
      for (const [timestamp, payload] of packets) detector.received({ timestamp, payload }, 0);
    }),
  );
});
