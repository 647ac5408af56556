/** How well one source arrives: what a receiver report says of it. Source: RFC 3550 appendices A.1, A.3 and A.8. */
import { shortNtpTime } from './rtcp.ts';
import type { NtpTime, ReportBlock } from './rtcp.ts';
import { sequenceAfter } from './sequence.ts';

/**
 * A jump forward by more than this is a new beginning, if the next packet confirms it. Source: RFC 3550 appendix A.1.
 */
const MAX_DROPOUT = 3000;

/** A packet at most this far back is late, not a new beginning. Source: RFC 3550 appendix A.1. */
const MAX_MISORDER = 100;

const SEQUENCES = 0x1_0000;

/** Since the beginning, or since the sender began anew. */
type ReceptionTotals = {
  /** Packets that should have come, by their sequence numbers. */
  readonly expected: number;
  /** Packets that came, duplicates included. */
  readonly received: number;
  /** Expected less received: negative with many duplicates. */
  readonly lost: number;
  readonly jitterMilliseconds: number;
};

/** Mutable, of one source. */
export type Reception = {
  /**
   * A packet came, at `now` in milliseconds. `sound` is null for what is not sound in time, as telephone events, whose
   * packets share one timestamp: it then counts, but says nothing of jitter. `clockRate`: ticks of the timestamps in a
   * second, which is another with another codec.
   */
  received(
    packet: {
      readonly sequenceNumber: number;
      readonly sound: { readonly timestamp: number; readonly clockRate: number } | null;
    },
    now: number,
  ): void;
  /** A sender report of this source came. */
  senderReport(ntp: NtpTime, now: number): void;
  /** What to report now; the fraction lost is since the last call. Null before the first packet. */
  report(now: number): ReportBlock | null;
  totals(): ReceptionTotals;
};

/** Counts the packets of `ssrc`. */
export function createReception({ ssrc }: { readonly ssrc: number }): Reception {
  const sequence = createSequenceCount();
  const jitter = createJitterEstimate();
  let prior = { expected: 0, received: 0 };
  let sender: { readonly short: number; readonly at: number } | null = null;

  return {
    received({ sequenceNumber, sound }, now) {
      if (!sequence.count(sequenceNumber)) return;
      if (sequence.received() === 1) prior = { expected: 0, received: 0 };
      if (sound !== null) jitter.arrived(sound.timestamp, sound.clockRate, now);
    },
    senderReport(ntp, now) {
      sender = { short: shortNtpTime(ntp), at: now };
    },
    report(now) {
      const [expected, received] = [sequence.expected(), sequence.received()];
      if (received === 0) return null;
      const fractionLost = fraction(expected - prior.expected, received - prior.received);
      prior = { expected, received };
      return {
        ssrc,
        fractionLost,
        lost: Math.max(-0x80_0000, Math.min(0x7f_ffff, expected - received)),
        highestSequence: sequence.highest() >>> 0,
        jitter: Math.floor(jitter.ticks()),
        lastSenderReport: sender?.short ?? 0,
        delaySinceLastSenderReport: sender === null ? 0 : Math.round(((now - sender.at) * 65_536) / 1000) >>> 0,
      };
    },
    totals() {
      const [expected, received] = [sequence.expected(), sequence.received()];
      return { expected, received, lost: expected - received, jitterMilliseconds: jitter.milliseconds() };
    },
  };
}

/** Appendix A.3: the lost of the expected in 256ths; none if duplicates outnumber the lost. */
function fraction(expected: number, received: number): number {
  const lost = expected - received;
  return expected <= 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((lost * 256) / expected));
}

/** Appendix A.1 without the probation: a source is known from SDP, not guessed. */
function createSequenceCount() {
  let base = -1;
  let highest = -1;
  let received = 0;
  let nextIfNew = -1;

  function begin(sequenceNumber: number): void {
    base = sequenceNumber;
    highest = sequenceNumber;
    received = 1;
    nextIfNew = -1;
  }

  return {
    /** False for a packet out of nowhere, which is not counted unless its neighbor follows. */
    count(sequenceNumber: number): boolean {
      const ahead = (sequenceNumber - highest) & (SEQUENCES - 1);
      if (received === 0) {
        begin(sequenceNumber);
      } else if (ahead < MAX_DROPOUT) {
        highest += ahead;
        received += 1;
      } else if (ahead >= SEQUENCES - MAX_MISORDER) {
        received += 1;
      } else if (sequenceNumber === nextIfNew) {
        begin(sequenceNumber);
      } else {
        nextIfNew = sequenceAfter(sequenceNumber);
        return false;
      }
      return true;
    },
    received: () => received,
    expected: () => (received === 0 ? 0 : highest - base + 1),
    highest: () => highest,
  };
}

/** Appendix A.8: the mean deviation of the time between two packets, smoothed by a sixteenth. */
function createJitterEstimate() {
  let milliseconds = 0;
  let last: { readonly timestamp: number; readonly clockRate: number; readonly at: number } | null = null;
  return {
    arrived(timestamp: number, clockRate: number, now: number): void {
      // Timestamps at two rates say nothing of the time between them.
      if (last?.clockRate === clockRate) {
        const deviation = now - last.at - (((timestamp - last.timestamp) | 0) * 1000) / clockRate;
        milliseconds += (Math.abs(deviation) - milliseconds) / 16;
      }
      last = { timestamp, clockRate, at: now };
    },
    milliseconds: () => milliseconds,
    /** As reports have it: at the rate of the last packet. */
    ticks: () => (milliseconds * (last?.clockRate ?? 0)) / 1000,
  };
}
