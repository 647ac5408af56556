/**
 * RTCP: what senders and receivers tell one another about the sound, a few packets in one datagram.
 *
 * ```text
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |V=2|P|  count  |  packet type  | length: 32-bit words after this|
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  200 SR     SSRC · NTP seconds · NTP fraction · RTP timestamp · packets · octets · report blocks
 *  201 RR     SSRC · report blocks
 *  202 SDES   chunks: SSRC · items (type, length, text) · a zero · zeros up to a whole word
 *  203 BYE    SSRCs · optional reason (length, text)
 *
 *  report     SSRC | fraction lost 8, lost 24 signed | highest sequence | jitter | last SR | delay since last SR
 * ```
 *
 * Source: RFC 3550 sections 6.4 to 6.6. Others (NACK and PLI of RFC 4585, APP, XR) are kept as they are and mean
 * nothing.
 */
import { joinBytes, readUint16, readUint32, writeUint16, writeUint32 } from './bytes.ts';

/** What a receiver says of one source. Source: RFC 3550 section 6.4.1. */
export type ReportBlock = {
  readonly ssrc: number;
  /** Lost of the packets expected since the last report, in 256ths: 0 to 255. */
  readonly fractionLost: number;
  /** Lost since the beginning; negative when there were more duplicates. -8388608 to 8388607. */
  readonly lost: number;
  /** Sequence number with its rollovers, 32 bits. */
  readonly highestSequence: number;
  /** In ticks of the payload's clock. */
  readonly jitter: number;
  /** The middle 32 bits of the NTP time of the last sender report heard; 0 if none. */
  readonly lastSenderReport: number;
  /** Since then, in 65536ths of a second. */
  readonly delaySinceLastSenderReport: number;
};

/** A wall clock time: seconds since 1900 and 2^32ths of a second, 32 bits each. Source: RFC 3550 section 4. */
export type NtpTime = { readonly seconds: number; readonly fraction: number };

/** A sender's report: its clocks at one moment, and what it sent so far. */
type SenderReport = {
  readonly kind: 'sender_report';
  readonly ssrc: number;
  readonly ntp: NtpTime;
  readonly rtpTimestamp: number;
  readonly packets: number;
  readonly octets: number;
  readonly reports: readonly ReportBlock[];
};

/** Who a source is. Type 1 is the canonical name. Texts longer than 255 bytes are cut. */
type DescriptionChunk = {
  readonly ssrc: number;
  readonly items: readonly { readonly type: number; readonly text: string }[];
};

/** One packet of a compound. `other`: its header's five-bit count, and its body as a view. */
export type RtcpPacket =
  | SenderReport
  | { readonly kind: 'receiver_report'; readonly ssrc: number; readonly reports: readonly ReportBlock[] }
  | { readonly kind: 'source_description'; readonly chunks: readonly DescriptionChunk[] }
  | { readonly kind: 'bye'; readonly ssrcs: readonly number[]; readonly reason: string | null }
  | { readonly kind: 'other'; readonly packetType: number; readonly count: number; readonly body: Uint8Array };

/**
 * Why a datagram is not a compound packet: the checks of RFC 3550 appendix A.2. `bad_length`: a part ends past its
 * whole.
 */
export type RtcpFault = 'too_short' | 'not_version_2' | 'bad_length' | 'bad_padding';

/** What reading found. */
export type RtcpRead =
  | { readonly ok: true; readonly packets: readonly RtcpPacket[] }
  | { readonly ok: false; readonly fault: RtcpFault };

const TYPES = { sender_report: 200, receiver_report: 201, source_description: 202, bye: 203 } as const;
const REPORT_BYTES = 24;
const MAX_COUNTED = 31;

/**
 * Reads a compound packet, or a single one of any type, since browsers send those too (RFC 5506). Any bytes are
 * allowed.
 */
