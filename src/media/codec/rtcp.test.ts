import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex } from '../../../test/support/hex.ts';
import { ntpTime, readRtcp, roundTripMilliseconds, shortNtpTime, writeRtcp } from './rtcp.ts';
import type { ReportBlock, RtcpFault, RtcpPacket } from './rtcp.ts';

/** A sender report with one block, a description with two items, and a goodbye with a reason. */
const COMPOUND = fromHex(
  '81c8000c 11111111 dbb9d3b4 80000000 00003e80 00000064 00004e20',
  '22222222 40fffffe 00010203 00000007 d3b48000 00010000',
  '81ca0004 11111111 01056162406364 02024164 00',
  '81cb0003 11111111 06 676f6f642d62 00',
);

const REPORT: ReportBlock = {
  ssrc: 0x22222222,
  fractionLost: 64,
  lost: -2,
  highestSequence: 0x10203,
  jitter: 7,
  lastSenderReport: 0xd3b48000,
  delaySinceLastSenderReport: 65_536,
};

const PACKETS: readonly RtcpPacket[] = [
  {
    kind: 'sender_report',
    ssrc: 0x11111111,
    ntp: { seconds: 0xdbb9d3b4, fraction: 0x80000000 },
    rtpTimestamp: 16_000,
    packets: 100,
    octets: 20_000,
    reports: [REPORT],
  },
  {
    kind: 'source_description',
    chunks: [
      {
        ssrc: 0x11111111,
        items: [
          { type: 1, text: 'ab@cd' },
          { type: 2, text: 'Ad' },
        ],
      },
    ],
  },
  { kind: 'bye', ssrcs: [0x11111111], reason: 'good-b' },
];

test('a compound packet is read', () => {
  assert.deepEqual(readRtcp(COMPOUND), { ok: true, packets: PACKETS });
});

test('writing what was read gives the same bytes', () => assert.deepEqual(writeRtcp(PACKETS), COMPOUND));

test('a receiver report without blocks, a NACK and a PLI alone', () => {
  const bytes = fromHex('80c90001 00000001', '81cd0003 00000001 00000002 00050003', '81ce0002 00000001 00000002');
  assert.deepEqual(readRtcp(bytes), {
    ok: true,
    packets: [
      { kind: 'receiver_report', ssrc: 1, reports: [] },
      { kind: 'other', packetType: 205, count: 1, body: fromHex('00000001 00000002 00050003') },
      { kind: 'other', packetType: 206, count: 1, body: fromHex('00000001 00000002') },
    ],
  });
  const pli = readRtcp(bytes.subarray(24));
  assert.ok(pli.ok);
  assert.deepEqual(writeRtcp(pli.packets), bytes.subarray(24));
});

test('padding of the last packet and a profile’s own words after the blocks are left out', () => {
  const bytes = fromHex('80c90002 00000001 aaaaaaaa', 'a0cb0001 00000004');
  assert.deepEqual(readRtcp(bytes), {
    ok: true,
    packets: [
      { kind: 'receiver_report', ssrc: 1, reports: [] },
      { kind: 'bye', ssrcs: [], reason: null },
    ],
  });
});

/** Each with the fault it has. */
const FAULTS: readonly (readonly [string, RtcpFault, Uint8Array])[] = [
  ['nothing', 'too_short', new Uint8Array(0)],
  ['half a header', 'too_short', fromHex('80c9')],
  ['another version', 'not_version_2', fromHex('40c90001 00000001')],
  ['a second packet of another version', 'not_version_2', fromHex('80c90001 00000001 00c90001 00000001')],
  ['a length past the end', 'bad_length', fromHex('80c90002 00000001')],
  ['a header without room for its length', 'bad_length', fromHex('80c90001 00000001 80c9')],
  ['more blocks than there are', 'bad_length', fromHex('81c90001 00000001')],
  ['a sender report without its counts', 'bad_length', fromHex('80c80001 00000001')],
  ['an item past the end', 'bad_length', fromHex('81ca0002 00000001 01ff6162')],
  ['more chunks than there are', 'bad_length', fromHex('82ca0002 00000001 01006200')],
  ['a reason past the end', 'bad_length', fromHex('81cb0002 00000001 04616263')],
  ['more goodbyes than there are', 'bad_length', fromHex('82cb0001 00000001')],
  ['padding before the last packet', 'bad_padding', fromHex('a0c90001 00000004 80c90001 00000001')],
  ['padding of zero bytes', 'bad_padding', fromHex('a0c90001 00000000')],
  ['padding over the header', 'bad_padding', fromHex('a0c90001 00000008')],
];

