import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex, toHex } from '../../../test/support/hex.ts';
import { joinBytes } from './bytes.ts';
import { OGG_CONTINUED, OGG_FIRST, OGG_LAST, oggCrc, readOgg, readOggWithin, segmentsOf, writeOggPage } from './ogg.ts';

const page = { serial: 7, number: 0, granule: 0, flags: 0 };
const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index & 0xff);

/** The page with its CRC made right again, after a test changed a byte. */
function signed(changed: Uint8Array): Uint8Array {
  new DataView(changed.buffer).setUint32(22, oggCrc(changed), true);
  return changed;
}

test('the CRC is the one by 0x04c11db7 from zero, unreflected', () => {
  assert.equal(oggCrc(new TextEncoder().encode('123456789')), 0x89a1897f);
});

test('a page has its header, its CRC and its segments', () => {
  const packets = [fromHex('aabb'), fromHex('cc')];
  const written = writeOggPage({ serial: 0x499602d2, number: 3, granule: 2 ** 33 + 5, flags: OGG_FIRST, packets });
  assert.equal(toHex(written.subarray(0, 22)), '4f67675300020500000002000000d202964903000000');
  assert.equal(toHex(written.subarray(26)), '020201aabbcc');
  assert.equal(new DataView(written.buffer).getUint32(22, true), oggCrc(written));
});

test('a packet of exactly 255 bytes ends with an empty segment', () => {
  assert.deepEqual(
    [0, 254, 255, 510].map((length) => segmentsOf(bytes(length))),
    [1, 1, 2, 3],
  );
  const written = writeOggPage({ ...page, packets: [bytes(255)] });
  assert.equal(toHex(written.subarray(26, 29)), '02ff00');
  assert.deepEqual(readOgg(written)[0]?.packets[0]?.bytes, bytes(255));
});

test('more packets than a page lists are our own mistake', () => {
  assert.throws(() => writeOggPage({ ...page, packets: [bytes(255 * 255)] }), RangeError);
});

test('the granule position is that of the last packet that ends on a page', () => {
  const file = joinBytes([
    writeOggPage({ ...page, granule: 960, packets: [bytes(1), bytes(2)] }),
    writeOggPage({ ...page, number: 1, granule: 1920, flags: OGG_LAST, packets: [bytes(3)] }),
  ]);
  assert.deepEqual(readOgg(file), [
    {
      serial: 7,
      damaged: 0,
      pages: { first: 0, last: 1 },
      packets: [
        { bytes: bytes(1), granule: null, isLast: false },
        { bytes: bytes(2), granule: 960, isLast: false },
        { bytes: bytes(3), granule: 1920, isLast: true },
      ],
    },
  ]);
});

/** A packet of 300 bytes over two pages: 255 on the first, whose only segment continues. */
function spanning(): readonly [Uint8Array, Uint8Array] {
  const whole = writeOggPage({ ...page, granule: 0, packets: [bytes(255)] });
  const first = joinBytes([whole.subarray(0, 26), Uint8Array.of(1, 255), bytes(255)]);
  const rest = writeOggPage({ ...page, number: 1, granule: 5, flags: OGG_CONTINUED, packets: [bytes(45), bytes(9)] });
  return [signed(first), rest];
}

test('a packet may continue over pages', () => {
  const [stream] = readOgg(joinBytes(spanning()));
  assert.deepEqual(
    stream?.packets.map((packet) => [packet.bytes.length, packet.granule]),
    [
      [300, null],
      [9, 5],
    ],
  );
});

test('the rest of a packet whose beginning is missing is left out', () => {
  const [stream] = readOgg(spanning()[1]);
  assert.deepEqual(
    stream?.packets.map((packet) => packet.bytes.length),
    [9],
  );
});

test('a packet whose rest is missing is left out', () => {
  const after = writeOggPage({ ...page, number: 2, packets: [bytes(4)] });
  const [stream] = readOgg(joinBytes([spanning()[0], after]));
  assert.deepEqual([stream?.packets.map((packet) => packet.bytes.length), stream?.damaged], [[4], 1]);
});

