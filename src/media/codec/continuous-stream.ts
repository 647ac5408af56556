/**
 * One outgoing stream made of many: whatever a leg hears, a person, then hold music, then another person, its browser
 * sees a single sender whose sequence numbers and timestamps continue. Losses and swaps within a source stay visible,
 * since the browser conceals them better than anyone before it could.
 */
import { sequenceAfter, sequenceDistance, timestampAfter, timestampDistance } from './sequence.ts';

/** A packet's place in its stream. Timestamps tick 48,000 times a second, as Opus's always do. */
export type StreamPlace = {
  readonly sequenceNumber: number;
  readonly timestamp: number;
  /** The first packet of a talk spurt. */
  readonly marker: boolean;
};

/** Mutable, of one receiver. */
export type ContinuousStream = {
  /**
   * Where a packet of `source` goes, at `now` in milliseconds; null for one from before the source was turned to, whose
   * place is taken. A source that jumps far, as when its sender began anew, is turned to again.
   */
  place(source: string, packet: StreamPlace, now: number): StreamPlace | null;
  /** The timestamp that a packet which begins now would have. */
  timestampAt(now: number): number;
  /** The next sequence number, for a packet with a timestamp of its own; time continues meanwhile. */
  next(now: number): number;
};

/** Twenty milliseconds. */
const FRAME_TICKS = 960;
const TICKS_PER_MILLISECOND = 48;

/** A source that goes this far in one step has begun anew. Twenty seconds of packets. */
const FARTHEST_STEP = 1000;

/** Before its timestamps are looked at: a minute; a browser may have been silent (DTX) that long, but says so often. */
const FARTHEST_TICKS = 60_000 * TICKS_PER_MILLISECOND;

/**
 * Its timestamps may run this far ahead of the time that passed, as after a network's delay; more is a jump of its
 * clock. A second.
 */
const FARTHEST_AHEAD = 1000 * TICKS_PER_MILLISECOND;

type Turn = {
  readonly source: string;
  readonly sequenceOffset: number;
  readonly timestampOffset: number;
  /** Our sequence number of the first packet; nothing older belongs to this source. */
  readonly first: number;
};

/** Begins at the given numbers, which RFC 3550 section 5.1 wants random. */
export function createContinuousStream(start: {
  readonly sequenceNumber: number;
  readonly timestamp: number;
}): ContinuousStream {
  let turn: Turn | null = null;
  let newest = { ...start, at: Number.NEGATIVE_INFINITY };

  function timestampAt(now: number): number {
    const elapsed = Number.isFinite(newest.at) ? Math.round((now - newest.at) * TICKS_PER_MILLISECOND) : 0;
    return timestampAfter(newest.timestamp, Math.max(FRAME_TICKS, elapsed));
  }

  function turnTo(source: string, packet: StreamPlace, now: number): Turn {
    const first = sequenceAfter(newest.sequenceNumber);
    return {
      source,
      first,
      sequenceOffset: first - packet.sequenceNumber,
      timestampOffset: timestampAt(now) - packet.timestamp,
    };
  }

  /**
   * A clock that jumps, ahead of the time that passed or back, would be silence to a receiver, which waits for its
   * turn. One that stood still would not: a receiver that has nothing to play stretches what it has, and continues
   * where it was.
   */
  function goesOn(current: Turn, packet: StreamPlace, now: number): boolean {
    const sequence = sequenceAfter(packet.sequenceNumber, current.sequenceOffset);
    const timestamp = timestampAfter(packet.timestamp, current.timestampOffset);
    const steps = sequenceDistance(newest.sequenceNumber, sequence);
    const ticks = timestampDistance(newest.timestamp, timestamp);
    const isAhead = ticks > (now - newest.at) * TICKS_PER_MILLISECOND + FARTHEST_AHEAD;
    const isBack = steps > 0 && ticks < 0;
    return Math.abs(steps) <= FARTHEST_STEP && Math.abs(ticks) <= FARTHEST_TICKS && !isAhead && !isBack;
  }

  return {
    place(source, packet, now) {
      const current = turn?.source === source && goesOn(turn, packet, now) ? turn : turnTo(source, packet, now);
      const isFirst = current !== turn;
      turn = current;
      const sequenceNumber = sequenceAfter(packet.sequenceNumber, current.sequenceOffset);
      const timestamp = timestampAfter(packet.timestamp, current.timestampOffset);
      if (sequenceDistance(current.first, sequenceNumber) < 0) return null;
      const isNewest = sequenceDistance(newest.sequenceNumber, sequenceNumber) > 0;
      if (isNewest) newest = { sequenceNumber, timestamp, at: now };
      return { sequenceNumber, timestamp, marker: isFirst || packet.marker };
    },
    timestampAt,
    next(now) {
      const elapsed = Number.isFinite(newest.at)
        ? Math.max(0, Math.round((now - newest.at) * TICKS_PER_MILLISECOND))
        : 0;
      const timestamp = timestampAfter(newest.timestamp, elapsed);
      newest = { sequenceNumber: sequenceAfter(newest.sequenceNumber), timestamp, at: now };
      turn = null;
      return newest.sequenceNumber;
    },
  };
}