for (const [name, fault, bytes] of FAULTS) {
  test(`${name}: ${fault}`, () => assert.deepEqual(readRtcp(bytes), { ok: false, fault }));
}

test('any packets come back as they were', () => {
  const plain = { noNullPrototype: true } as const;
  const word = fc.nat(2 ** 32 - 1);
  const anyReport = fc.record(
    {
      ssrc: word,
      fractionLost: fc.nat(255),
      lost: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
      highestSequence: word,
      jitter: word,
      lastSenderReport: word,
      delaySinceLastSenderReport: word,
    },
    plain,
  );
  const reports = fc.array(anyReport, { maxLength: 31 });
  const text = fc.string({ maxLength: 60, unit: 'grapheme' });
  const items = fc.array(fc.record({ type: fc.integer({ min: 1, max: 255 }), text }, plain), { maxLength: 4 });
  const chunks = fc.array(fc.record({ ssrc: word, items }, plain), { maxLength: 31 });
  const anyPacket = fc.oneof(
    fc.record(
      {
        kind: fc.constant('sender_report' as const),
        ssrc: word,
        ntp: fc.record({ seconds: word, fraction: word }, plain),
        rtpTimestamp: word,
        packets: word,
        octets: word,
        reports,
      },
      plain,
    ),
    fc.record({ kind: fc.constant('receiver_report' as const), ssrc: word, reports }, plain),
    fc.record({ kind: fc.constant('source_description' as const), chunks }, plain),
    fc.record(
      { kind: fc.constant('bye' as const), ssrcs: fc.array(word, { maxLength: 31 }), reason: fc.option(text) },
      plain,
    ),
  );
  fc.assert(
    fc.property(fc.array(anyPacket, { minLength: 1, maxLength: 4 }), (packets) =>
      assert.deepEqual(readRtcp(writeRtcp(packets)), { ok: true, packets }),
    ),
  );
});

test('any bytes are read without a throw, also those that begin right', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: 199, max: 208 }), (bytes, type) => {
      bytes.set([0x80 | ((bytes[0] ?? 0) & 0x3f), type, 0, (bytes.length >> 2) - 1].slice(0, bytes.length));
      assert.equal(typeof readRtcp(bytes).ok, 'boolean');
    }),
    { numRuns: 500 },
  );
});

test('a packet with more blocks than five bits count is our own mistake', () => {
  const reports = Array.from({ length: 32 }, () => REPORT);
  assert.throws(() => writeRtcp([{ kind: 'receiver_report', ssrc: 1, reports }]), RangeError);
});

test('RFC 3550 figure 2: the way there and back', () => {
  // LSR 0xb705:2000 and DLSR 5.250 s, heard at 0xb710:8000: 6.125 s, as the figure reckons.
  const heardAt = (0xb710 - 2_208_988_800) * 1000 + 500;
  const report = { ...REPORT, lastSenderReport: 0xb705_2000, delaySinceLastSenderReport: 0x0005_4000 };
  assert.equal(shortNtpTime(ntpTime(heardAt)), 0xb710_8000);
  assert.equal(roundTripMilliseconds(report, heardAt), 6125);
  assert.equal(roundTripMilliseconds({ ...report, lastSenderReport: 0 }, heardAt), null);
  assert.equal(roundTripMilliseconds({ ...report, delaySinceLastSenderReport: 0x00ff_0000 }, heardAt), 0);
});

test('NTP time begins 2208988800 seconds before ours', () => {
  assert.deepEqual(ntpTime(0), { seconds: 2_208_988_800, fraction: 0 });
  assert.deepEqual(ntpTime(250), { seconds: 2_208_988_800, fraction: 0x4000_0000 });
});
