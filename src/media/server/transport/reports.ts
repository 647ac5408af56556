/** RTCP of one connection: a report every five seconds, and what the browser's reports say. */
import { ntpTime, readRtcp, roundTripMilliseconds, writeRtcp } from '../../codec/rtcp.ts';
import type { ReportBlock, RtcpPacket } from '../../codec/rtcp.ts';
import type { VoiceIn } from '../legs/rtp-receiver.ts';
import type { VoiceOut } from '../legs/rtp-sender.ts';

/** Mutable. */
export type Reports = {
  received(compound: Uint8Array, now: number): void;
  /** Time passed: sends what is due. */
  passed(now: number): void;
  /** The way to the browser and back; null until it told. */
  roundTripMs(): number | null;
};

/** Source: RFC 3550 section 6.2, the least interval for few members. */
const EVERY_MILLISECONDS = 5000;

/** The first comes sooner, so that the way there and back is known soon. */
const FIRST_AFTER_MILLISECONDS = 1000;

/** SDES item 1, and the name under which SDP announces us. Source: RFC 3550 section 6.5.1. */
const CNAME = 1;
export const CANONICAL_NAME = 'patchbay';

/** Sends by `send`, which encrypts. */
export function createReports(options: {
  readonly voiceIn: VoiceIn;
  readonly voiceOut: VoiceOut;
  readonly send: (compound: Uint8Array) => void;
}): Reports {
  const { voiceIn, voiceOut } = options;
  let due: number | null = null;
  let roundTripMs: number | null = null;
  let reported = 0;

  function read(packet: RtcpPacket, now: number): void {
    if (packet.kind === 'sender_report') voiceIn.senderReport(packet.ssrc, packet.ntp, now);
    if (packet.kind !== 'sender_report' && packet.kind !== 'receiver_report') return;
    const own = packet.reports.find(({ ssrc }) => ssrc === voiceOut.ssrc);
    if (own !== undefined) roundTripMs = roundTripMilliseconds(own, now) ?? roundTripMs;
  }

  function report(now: number): RtcpPacket {
    const block = voiceIn.report(now);
    const reports: ReportBlock[] = block === null ? [] : [block];
    const sent = voiceOut.sent();
    const { ssrc } = voiceOut;
    // Who sent nothing since the last report is a receiver (RFC 3550 section 6.4).
    if (sent.packets === reported) return { kind: 'receiver_report', ssrc, reports };
    reported = sent.packets;
    const times = { ntp: ntpTime(now), rtpTimestamp: voiceOut.timestampAt(now) };
    return { kind: 'sender_report', ssrc, ...times, packets: sent.packets, octets: sent.octets, reports };
  }

  return {
    received(compound, now) {
      const found = readRtcp(compound);
      if (found.ok) for (const packet of found.packets) read(packet, now);
    },
    passed(now) {
      due ??= now + FIRST_AFTER_MILLISECONDS;
      if (now < due) return;
      due = now + EVERY_MILLISECONDS;
      const items = [{ type: CNAME, text: CANONICAL_NAME }];
      const description: RtcpPacket = { kind: 'source_description', chunks: [{ ssrc: voiceOut.ssrc, items }] };
      options.send(writeRtcp([report(now), description]));
    },
    roundTripMs: () => roundTripMs,
  };
}