test('two streams in one file are told apart by their serial numbers', () => {
  const other = { ...page, serial: 8 };
  const file = joinBytes([
    writeOggPage({ ...page, packets: [bytes(1)] }),
    writeOggPage({ ...other, packets: [bytes(2)] }),
    writeOggPage({ ...page, number: 1, packets: [bytes(3)] }),
  ]);
  assert.deepEqual(
    readOgg(file).map(({ serial, packets }) => [serial, packets.map((packet) => packet.bytes.length)]),
    [
      [7, [1, 3]],
      [8, [2]],
    ],
  );
});

test('a serial number that begins again is another stream, and pages tell which lies after which', () => {
  const file = joinBytes([
    writeOggPage({ ...page, flags: OGG_FIRST, packets: [bytes(1)] }),
    writeOggPage({ ...page, number: 1, flags: OGG_LAST, packets: [bytes(2)] }),
    writeOggPage({ ...page, flags: OGG_FIRST, packets: [bytes(3)] }),
  ]);
  assert.deepEqual(
    readOgg(file).map(({ packets, pages, damaged }) => [packets.map((packet) => packet.bytes.length), pages, damaged]),
    [
      [[1, 2], { first: 0, last: 1 }, 0],
      [[3], { first: 2, last: 2 }, 0],
    ],
  );
});

test('what holds more than the limits allow is not read to its end', () => {
  const limits = { streams: 2, packets: 3, pages: 3 };
  const made = (count: number, change: (index: number) => object) =>
    joinBytes(
      Array.from({ length: count }, (_, index) =>
        writeOggPage({ ...page, number: index, packets: [bytes(1)], ...change(index) }),
      ),
    );
  const streams = (count: number) => made(count, (serial) => ({ serial, number: 0 }));
  assert.equal(readOggWithin(streams(2), limits)?.length, 2);
  assert.equal(readOggWithin(streams(3), limits), null);
  assert.equal(
    readOggWithin(
      made(3, () => ({})),
      limits,
    )?.length,
    1,
  );
  assert.equal(
    readOggWithin(
      made(4, () => ({ packets: [] })),
      limits,
    ),
    null,
  );
  assert.equal(
    readOggWithin(
      made(1, () => ({ packets: Array.from({ length: 4 }, () => bytes(0)) })),
      limits,
    ),
    null,
  );
});

test('rubbish before, between and after pages is passed over', () => {
  const rubbish = fromHex('4f67 4f676753 00 4f6767');
  const one = writeOggPage({ ...page, packets: [bytes(1)] });
  const two = writeOggPage({ ...page, number: 1, packets: [bytes(2)] });
  const [stream] = readOgg(joinBytes([rubbish, one, rubbish, two, rubbish]));
  assert.deepEqual(
    stream?.packets.map((packet) => packet.bytes.length),
    [1, 2],
  );
});

test('a spoilt page is passed over and counted, with the gap that it leaves', () => {
  const pages = [0, 1, 2].map((number) => writeOggPage({ ...page, number, packets: [bytes(10 + number)] }));
  const file = joinBytes(pages);
  file[(pages[0]?.length ?? 0) + 30] = 0xee;
  const [stream] = readOgg(file);
  assert.deepEqual([stream?.packets.map((packet) => packet.bytes.length), stream?.damaged], [[10, 12], 2]);
});

test('a file of nothing but capture patterns is given up', () => {
  const file = new TextEncoder().encode('OggS\0'.repeat(100_000));
  assert.deepEqual(readOgg(file), []);
});

test('packets come back as they were, whatever stands around their pages', () => {
  const anyPacket = fc.uint8Array({ maxLength: 700 });
  const anyPages = fc.array(fc.array(anyPacket, { minLength: 1, maxLength: 5 }), { maxLength: 6 });
  fc.assert(
    fc.property(anyPages, fc.uint8Array({ maxLength: 50 }), (pages, rubbish) => {
      const file = joinBytes([
        rubbish,
        ...pages.map((packets, number) => writeOggPage({ ...page, number, packets })),
        rubbish,
      ]);
      const read = readOgg(file).flatMap(({ packets }) => packets.map((packet) => packet.bytes));
      assert.deepEqual(read, pages.flat());
    }),
  );
});