export function readRtcp(bytes: Uint8Array): RtcpRead {
  if (bytes.length < 4) return { ok: false, fault: 'too_short' };
  const packets: RtcpPacket[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const end = at + 4 + 4 * readUint16(bytes, at + 2);
    if (first >>> 6 !== 2) return { ok: false, fault: 'not_version_2' };
    if (end > bytes.length) return { ok: false, fault: 'bad_length' };
    const padding = (first & 0x20) === 0 ? 0 : (bytes[end - 1] ?? 0);
    // Only the last packet may be padded, and the padding counts itself (RFC 3550 section 6.4.1).
    const isBad = (first & 0x20) !== 0 && (end !== bytes.length || padding === 0 || padding > end - at - 4);
    if (isBad) return { ok: false, fault: 'bad_padding' };
    const packet = readPacket(bytes[at + 1] ?? 0, first & 0x1f, bytes.subarray(at + 4, end - padding));
    if (packet === null) return { ok: false, fault: 'bad_length' };
    packets.push(packet);
    at = end;
  }
  return { ok: true, packets };
}

/**
 * Writes a compound packet. RFC 3550 section 6.1 wants a report first and a description after it: the caller's order.
 */
export function writeRtcp(packets: readonly RtcpPacket[]): Uint8Array<ArrayBuffer> {
  return joinBytes(packets.map(writePacket));
}

/** The NTP time of a moment in UTC milliseconds. */
export function ntpTime(milliseconds: number): NtpTime {
  const seconds = Math.floor(milliseconds / 1000);
  const fraction = Math.round(((milliseconds - seconds * 1000) / 1000) * 2 ** 32) >>> 0;
  // 70 years, 17 of them leap years, lie between the two beginnings of time.
  return { seconds: (seconds + 2_208_988_800) >>> 0, fraction };
}

/** The middle 32 bits, which name a sender report: 65536ths of a second. */
export function shortNtpTime({ seconds, fraction }: NtpTime): number {
  return ((seconds << 16) | (fraction >>> 16)) >>> 0;
}

/** The way there and back in milliseconds, by a block about our own source; null if it heard no report of ours yet. */
export function roundTripMilliseconds(report: ReportBlock, now: number): number | null {
  if (report.lastSenderReport === 0) return null;
  const ticks = (shortNtpTime(ntpTime(now)) - report.lastSenderReport - report.delaySinceLastSenderReport) | 0;
  return Math.max(0, (ticks * 1000) / 65_536);
}

function readPacket(packetType: number, count: number, body: Uint8Array): RtcpPacket | null {
  switch (packetType) {
    case TYPES.sender_report:
      return readSenderReport(body, count);
    case TYPES.receiver_report:
      return body.length < 4 + count * REPORT_BYTES
        ? null
        : { kind: 'receiver_report', ssrc: readUint32(body, 0), reports: readReports(body, 4, count) };
    case TYPES.source_description:
      return readDescription(body, count);
    case TYPES.bye:
      return readBye(body, count);
    default:
      return { kind: 'other', packetType, count, body };
  }
}

function readSenderReport(body: Uint8Array, count: number): SenderReport | null {
  if (body.length < 24 + count * REPORT_BYTES) return null;
  return {
    kind: 'sender_report',
    ssrc: readUint32(body, 0),
    ntp: { seconds: readUint32(body, 4), fraction: readUint32(body, 8) },
    rtpTimestamp: readUint32(body, 12),
    packets: readUint32(body, 16),
    octets: readUint32(body, 20),
    reports: readReports(body, 24, count),
  };
}

function readReports(body: Uint8Array, start: number, count: number): ReportBlock[] {
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * REPORT_BYTES;
    return {
      ssrc: readUint32(body, at),
      fractionLost: body[at + 4] ?? 0,
      lost: (readUint32(body, at + 4) << 8) >> 8,
      highestSequence: readUint32(body, at + 8),
      jitter: readUint32(body, at + 12),
      lastSenderReport: readUint32(body, at + 16),
      delaySinceLastSenderReport: readUint32(body, at + 20),
    };
  });
}

