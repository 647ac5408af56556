/**
 * STUN, as far as an ICE-lite agent needs it: it answers the peer's binding requests, and it asks a server once what
 * address it is seen with.
 *
 * ```text
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |0 0|     message type          |  length without this header   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    magic cookie 0x2112A442                    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                  transaction id, 96 bits                      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  attribute type               |  length                       |   value, padded to 32 bits, and so on
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ```
 *
 * Source: RFC 8489 sections 5, 14.2 (XOR-MAPPED-ADDRESS), 14.5 (MESSAGE-INTEGRITY), 14.7 (FINGERPRINT); RFC 8445
 * section 7.3 (what a check carries).
 */
import { joinBytes, readUint16, readUint32, writeUint16, writeUint32 } from './bytes.ts';
import { readAddress } from './ip-address.ts';
import type { Authenticate } from './srtp-cipher.ts';

/** A peer's connectivity check. `integrityAt`: where its MESSAGE-INTEGRITY attribute starts. */
export type StunCheck = {
  readonly transactionId: Uint8Array;
  /** The name we gave ourselves in SDP, before the colon; the peer's name is after it. */
  readonly localName: string;
  /** The peer wants this pair of addresses used from now on. */
  readonly isNominated: boolean;
  readonly integrityAt: number;
};

/** Bytes before the attributes. */
const STUN_HEADER_BYTES = 20;

/** A name is at most this long (RFC 8445 section 5.3: 256 characters each side, and the colon). */
const MAX_NAME_BYTES = 513;

const COOKIE = 0x2112_a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const USERNAME = 0x0006;
const INTEGRITY = 0x0008;
const XOR_MAPPED_ADDRESS = 0x0020;
const USE_CANDIDATE = 0x0025;
const FINGERPRINT = 0x8028;
const FINGERPRINT_XOR = 0x5354_554e;
const INTEGRITY_BYTES = 20;

type Attribute = { readonly type: number; readonly at: number; readonly value: Uint8Array };

/** Reads a binding request with a name and an integrity attribute; null for anything else. Does not verify it. */
export function readStunCheck(bytes: Uint8Array): StunCheck | null {
  if (!isStun(bytes) || readUint16(bytes, 0) !== BINDING_REQUEST) return null;
  const attributes = readAttributes(bytes);
  const integrity = attributes.findIndex(({ type }) => type === INTEGRITY);
  const integrityAt = attributes[integrity]?.at;
  // What follows the integrity attribute, but the fingerprint, is unprotected and is to be ignored (RFC 8489 section
  // 14.5).
  const trusted = attributes.slice(0, Math.max(0, integrity));
  const name = trusted.find(({ type }) => type === USERNAME)?.value;
  if (integrityAt === undefined || name === undefined || name.length > MAX_NAME_BYTES) return null;
  if (attributes[integrity]?.value.length !== INTEGRITY_BYTES) return null;
  const [localName = ''] = String.fromCharCode(...name).split(':');
  return {
    transactionId: new Uint8Array(bytes.subarray(8, STUN_HEADER_BYTES)),
    localName,
    isNominated: trusted.some(({ type }) => type === USE_CANDIDATE),
    integrityAt,
  };
}

/** Whether the message was made by someone who knows the password that keys `authenticate`. */
export function isIntegral(bytes: Uint8Array, integrityAt: number, authenticate: Authenticate): boolean {
  // The HMAC is over what precedes the attribute, with a length as if the attribute were the last (RFC 8489 section
  // 14.5). Copied by `new`: a Buffer's own `slice` would only be a view.
  const covered = new Uint8Array(bytes.subarray(0, integrityAt));
  writeUint16(covered, 2, integrityAt - STUN_HEADER_BYTES + 4 + INTEGRITY_BYTES);
  const expected = authenticate([covered]);
  let difference = 0;
  for (let index = 0; index < INTEGRITY_BYTES; index += 1) {
    difference |= (expected[index] ?? 0) ^ (bytes[integrityAt + 4 + index] ?? 0);
  }
  return difference === 0;
}

