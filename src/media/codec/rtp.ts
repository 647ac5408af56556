/**
 * RTP packets: one slice of sound each.
 *
 * ```text
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                           timestamp                           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                             SSRC                              |
 *  +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *  |                      CSRC, CC times                           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |      profile, if X            |  length in 32-bit words       |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                      extension, if X …                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |       payload …         | zeros, if P …     |  padding bytes  |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ```
 *
 * Source: RFC 3550 section 5.1; the extension, section 5.3.1.
 */
import { readUint16, readUint32, writeUint16, writeUint32 } from './bytes.ts';

/** Bytes before the contributing sources: the shortest packet. */
export const RTP_FIXED_HEADER_BYTES = 12;

const VERSION = 2;
const PADDING = 0x20;
const EXTENSION = 0x10;
const MARKER = 0x80;

/** What follows the sources when X is set. `bytes` is a multiple of 4 long. */
export type RtpExtension = { readonly profile: number; readonly bytes: Uint8Array };

/** A packet taken apart. `payload` and the extension are views on the bytes that were read. */
export type RtpPacket = {
  /** The first packet of a talk spurt, or of a telephone event. */
  readonly marker: boolean;
  /** 0 to 127. */
  readonly payloadType: number;
  /** 0 to 65535. */
  readonly sequenceNumber: number;
  /** In the payload's clock rate, 0 to 4294967295. */
  readonly timestamp: number;
  /** Who sends: the synchronisation source. */
  readonly ssrc: number;
  /** Whom a mixer mixed: contributing sources, at most 15. */
  readonly csrcs: readonly number[];
  readonly extension: RtpExtension | null;
  readonly payload: Uint8Array;
  /** Bytes after the payload that mean nothing, 0 to 255. */
  readonly paddingBytes: number;
};

/** Why bytes are not a packet. `bad_padding`: it would cover more than there is, or not even its own length byte. */
export type RtpFault = 'too_short' | 'not_version_2' | 'bad_padding';

/** What reading found. */
export type RtpRead =
  | { readonly ok: true; readonly packet: RtpPacket }
  | { readonly ok: false; readonly fault: RtpFault };

/** Takes a packet apart without copying. Any bytes are allowed. */
export function readRtp(bytes: Uint8Array): RtpRead {
  const start = rtpHeaderLength(bytes, bytes.length);
  if (typeof start === 'string') return { ok: false, fault: start };
  const paddingBytes = hasFlag(bytes, PADDING) ? (bytes.at(-1) ?? 0) : 0;
  const isBad = hasFlag(bytes, PADDING) && (paddingBytes === 0 || paddingBytes > bytes.length - start);
  if (isBad) return { ok: false, fault: 'bad_padding' };
  const packet = {
    marker: rtpMarker(bytes),
    payloadType: rtpPayloadType(bytes),
    sequenceNumber: rtpSequenceNumber(bytes),
    timestamp: rtpTimestamp(bytes),
    ssrc: rtpSsrc(bytes),
    csrcs: readCsrcs(bytes),
    extension: readExtension(bytes),
    payload: bytes.subarray(start, bytes.length - paddingBytes),
    paddingBytes,
  };
  return { ok: true, packet };
}

/** Bytes before the payload of the packet that ends at `end`: all that SRTP leaves readable. */
export function rtpHeaderLength(bytes: Uint8Array, end: number): number | Exclude<RtpFault, 'bad_padding'> {
  if (end < RTP_FIXED_HEADER_BYTES) return 'too_short';
  if ((bytes[0] ?? 0) >>> 6 !== VERSION) return 'not_version_2';
  const afterSources = extensionStart(bytes);
  if (!hasFlag(bytes, EXTENSION)) return afterSources <= end ? afterSources : 'too_short';
  if (afterSources + 4 > end) return 'too_short';
  const length = afterSources + 4 + 4 * readUint16(bytes, afterSources + 2);
  return length <= end ? length : 'too_short';
}

/**
 * Puts a packet together, for tests and benches: legs rewrite packets in place. Padding is zeros and its count; an
 * extension's length is rounded up to whole words. @internal
 */
