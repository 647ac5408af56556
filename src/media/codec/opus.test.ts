import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex, toHex } from '../../../test/support/hex.ts';
import { concealingPackets, MAX_OPUS_TICKS, readOpus } from './opus.ts';
import type { OpusMode } from './opus.ts';

/** RFC 6716 section 3.1, table 2: of each four or two configs, mode and frame lengths in ms. */
const CONFIGS: readonly (readonly [OpusMode, readonly number[]])[] = [
  ['silk', [10, 20, 40, 60]],
  ['silk', [10, 20, 40, 60]],
  ['silk', [10, 20, 40, 60]],
  ['hybrid', [10, 20]],
  ['hybrid', [10, 20]],
  ['celt', [2.5, 5, 10, 20]],
  ['celt', [2.5, 5, 10, 20]],
  ['celt', [2.5, 5, 10, 20]],
  ['celt', [2.5, 5, 10, 20]],
];

test('RFC 6716 table 2: mode and frame length of every config', () => {
  const all = CONFIGS.flatMap(([mode, lengths]) => lengths.map((milliseconds) => ({ mode, milliseconds })));
  assert.equal(all.length, 32);
  for (const [config, { mode, milliseconds }] of all.entries()) {
    const opus = readOpus(Uint8Array.of(config << 3, 0));
    assert.deepEqual([opus?.config, opus?.mode, opus?.frameTicks], [config, mode, milliseconds * 48]);
  }
});

/** Packets and [stereo, bytes of each frame, ticks], or null for malformed: the rule broken is named. */
const PACKETS: readonly (readonly [string, string, readonly [boolean, readonly number[], number] | null])[] = [
  ['one frame, as Chrome sends speech', '78825bb7', [false, [3], 960]],
  ['one frame of nothing', 'd8', [false, [0], 960]],
  ['stereo', 'fc0102', [true, [2], 960]],
  ['two frames alike', '79aabb', [false, [1, 1], 1920]],
  ['two frames alike, of nothing', '79', [false, [0, 0], 1920]],
  ['two frames alike, with an odd byte (R3)', '79aabbcc', null],
  ['two frames', '7a01aabbcc', [false, [1, 2], 1920]],
  ['two frames without the first length (R4)', '7a', null],
  ['two frames, the first past the end (R4)', '7a03aabb', null],
  ['two frames, a length of two bytes', `7afc01${'00'.repeat(256)}`, [false, [256, 0], 1920]],
  ['three frames of one length', '7b03aabbcc', [false, [1, 1, 1], 2880]],
  ['three frames of one length with a rest (R6)', '7b03aabbccdd', null],
  ['three frames of their own lengths', '7b830100aabbcc', [false, [1, 0, 2], 2880]],
  ['three frames past the end (R7)', '7b830305aa', null],
  ['six frames of 20 ms', '7b06', [false, [0, 0, 0, 0, 0, 0], 5760]],
  ['seven frames of 20 ms (R5)', '7b07', null],
  ['no frames (R5)', '7b00', null],
  ['no count (R5)', '7b', null],
  ['padding', '7b4102aa0000', [false, [1], 960]],
  ['padding by two bytes', `7b41ff00aa${'00'.repeat(254)}`, [false, [1], 960]],
  ['padding past the end (R6)', '7b4105aa', null],
  ['padding without an end (R6)', '7b41ff', null],
  ['48 frames of 2.5 ms', '8330', [false, Array.from({ length: 48 }, () => 0), 5760]],
  ['a frame of 1276 bytes (R2)', `78${'00'.repeat(1276)}`, null],
  ['nothing (R1)', '', null],
];

for (const [name, hex, expected] of PACKETS) {
  test(name, () => {
    const opus = readOpus(fromHex(hex));
    assert.deepEqual(opus === null ? null : [opus.isStereo, opus.frameBytes, opus.ticks], expected);
  });
}

/** Config of the packet before, what is missing in ms, and what fills it. */
const GAPS: readonly (readonly [string, number, string, string])[] = [
  ['one packet lost', 20, '78', '78'],
  ['three packets lost', 60, '78', '7b03'],
  ['eight packets lost', 160, '78', '7b06 7b02'],
  // RFC 7845 section 4.1's own examples.
  ['95 ms after 20 ms of CELT', 95, 'f8', 'fb04 f0 e8'],
  ['95 ms after 20 ms of SILK', 95, '48', '4b04 40 a8'],
  ['medium band continues as wide band', 5, '28', 'a8'],
  ['hybrid continues as CELT of its band', 17.5, '78', '70 e8 e0'],
  ['60 ms frames', 130, '58', '5b02 40'],
  ['less than 2.5 ms cannot be filled', 2, '78', ''],
  ['nothing', 0, '78', ''],
  ['less than nothing', -20, '78', ''],
];

for (const [name, milliseconds, before, expected] of GAPS) {
  test(`a gap is filled: ${name}`, () => {
    const packets = concealingPackets(milliseconds * 48, readOpus(fromHex(before)));
    assert.equal(packets.map(toHex).join(' '), expected);
  });
}

test('without a packet before, a gap is filled with CELT', () => {
  assert.deepEqual(concealingPackets(1920, null), [fromHex('fb02')]);
});

test('any gap is filled to its last 2.5 ms by packets that decoders take', () => {
  fc.assert(
    fc.property(fc.nat(300_000), fc.nat(31), fc.boolean(), (ticks, config, isStereo) => {
      const before = readOpus(Uint8Array.of((config << 3) | (isStereo ? 4 : 0)));
      const filled = concealingPackets(ticks, before).map((packet) => readOpus(packet));
      const sum = filled.reduce((all, opus) => all + (opus?.ticks ?? NaN), 0);
      assert.equal(sum, ticks - (ticks % 120));
      assert.ok(filled.every((opus) => opus?.isStereo === isStereo && opus.frameBytes.every((bytes) => bytes === 0)));
    }),
  );
});

test('any bytes are read without a throw, and never last longer than 120 ms', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(3), (bytes, code) => {
      if (bytes.length > 0) bytes[0] = ((bytes[0] ?? 0) & 0xfc) | code;
      const opus = readOpus(bytes);
      if (opus === null) return;
      assert.ok(opus.ticks <= MAX_OPUS_TICKS && opus.ticks >= 120);
      assert.ok(opus.frameBytes.reduce((sum, length) => sum + length, 0) < bytes.length);
    }),
    { numRuns: 1000 },
  );
});
