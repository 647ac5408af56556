import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NtpTime, ReportBlock, RtcpPacket } from '../../codec/rtcp.ts';
import { ntpTime, readRtcp, shortNtpTime, writeRtcp } from '../../codec/rtcp.ts';
import type { VoiceIn } from '../legs/rtp-receiver.ts';
import type { VoiceOut } from '../legs/rtp-sender.ts';
import { createReports } from './reports.ts';

const OWN = 7;
const NOW = 1_800_000_000_000;
const BLOCK: ReportBlock = {
  ssrc: 9,
  fractionLost: 3,
  lost: 2,
  highestSequence: 70_000,
  jitter: 5,
  lastSenderReport: 0,
  delaySinceLastSenderReport: 0,
};

/** Reports of a voice that has sent `sent.packets`, and hears one or none. */
function reporting(hears: ReportBlock | null = BLOCK) {
  const sent = { packets: 0, octets: 0 };
  const told: (readonly RtcpPacket[])[] = [];
  const heard: [number, NtpTime, number][] = [];
  const reports = createReports({
    // Only these are asked of the two voices.
    voiceIn: {
      report: () => hears,
      senderReport: (ssrc: number, ntp: NtpTime, now: number) => void heard.push([ssrc, ntp, now]),
    } as unknown as VoiceIn,
    voiceOut: { ssrc: OWN, sent: () => sent, timestampAt: () => 4800 } as unknown as VoiceOut,
    send(compound) {
      const read = readRtcp(compound);
      assert.ok(read.ok);
      told.push(read.packets);
    },
  });
  return { reports, sent, told, heard };
}

test('the first report comes after a second, the next ones every five', () => {
  const { reports, told } = reporting();
  for (let now = NOW; now <= NOW + 11_000; now += 500) reports.passed(now);
  assert.equal(told.length, 3);
});

test('who has sent nothing since the last report is a receiver, and says who they are all the same', () => {
  const { reports, sent, told } = reporting();
  const kindsAt = (now: number): readonly string[] => {
    reports.passed(now);
    return (told.at(-1) ?? []).map(({ kind }) => kind);
  };
  reports.passed(NOW);
  assert.deepEqual(kindsAt(NOW + 1000), ['receiver_report', 'source_description']);
  sent.packets = 50;
  sent.octets = 8000;
  assert.deepEqual(kindsAt(NOW + 6000), ['sender_report', 'source_description']);
  assert.partialDeepStrictEqual(told.at(-1)?.[0], {
    ssrc: OWN,
    packets: 50,
    octets: 8000,
    rtpTimestamp: 4800,
    ntp: ntpTime(NOW + 6000),
    reports: [BLOCK],
  });
  assert.deepEqual(kindsAt(NOW + 11_000), ['receiver_report', 'source_description']);
});

test('of no one who was heard nothing is reported', () => {
  const { reports, told } = reporting(null);
  reports.passed(NOW);
  reports.passed(NOW + 1000);
  assert.partialDeepStrictEqual(told[0]?.[0], { kind: 'receiver_report', reports: [] });
});

const receiverReport = (...reports: ReportBlock[]): Uint8Array =>
  writeRtcp([{ kind: 'receiver_report', ssrc: 9, reports }]);

test('the way there and back is what is left of the time since our report', () => {
  const { reports } = reporting();
  assert.equal(reports.roundTripMs(), null);
  const about = {
    ...BLOCK,
    ssrc: OWN,
    lastSenderReport: shortNtpTime(ntpTime(NOW)),
    delaySinceLastSenderReport: 65_536,
  };
  reports.received(receiverReport(about), NOW + 1080);
  assert.equal(Math.round(reports.roundTripMs() ?? 0), 80);
  // The far end's clock runs fast: no way takes less than no time.
  reports.received(receiverReport(about), NOW + 900);
  assert.equal(reports.roundTripMs(), 0);
});

test('reports about other voices, and about none of ours yet, leave it as it was', () => {
  const { reports } = reporting();
  const about = { ...BLOCK, ssrc: OWN, lastSenderReport: shortNtpTime(ntpTime(NOW)) };
  reports.received(receiverReport(about), NOW + 40);
  const before = reports.roundTripMs();
  reports.received(receiverReport({ ...about, ssrc: 8 }), NOW + 500);
  reports.received(receiverReport({ ...about, lastSenderReport: 0 }), NOW + 500);
  assert.equal(reports.roundTripMs(), before);
});

test('a sender report tells the time of what is heard; what is no report tells nothing', () => {
  const { reports, heard } = reporting();
  const ntp = ntpTime(NOW);
  const whole = writeRtcp([
    { kind: 'sender_report', ssrc: 9, ntp, rtpTimestamp: 1, packets: 1, octets: 1, reports: [] },
  ]);
  reports.received(whole, NOW);
  for (let length = 0; length < whole.length; length += 1) reports.received(whole.slice(0, length), NOW);
  reports.received(new Uint8Array(200).fill(255), NOW);
  assert.deepEqual(heard, [[9, ntp, NOW]]);
});
