import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex, toHex } from '../../../test/support/hex.ts';
import { plainSrtpCrypto } from '../../../test/support/srtp-crypto.ts';
import { writeRtp } from './rtp.ts';
import type { RtpPacket } from './rtp.ts';
import { createSrtpReceiver, createSrtpSender, MAX_SOURCES, packetIndex } from './srtp.ts';

/** The master and packets of libsrtp's own test (test/srtp_driver.c, srtp_validate). */
const MASTER = { key: fromHex('e1f97a0d3e018be0d64fa32c06de4139'), salt: fromHex('0ec675ad498afeebb6960b3aabe6') };
const PLAIN = fromHex('800f1234decafbadcafebabe', 'abababababababababababababababab');
const SEALED = fromHex('800f1234decafbadcafebabe', '4e55dc4ce79978d88ca4d215949d2402', 'b78d6acc99ea179b8dbb');

const sender = () => createSrtpSender(plainSrtpCrypto, MASTER);
const receiver = () => createSrtpReceiver(plainSrtpCrypto, MASTER);

function packet(over: Partial<RtpPacket>): Uint8Array {
  const header = { marker: false, payloadType: 111, sequenceNumber: 0, timestamp: 0, ssrc: 1, csrcs: [] };
  return writeRtp({ ...header, extension: null, payload: fromHex('0102030405'), paddingBytes: 0, ...over });
}

function seal(by: ReturnType<typeof sender>, plain: Uint8Array): Uint8Array {
  const room = new Uint8Array(plain.length + 10);
  room.set(plain);
  assert.equal(by.seal(room, plain.length), room.length);
  return room;
}

test('libsrtp: sealed as it seals', () => assert.equal(toHex(seal(sender(), PLAIN)), toHex(SEALED)));

test('libsrtp: opened in place as it opens', () => {
  const bytes = SEALED.slice();
  assert.equal(receiver().open(bytes), PLAIN.length);
  assert.equal(toHex(bytes.subarray(0, PLAIN.length)), toHex(PLAIN));
});

test('what is opened in place can be sealed in place again: a relay needs no second buffer', () => {
  const bytes = SEALED.slice();
  const length = receiver().open(bytes);
  assert.equal(typeof length, 'number');
  assert.equal(sender().seal(bytes, Number(length)), SEALED.length);
  assert.deepEqual(bytes, SEALED);
});

test('header, sources and extension stay readable, padding does not', () => {
  const extension = { profile: 0xbede, bytes: fromHex('10ab0000') };
  const plain = packet({ csrcs: [9, 8], extension, paddingBytes: 4 });
  const sealed = seal(sender(), plain);
  assert.deepEqual(sealed.subarray(0, 28), plain.subarray(0, 28));
  assert.notEqual(toHex(sealed.subarray(28, plain.length)), toHex(plain.subarray(28)));
  assert.equal(receiver().open(sealed), plain.length);
  assert.deepEqual(sealed.subarray(0, plain.length), plain);
});

test('a changed bit anywhere is forged, and the bytes and the stream are left as they were', () => {
  const target = receiver();
  for (let bit = 0; bit < SEALED.length * 8; bit += 1) {
    const bytes = SEALED.slice();
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const tampered = bytes.slice();
    assert.ok(['forged', 'malformed'].includes(String(target.open(bytes))), `bit ${bit}`);
    assert.deepEqual(bytes, tampered);
  }
  assert.equal(target.open(SEALED.slice()), PLAIN.length);
});

test('a packet is taken once', () => {
  const target = receiver();
  assert.equal(target.open(SEALED.slice()), PLAIN.length);
  assert.equal(target.open(SEALED.slice()), 'seen');
});

test('an index is sealed once', () => {
  const source = sender();
  seal(source, packet({ sequenceNumber: 5 }));
  assert.equal(source.seal(packet({ sequenceNumber: 5, paddingBytes: 10 }), 17), 'seen');
});

test('packets out of order within the window are taken, older ones are not', () => {
  const [source, target] = [sender(), receiver()];
  const sealed = Array.from({ length: 1100 }, (_, index) => seal(source, packet({ sequenceNumber: index })));
  const opened = [1099, 76, 75, 0].map((index) => target.open(sealed[index] ?? SEALED));
  assert.deepEqual(opened, [17, 17, 'too_old', 'too_old']);
});

