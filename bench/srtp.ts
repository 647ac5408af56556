/**
 * What SRTP costs for each packet, ours against a fresh cipher and HMAC object for each packet, in the same run:
 * `node tools/run.mjs bench/srtp.ts`. One packet is 20 ms of Opus speech with an audio level: 12 + 8 + 80 bytes.
 */
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { nodeSrtpCrypto } from '#media/server/transport/crypto.ts';
import { setRtpSequenceNumber, writeRtp } from '#media/codec/rtp.ts';
import { deriveKey } from '#media/codec/srtp-keys.ts';
import { createSrtpReceiver, createSrtpSender } from '#media/codec/srtp.ts';

const PACKETS = 20_000;
const ROUNDS = 5;
const ROLLOVER = 0x1_0000;

const master = { key: randomBytes(16), salt: randomBytes(14) };
const payload = randomBytes(80);
const extension = { profile: 0xbede, bytes: Uint8Array.of(0x10, 0x85, 0, 0) };
const header = { marker: false, payloadType: 111, sequenceNumber: 0, timestamp: 0, ssrc: 0xcafebabe, csrcs: [] };
const packet = writeRtp({ ...header, extension, payload, paddingBytes: 0 });
const headerBytes = packet.length - payload.length;

/** The best of a few rounds, in microseconds a packet: what disturbs a run only ever makes it slower. */
function microseconds(run: () => void): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = performance.now();
    run();
    return ((performance.now() - before) * 1000) / PACKETS;
  });
  return Math.min(...rounds);
}

/** Packets one after another, each at a sequence number of its own. */
function eachPacket(act: (room: Uint8Array, index: number) => void): void {
  for (let index = 0; index < PACKETS; index += 1) {
    const room = new Uint8Array(packet.length + 10);
    room.set(packet);
    setRtpSequenceNumber(room, index);
    act(room, index);
  }
}

function sealAll(): Uint8Array[] {
  const sender = createSrtpSender(nodeSrtpCrypto, master);
  const sealed: Uint8Array[] = [];
  eachPacket((room) => {
    sender.seal(room, packet.length);
    sealed.push(room);
  });
  return sealed;
}

function openAll(sealed: readonly Uint8Array[]): void {
  const receiver = createSrtpReceiver(nodeSrtpCrypto, master);
  for (const bytes of sealed) if (typeof receiver.open(bytes) === 'string') throw new Error('a packet did not open');
}

/** The usual way: AES-CTR and HMAC objects made for each packet. */
function sealAllPlainly(): Uint8Array[] {
  const key = deriveKey(nodeSrtpCrypto, master, 0, 16);
  const authenticationKey = deriveKey(nodeSrtpCrypto, master, 1, 20);
  const salt = deriveKey(nodeSrtpCrypto, master, 2, 14);
  const sealed: Uint8Array[] = [];
  eachPacket((room, index) => {
    const counter = Buffer.alloc(16);
    counter.set(salt);
    counter.writeUInt32BE((counter.readUInt32BE(4) ^ header.ssrc) >>> 0, 4);
    counter.writeUInt16BE(counter.readUInt16BE(12) ^ (index % ROLLOVER), 12);
    const cipher = createCipheriv('aes-128-ctr', key, counter);
    room.set(cipher.update(room.subarray(headerBytes, packet.length)), headerBytes);
    const hmac = createHmac('sha1', authenticationKey)
      .update(room.subarray(0, packet.length))
      .update(new Uint8Array(4));
    room.set(hmac.digest().subarray(0, 10), packet.length);
    sealed.push(room);
  });
  return sealed;
}

const sealed = sealAll();
const sealedPlainly = sealAllPlainly();
if (!sealed.every((bytes, index) => Buffer.compare(bytes, sealedPlainly[index] ?? bytes) === 0)) {
  throw new Error('the two ways do not agree');
}
const plain = microseconds(sealAllPlainly);
const seal = microseconds(sealAll);
const copies = Array.from({ length: ROUNDS }, () => sealed.map((bytes) => bytes.slice()));
const open = microseconds(() => openAll(copies.pop() ?? []));
console.log(`seal, a new cipher and HMAC each   ${plain.toFixed(2)} µs a packet`);
console.log(`seal, ours                         ${seal.toFixed(2)} µs a packet   ${(plain / seal).toFixed(1)}x`);
console.log(`open, ours                         ${open.toFixed(2)} µs a packet   ${(plain / open).toFixed(1)}x`);