export function writeRtp(packet: RtpPacket): Uint8Array<ArrayBuffer> {
  const { csrcs, extension, payload, paddingBytes } = packet;
  const extensionWords = extension === null ? 0 : Math.ceil(extension.bytes.length / 4);
  const extensionBytes = extension === null ? 0 : 4 + 4 * extensionWords;
  const start = RTP_FIXED_HEADER_BYTES + 4 * csrcs.length + extensionBytes;
  const bytes = new Uint8Array(start + payload.length + paddingBytes);
  bytes[0] =
    (VERSION << 6) | (paddingBytes > 0 ? PADDING : 0) | (extension === null ? 0 : EXTENSION) | (csrcs.length & 0x0f);
  bytes[1] = (packet.marker ? MARKER : 0) | (packet.payloadType & 0x7f);
  setRtpSequenceNumber(bytes, packet.sequenceNumber);
  setRtpTimestamp(bytes, packet.timestamp);
  setRtpSsrc(bytes, packet.ssrc);
  for (const [index, csrc] of csrcs.entries()) writeUint32(bytes, RTP_FIXED_HEADER_BYTES + 4 * index, csrc);
  if (extension !== null) {
    writeUint16(bytes, start - extensionBytes, extension.profile);
    writeUint16(bytes, start - extensionBytes + 2, extensionWords);
    bytes.set(extension.bytes, start - extensionBytes + 4);
  }
  bytes.set(payload, start);
  if (paddingBytes > 0) bytes[bytes.length - 1] = paddingBytes;
  return bytes;
}

/** The marker bit of a packet at least as long as the fixed header, as are all below: the header is read in place. */
export function rtpMarker(bytes: Uint8Array): boolean {
  return ((bytes[1] ?? 0) & MARKER) !== 0;
}

/** 0 to 127. */
export function rtpPayloadType(bytes: Uint8Array): number {
  return (bytes[1] ?? 0) & 0x7f;
}

/** 0 to 65535. */
export function rtpSequenceNumber(bytes: Uint8Array): number {
  return readUint16(bytes, 2);
}

/** 0 to 4294967295. */
export function rtpTimestamp(bytes: Uint8Array): number {
  return readUint32(bytes, 4);
}

/** 0 to 4294967295. */
export function rtpSsrc(bytes: Uint8Array): number {
  return readUint32(bytes, 8);
}

/** Changes the marker in place; the same for the four below. */
export function setRtpMarker(bytes: Uint8Array, marker: boolean): void {
  bytes[1] = (marker ? MARKER : 0) | rtpPayloadType(bytes);
}

/** The low 7 bits of `payloadType`; the marker stays. */
export function setRtpPayloadType(bytes: Uint8Array, payloadType: number): void {
  bytes[1] = ((bytes[1] ?? 0) & MARKER) | (payloadType & 0x7f);
}

/** The low 16 bits of `sequenceNumber`. */
export function setRtpSequenceNumber(bytes: Uint8Array, sequenceNumber: number): void {
  writeUint16(bytes, 2, sequenceNumber);
}

/** The low 32 bits of `timestamp`. */
export function setRtpTimestamp(bytes: Uint8Array, timestamp: number): void {
  writeUint32(bytes, 4, timestamp);
}

/** The low 32 bits of `ssrc`. */
export function setRtpSsrc(bytes: Uint8Array, ssrc: number): void {
  writeUint32(bytes, 8, ssrc);
}

function hasFlag(bytes: Uint8Array, flag: number): boolean {
  return ((bytes[0] ?? 0) & flag) !== 0;
}

function extensionStart(bytes: Uint8Array): number {
  return RTP_FIXED_HEADER_BYTES + 4 * ((bytes[0] ?? 0) & 0x0f);
}

function readCsrcs(bytes: Uint8Array): number[] {
  const count = (bytes[0] ?? 0) & 0x0f;
  return Array.from({ length: count }, (_, index) => readUint32(bytes, RTP_FIXED_HEADER_BYTES + 4 * index));
}

function readExtension(bytes: Uint8Array): RtpExtension | null {
  if (!hasFlag(bytes, EXTENSION)) return null;
  const at = extensionStart(bytes);
  const words = readUint16(bytes, at + 2);
  return { profile: readUint16(bytes, at), bytes: bytes.subarray(at + 4, at + 4 + 4 * words) };
}
