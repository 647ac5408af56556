/**
 * Where in our time a sender's packets belong. Its timestamps say so, until they and our clock part ways.
 *
 * ```text
 *  arrived     |1|2|3|                  |4|5|6|7|8        a gap in arrival, none in timestamps: either
 *  stalled     |1|2|3|                  |4|5|6|7|8        the sender stood still: said when it arrived, or
 *  held up     |1|2|3|4|5|6|7|8                           the network held it up: said when the timestamps tell
 * ```
 *
 * What follows tells the two apart: behind a network that held packets up they come faster than they were said, until
 * they are as early as those before; behind a sender that stood still they come at their own pace. So packets that do
 * not fit are held until that is known, and the first of them is placed as well as the last. No clock is read here.
 */
import { timestampDistance } from './sequence.ts';

/** What is needed of a packet: its timestamp, in ticks of 48 kHz. */
export type Timed = { readonly timestamp: number };

/**
 * Packets whose place is known. `startsAt`: when the first was said, in milliseconds; null: they continue by their
 * timestamps.
 */
export type Placed<Packet extends Timed> = {
  readonly startsAt: number | null;
  readonly packets: readonly Packet[];
};

/** Mutable, of one source. Times are in milliseconds of any clock that runs evenly. */
export type SenderClock<Packet extends Timed> = {
  /**
   * A packet came; what can be placed now, by timestamp within a run. A packet from far ahead that none follows is left
   * out.
   */
  arrived(packet: Packet, now: number): readonly Placed<Packet>[];
  /** What is still held, placed by what is known: nothing follows. */
  drain(): readonly Placed<Packet>[];
};

const TICKS_PER_MILLISECOND = 48;

/** Milliseconds that a packet may be off: a network's delays vary by less, most of the time. */
const TOLERANCE = 200;

/** Milliseconds without catching up, after which the packets that are held have found their pace. */
const PACE_AFTER = 200;

/** Catching up by less than this is jitter. Milliseconds. */
const JITTER = 10;

/** Ten seconds: no network holds back more. */
const MAX_HELD = 500;

/** A silence this long is not filled, but begun anew behind. Milliseconds. */
const MAX_SILENCE = 10_000;

/** The sound of `timestamp` was said at `at`. */
type Reference = { readonly timestamp: number; readonly at: number };

/** A clock that has heard nothing. */
export function createSenderClock<Packet extends Timed>(): SenderClock<Packet> {
  let known: Reference | null = null;
  let trial = createTrial<Packet>();

  function goOn(reference: Reference, packet: Packet): readonly Placed<Packet>[] {
    const at = timeOf(reference, packet.timestamp);
    const isLongAfter = at - reference.at > MAX_SILENCE;
    const isNewest = at > reference.at;
    // Whatever is from far ahead was an accident of one packet: those behind it are as they were.
    const late = trial.packets().filter((held) => timeOf(reference, held.timestamp) <= Math.max(at, reference.at));
    trial = createTrial();
    if (isNewest) known = { timestamp: packet.timestamp, at };
    if (!isLongAfter) return [{ startsAt: null, packets: sorted([...late, packet]) }];
    return [
      ...(late.length === 0 ? [] : [{ startsAt: null, packets: sorted(late) }]),
      { startsAt: at, packets: [packet] },
    ];
  }

  function beginAnew(): readonly Placed<Packet>[] {
    const packets = sorted(trial.packets());
    const [first, last] = [packets[0], packets.at(-1)];
    if (first === undefined || last === undefined) return [];
    const startsAt = trial.timeOf(first.timestamp);
    known = { timestamp: last.timestamp, at: trial.timeOf(last.timestamp) };
    trial = createTrial();
    return [{ startsAt, packets }];
  }

  return {
    arrived(packet, now) {
      if (known !== null && Math.abs(now - timeOf(known, packet.timestamp)) <= TOLERANCE) return goOn(known, packet);
      const before = trial.isOther(packet, now, known) ? beginAnew() : [];
      trial.hold(packet, now);
      return trial.isDecided(now) ? [...before, ...beginAnew()] : before;
    },
    drain: beginAnew,
  };
}

/** Packets that are held until their pace is known, and how late they come against one another. */
function createTrial<Packet extends Timed>() {
  const held: Packet[] = [];
  /** When the earliest of them was said, if all took the shortest way. */
  let fastest: Reference | null = null;
  let paceSince = 0;

  const lateness = (packet: Packet, now: number): number =>
    fastest === null ? 0 : now - timeOf(fastest, packet.timestamp);

  return {
    packets: (): readonly Packet[] => held,
    timeOf: (timestamp: number): number => (fastest === null ? 0 : timeOf(fastest, timestamp)),
    hold(packet: Packet, now: number): void {
      const late = lateness(packet, now);
      if (held.length === 0 || late < -JITTER) paceSince = now;
      if (fastest === null || late < 0) fastest = { timestamp: packet.timestamp, at: now };
      held.push(packet);
    },
    isDecided: (now: number): boolean => held.length > 0 && (now - paceSince >= PACE_AFTER || held.length >= MAX_HELD),
    /** Whether the packet cannot be of the same run: its sender stood still, or jumped, once more. */
    isOther(packet: Packet, now: number, known: Reference | null): boolean {
      if (fastest === null) return false;
      const late = lateness(packet, now);
      const reachable =
        known === null ? -MAX_SILENCE : timeOf(known, packet.timestamp) - timeOf(fastest, packet.timestamp);
      return late > TOLERANCE || late < Math.min(0, reachable) - TOLERANCE;
    },
  };
}

function timeOf({ timestamp, at }: Reference, other: number): number {
  return at + timestampDistance(timestamp, other) / TICKS_PER_MILLISECOND;
}

function sorted<Packet extends Timed>(packets: readonly Packet[]): readonly Packet[] {
  return packets.toSorted((a, b) => timestampDistance(b.timestamp, a.timestamp));
}