test('sequence numbers roll over on both sides, with loss and disorder at the edge', () => {
  const [source, target] = [sender(), receiver()];
  for (const start of [65_530, 65_530 + 65_536, 65_530 + 2 * 65_536]) {
    const numbers = Array.from({ length: 12 }, (_, index) => start + index);
    const sealed = numbers.map((number) => seal(source, packet({ sequenceNumber: number & 0xffff })));
    const arrived = [0, 7, 3, 6, 8, 1, 11, 9].map((index) => sealed[index] ?? SEALED);
    for (const bytes of arrived) assert.equal(target.open(bytes), 17);
    // A stream does not jump by more than half the numbers: walk to the next edge.
    for (let number = start + 12; number < start + 65_536; number += 20_000) {
      assert.equal(target.open(seal(source, packet({ sequenceNumber: number & 0xffff }))), 17);
    }
  }
});

test('a replay from before the rollover is not taken after it', () => {
  const [source, target] = [sender(), receiver()];
  const old = seal(source, packet({ sequenceNumber: 65_535 }));
  assert.equal(target.open(old.slice()), 17);
  assert.equal(target.open(seal(source, packet({ sequenceNumber: 0 }))), 17);
  assert.equal(target.open(old.slice()), 'seen');
  // A negative index: before all that there can be.
  const other = receiver();
  assert.equal(other.open(seal(sender(), packet({ sequenceNumber: 3 }))), 17);
  assert.equal(other.open(seal(sender(), packet({ sequenceNumber: 60_000 }))), 'too_old');
});

/** RFC 3711 appendix A by its own words: v is the rollover counter guessed. */
function indexByTheBook(highest: number, sequenceNumber: number): number {
  const [rollover, newest] = [Math.floor(highest / 65_536), highest % 65_536];
  let guessed = rollover;
  if (newest < 32_768) {
    if (sequenceNumber - newest > 32_768) guessed = rollover - 1;
  } else if (newest - 32_768 > sequenceNumber) guessed = rollover + 1;
  return guessed * 65_536 + sequenceNumber;
}

test('RFC 3711 appendix A: the index is the one nearest to the highest', () => {
  assert.equal(packetIndex(-1, 60_000), 60_000);
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.nat(65_535), (highest, number) => {
      const index = packetIndex(highest, number);
      assert.equal(index, indexByTheBook(highest, number));
      assert.ok(Math.abs(index - highest) <= 32_768);
    }),
  );
});

test('each source has its own numbers, and a peer may have only this many', () => {
  const [source, target] = [sender(), receiver()];
  for (let ssrc = 1; ssrc <= MAX_SOURCES; ssrc += 1) {
    assert.equal(target.open(seal(source, packet({ ssrc, sequenceNumber: 9 }))), 17);
  }
  const stranger = seal(sender(), packet({ ssrc: 999, sequenceNumber: 9 }));
  assert.equal(target.open(stranger), 'too_many_sources');
  assert.equal(source.seal(packet({ ssrc: 999, paddingBytes: 10 }), 17), 'too_many_sources');
  assert.equal(target.open(seal(source, packet({ ssrc: 1, sequenceNumber: 10 }))), 17);
});

test('forged packets of many sources take no memory: the sources that prove genuine are the ones counted', () => {
  const target = receiver();
  for (let ssrc = 1; ssrc <= 2 * MAX_SOURCES; ssrc += 1) {
    assert.equal(target.open(packet({ ssrc, paddingBytes: 10 })), 'forged');
  }
  assert.equal(target.open(SEALED.slice()), PLAIN.length);
});

test('without room for the tag nothing is sealed', () => {
  const bytes = PLAIN.slice();
  assert.equal(sender().seal(bytes, PLAIN.length), 'no_room');
  assert.deepEqual(bytes, PLAIN);
});

test('any bytes are refused without a throw', () => {
  const [source, target] = [sender(), receiver()];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, looksRight) => {
      if (looksRight) bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
      assert.equal(typeof target.open(bytes.slice()), 'string');
      source.seal(bytes, bytes.length);
      source.seal(bytes, bytes.length - 10);
    }),
  );
});

test('any packets come back as they were', () => {
  const [source, target] = [sender(), receiver()];
  let sequenceNumber = 0;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (payload, paddingBytes) => {
      sequenceNumber += 1;
      const plain = packet({ sequenceNumber, payload, paddingBytes });
      const sealed = seal(source, plain);
      assert.equal(target.open(sealed), plain.length);
      assert.deepEqual(sealed.subarray(0, plain.length), plain);
    }),
  );
});