function readDescription(body: Uint8Array, count: number): RtcpPacket | null {
  const chunks: DescriptionChunk[] = [];
  let at = 0;
  for (let chunk = 0; chunk < count; chunk += 1) {
    if (at + 8 > body.length) return null;
    const ssrc = readUint32(body, at);
    const items: { type: number; text: string }[] = [];
    for (at += 4; (body[at] ?? 0) !== 0;) {
      const end = at + 2 + (body[at + 1] ?? 0);
      if (end > body.length) return null;
      items.push({ type: body[at] ?? 0, text: new TextDecoder().decode(body.subarray(at + 2, end)) });
      at = end;
    }
    chunks.push({ ssrc, items });
    // The zero that ends the list, and zeros up to the next word.
    at += 4 - (at % 4);
  }
  return { kind: 'source_description', chunks };
}

function readBye(body: Uint8Array, count: number): RtcpPacket | null {
  const after = 4 * count;
  if (body.length < after) return null;
  const ssrcs = Array.from({ length: count }, (_, index) => readUint32(body, 4 * index));
  if (body.length === after) return { kind: 'bye', ssrcs, reason: null };
  const end = after + 1 + (body[after] ?? 0);
  return end > body.length
    ? null
    : { kind: 'bye', ssrcs, reason: new TextDecoder().decode(body.subarray(after + 1, end)) };
}

function writePacket(packet: RtcpPacket): Uint8Array {
  switch (packet.kind) {
    case 'sender_report': {
      const { ntp } = packet;
      const numbers = [packet.ssrc, ntp.seconds, ntp.fraction, packet.rtpTimestamp, packet.packets, packet.octets];
      return framed(TYPES.sender_report, packet.reports.length, [words(numbers), ...packet.reports.map(writeReport)]);
    }
    case 'receiver_report':
      return framed(TYPES.receiver_report, packet.reports.length, [
        words([packet.ssrc]),
        ...packet.reports.map(writeReport),
      ]);
    case 'source_description':
      return framed(TYPES.source_description, packet.chunks.length, packet.chunks.map(writeChunk));
    case 'bye': {
      const reason = packet.reason === null ? [] : [padded(counted(packet.reason))];
      return framed(TYPES.bye, packet.ssrcs.length, [words(packet.ssrcs), ...reason]);
    }
    case 'other':
      return framed(packet.packetType, packet.count, [padded(packet.body)]);
    default:
      return packet satisfies never;
  }
}

function framed(packetType: number, count: number, parts: readonly Uint8Array[]): Uint8Array {
  if (count > MAX_COUNTED) throw new RangeError(`an RTCP packet counts to ${MAX_COUNTED}, not to ${count}`);
  const packet = joinBytes([new Uint8Array(4), ...parts]);
  packet[0] = 0x80 | count;
  packet[1] = packetType;
  writeUint16(packet, 2, packet.length / 4 - 1);
  return packet;
}

function writeReport(report: ReportBlock): Uint8Array {
  const { ssrc, highestSequence, jitter, lastSenderReport, delaySinceLastSenderReport } = report;
  const loss = (report.fractionLost << 24) | (report.lost & 0xff_ffff);
  return words([ssrc, loss, highestSequence, jitter, lastSenderReport, delaySinceLastSenderReport]);
}

function writeChunk({ ssrc, items }: DescriptionChunk): Uint8Array {
  const texts = items.flatMap(({ type, text }) => [Uint8Array.of(type), counted(text)]);
  return joinBytes([words([ssrc]), padded(joinBytes([...texts, new Uint8Array(1)]))]);
}

/** The text with its length before it. */
function counted(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text).subarray(0, 255);
  return joinBytes([Uint8Array.of(bytes.length), bytes]);
}

function padded(bytes: Uint8Array): Uint8Array {
  return joinBytes([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);
}

function words(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * numbers.length);
  for (const [index, number] of numbers.entries()) writeUint32(bytes, 4 * index, number);
  return bytes;
}