/** The answer to a check: the address it came from, so that the peer learns how it is seen. Null for no IP address. */
export function writeStunSuccess(
  check: StunCheck,
  from: { readonly address: string; readonly port: number },
  authenticate: Authenticate,
): Uint8Array | null {
  const address = readAddress(from.address);
  if (address === null) return null;
  const mapped = attribute(XOR_MAPPED_ADDRESS, mappedValue(address, from.port, check.transactionId));
  const message = joinBytes([header(BINDING_SUCCESS, check.transactionId), mapped]);
  return withFingerprint(withIntegrity(message, authenticate));
}

/** Asks a server for the address it sees. */
export function writeStunRequest(transactionId: Uint8Array): Uint8Array {
  return withFingerprint(header(BINDING_REQUEST, transactionId));
}

/** A server's answer to that request: the mapped IPv4 address, dotted; null for anything else. */
export function readStunMapped(bytes: Uint8Array, transactionId: Uint8Array): string | null {
  if (!isStun(bytes) || readUint16(bytes, 0) !== BINDING_SUCCESS) return null;
  if (!transactionId.every((byte, index) => bytes[8 + index] === byte)) return null;
  const value = readAttributes(bytes).find(({ type }) => type === XOR_MAPPED_ADDRESS)?.value;
  if (value === undefined || value.length !== 8 || value[1] !== 1) return null;
  const address = (readUint32(value, 4) ^ COOKIE) >>> 0;
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

function isStun(bytes: Uint8Array): boolean {
  if (bytes.length < STUN_HEADER_BYTES || bytes.length % 4 !== 0) return false;
  return readUint32(bytes, 4) === COOKIE && readUint16(bytes, 2) === bytes.length - STUN_HEADER_BYTES;
}

/** All attributes that lie whole within the message. */
function readAttributes(bytes: Uint8Array): Attribute[] {
  const attributes: Attribute[] = [];
  for (let at = STUN_HEADER_BYTES; at + 4 <= bytes.length;) {
    const length = readUint16(bytes, at + 2);
    const end = at + 4 + length;
    if (end > bytes.length) break;
    attributes.push({ type: readUint16(bytes, at), at, value: bytes.subarray(at + 4, end) });
    at = end + ((4 - (length % 4)) % 4);
  }
  return attributes;
}

function header(type: number, transactionId: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(STUN_HEADER_BYTES);
  writeUint16(bytes, 0, type);
  writeUint32(bytes, 4, COOKIE);
  bytes.set(transactionId.subarray(0, 12), 8);
  return bytes;
}

/** An attribute whose value is already a multiple of 4 long. */
function attribute(type: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + value.length);
  writeUint16(bytes, 0, type);
  writeUint16(bytes, 2, value.length);
  bytes.set(value, 4);
  return bytes;
}

/** Family 1 is IPv4, 2 IPv6; port and address are XORed with the cookie and the transaction id. */
function mappedValue(address: Uint8Array, port: number, transactionId: Uint8Array): Uint8Array {
  const mask = new Uint8Array(16);
  writeUint32(mask, 0, COOKIE);
  mask.set(transactionId.subarray(0, 12), 4);
  const value = new Uint8Array(4 + address.length);
  value[1] = address.length === 4 ? 1 : 2;
  writeUint16(value, 2, port ^ (COOKIE >>> 16));
  for (const [index, byte] of address.entries()) value[4 + index] = byte ^ (mask[index] ?? 0);
  return value;
}

function withIntegrity(message: Uint8Array, authenticate: Authenticate): Uint8Array {
  const length = message.length - STUN_HEADER_BYTES + 4 + INTEGRITY_BYTES;
  writeUint16(message, 2, length);
  return joinBytes([message, attribute(INTEGRITY, authenticate([message]).slice(0, INTEGRITY_BYTES))]);
}

function withFingerprint(message: Uint8Array): Uint8Array {
  writeUint16(message, 2, message.length - STUN_HEADER_BYTES + 8);
  const value = new Uint8Array(4);
  writeUint32(value, 0, (crc32(message) ^ FINGERPRINT_XOR) >>> 0);
  return joinBytes([message, attribute(FINGERPRINT, value)]);
}

/** The CRC of ITU V.42, as in zip files. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0xedb8_8320);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
