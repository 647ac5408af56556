import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex } from '../../../test/support/hex.ts';
import {
  readRtp,
  rtpHeaderLength,
  rtpMarker,
  rtpPayloadType,
  rtpSequenceNumber,
  rtpSsrc,
  rtpTimestamp,
  setRtpMarker,
  setRtpPayloadType,
  setRtpSequenceNumber,
  setRtpSsrc,
  setRtpTimestamp,
  writeRtp,
} from './rtp.ts';
import type { RtpFault } from './rtp.ts';

/** As Chrome sends: Opus at payload type 111, an audio level as extension 1. */
const OPUS = fromHex('90ef 17d2 b3a5c7d9 cafebabe', 'bede 0001 10ab 0000', '78 0102');

/** A mixer's: two contributing sources, four bytes of padding. */
const MIXED = fromHex('a200 ffff 000000a0 00000001', '11111111 22222222', 'd5d5', '00000004');

test('a packet with an extension is read', () => {
  assert.deepEqual(readRtp(OPUS), {
    ok: true,
    packet: {
      marker: true,
      payloadType: 111,
      sequenceNumber: 0x17d2,
      timestamp: 0xb3a5c7d9,
      ssrc: 0xcafebabe,
      csrcs: [],
      extension: { profile: 0xbede, bytes: fromHex('10ab0000') },
      payload: fromHex('780102'),
      paddingBytes: 0,
    },
  });
});

test('a packet with contributing sources and padding is read', () => {
  const read = readRtp(MIXED);
  assert.ok(read.ok);
  const { csrcs, payload, paddingBytes, sequenceNumber } = read.packet;
  assert.deepEqual([csrcs, paddingBytes, sequenceNumber], [[0x11111111, 0x22222222], 4, 65_535]);
  assert.deepEqual(payload, fromHex('d5d5'));
});

test('what was read is a view, not a copy', () => {
  const read = readRtp(OPUS);
  assert.ok(read.ok);
  assert.equal(read.packet.payload.buffer, OPUS.buffer);
});

for (const [name, bytes] of Object.entries({ OPUS, MIXED })) {
  test(`writing what was read gives the same bytes: ${name}`, () => {
    const read = readRtp(bytes);
    assert.ok(read.ok);
    assert.deepEqual(writeRtp(read.packet), bytes);
  });
}

/** Each with the fault it has. */
const FAULTS: readonly (readonly [string, RtpFault, Uint8Array])[] = [
  ['nothing', 'too_short', new Uint8Array(0)],
  ['a header cut short', 'too_short', OPUS.subarray(0, 11)],
  ['STUN', 'not_version_2', fromHex('0001 0000 2112a442 000000000000000000000000')],
  ['sources cut short', 'too_short', MIXED.subarray(0, 19)],
  ['an extension without a length', 'too_short', OPUS.subarray(0, 15)],
  ['an extension longer than the packet', 'too_short', fromHex('90ef 17d2 b3a5c7d9 cafebabe bede ffff 10ab 0000')],
  ['padding of zero bytes', 'bad_padding', fromHex('a000 0001 00000000 00000001 aa00')],
  ['padding over the header', 'bad_padding', fromHex('a000 0001 00000000 00000001 aa03')],
  ['padding without a payload', 'bad_padding', fromHex('a000 0001 00000000 00000001')],
];

for (const [name, fault, bytes] of FAULTS) {
  test(`${name}: ${fault}`, () => assert.deepEqual(readRtp(bytes), { ok: false, fault }));
}

test('a payload may be empty, or all padding', () => {
  const empty = readRtp(OPUS.subarray(0, 20));
  const padded = readRtp(fromHex('a000 0001 00000000 00000001 0002'));
  assert.ok(empty.ok && padded.ok);
  assert.deepEqual([empty.packet.payload.length, padded.packet.payload.length], [0, 0]);
});

test('the header length is that of the packet up to an end, not of the bytes', () => {
  assert.equal(rtpHeaderLength(OPUS, OPUS.length), 20);
  assert.equal(rtpHeaderLength(OPUS, 19), 'too_short');
});

test('a header is changed in place, and nothing else', () => {
  const bytes = OPUS.slice();
  setRtpMarker(bytes, false);
  setRtpPayloadType(bytes, 96);
  setRtpSequenceNumber(bytes, 0x1_0001);
  setRtpTimestamp(bytes, 2 ** 32 - 1);
  setRtpSsrc(bytes, 0x8000_0000);
  assert.deepEqual(
    [rtpMarker(bytes), rtpPayloadType(bytes), rtpSequenceNumber(bytes), rtpTimestamp(bytes), rtpSsrc(bytes)],
    [false, 96, 1, 4_294_967_295, 0x8000_0000],
  );
  assert.deepEqual(bytes.subarray(12), OPUS.subarray(12));
  setRtpMarker(bytes, true);
  assert.deepEqual([rtpMarker(bytes), rtpPayloadType(bytes)], [true, 96]);
});

test('any packet comes back as it was', () => {
  const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
  const plainObject = { noNullPrototype: true } as const;
  const words = fc.uint8Array({ maxLength: 20 }).map((some) => some.slice(0, some.length - (some.length % 4)));
  const anyPacket = fc.record(
    {
      marker: fc.boolean(),
      payloadType: fc.nat(127),
      sequenceNumber: fc.nat(65_535),
      timestamp: fc.nat(2 ** 32 - 1),
      ssrc: fc.nat(2 ** 32 - 1),
      csrcs: fc.array(fc.nat(2 ** 32 - 1), { maxLength: 15 }),
      extension: fc.option(fc.record({ profile: fc.nat(65_535), bytes: words }, plainObject)),
      payload: bytes(200),
      paddingBytes: fc.nat(255),
    },
    plainObject,
  );
  fc.assert(fc.property(anyPacket, (packet) => assert.deepEqual(readRtp(writeRtp(packet)), { ok: true, packet })));
});

test('any bytes are read without a throw, whole or cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
      const read = readRtp(bytes);
      assert.equal(typeof read.ok, 'boolean');
    }),
  );
});
