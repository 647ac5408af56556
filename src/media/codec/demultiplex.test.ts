import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datagramKind } from './demultiplex.ts';

/** First byte, second byte, and whose they are. */
const DATAGRAMS = [
  [0, 1, 'stun'],
  [3, 0, 'stun'],
  [4, 0, null],
  [19, 0, null],
  [20, 254, 'dtls'],
  [22, 254, 'dtls'],
  [63, 254, 'dtls'],
  [64, 0, null],
  [127, 0, null],
  [0x80, 111, 'rtp'],
  [0x90, 0x80 | 63, 'rtp'],
  [0x80, 0x80 | 111, 'rtp'],
  [0x80, 192, 'rtcp'],
  [0x81, 200, 'rtcp'],
  [0xbf, 223, 'rtcp'],
  [0x80, 224, 'rtp'],
  [192, 200, null],
  [255, 0, null],
] as const;

for (const [first, second, kind] of DATAGRAMS) {
  test(`${first} ${second} is ${kind ?? 'nobody’s'}`, () =>
    assert.equal(datagramKind(Uint8Array.of(first, second)), kind));
}

test('no bytes are no one’s', () => assert.equal(datagramKind(new Uint8Array(0)), null));
