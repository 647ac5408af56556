/**
 * Puts packets back into order and pace after a network that shuffled them.
 *
 * ```text
 *  sent        |1  |2  |3  |4  |5  |6            every 20 ms
 *  arrived         |1 |2   3 lost  |5|4   |6
 *  taken                 |1  |2  |gap|4  |5  |6  each `delay` after the fastest way a packet could have come
 * ```
 *
 * The delay is what the latest packet of the last seconds needed more than the fastest, within bounds: it grows at once
 * when packets come later, and shrinks when they no longer do: a player then gets a packet or two at once, and drops
 * what it cannot place. The fastest way is that of the last seconds too, which follows a sender's clock that runs fast
 * or slow. No clock is read here: `now` comes in, in milliseconds. Nothing is concealed here either: a gap is told, and
 * Opus, G.711 and the recorder each fill it in their way.
 */
import { sequenceDistance, timestampDistance } from './sequence.ts';

/** What is kept of a packet. The payload is not copied: its bytes must not change until it is taken. */
export type JitterPacket = {
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
};

/** What comes out, in order. `gap`: this many packets before the next one are lost. */
export type JitterOutput =
  | { readonly kind: 'packet'; readonly packet: JitterPacket }
  | { readonly kind: 'gap'; readonly packets: number };

/** What became of a packet that came in. `late`: its turn is over. `full`: the oldest ones gave way to it. */
type JitterFate = 'kept' | 'duplicate' | 'late' | 'full';

/** How much to wait, and for how many. */
export type JitterShape = {
  /** Ticks of the timestamps in a second. */
  readonly clockRate: number;
  /** The delay stays within these. Defaults 20 and 400. Equal bounds make it fixed, as a recorder may like. */
  readonly leastMilliseconds?: number;
  readonly mostMilliseconds?: number;
  /** Packets held at most. Default 100: two seconds of 20 ms. */
  readonly capacity?: number;
};

/** Mutable, of one source. */
export type JitterBuffer = {
  put(packet: JitterPacket, now: number): JitterFate;
  /** All whose turn has come. */
  take(now: number): JitterOutput[];
  /** All that is left, as at the end of a call. */
  drain(): JitterOutput[];
  /** When the next packet's turn comes; null if there is none. May lie in the past. */
  nextAt(): number | null;
  delayMilliseconds(): number;
};

/** Sequence numbers further away than this are a sender's new beginning. */
const FARTHEST_SEQUENCE = 1000;

/** For how long a fast or a late packet is remembered: once to twice this. */
const WINDOW_MILLISECONDS = 4000;

/**
 * A packet later than the greatest delay by this much says that the sender's timestamps stood still: they start anew.
 */
const STANDSTILL_MILLISECONDS = 3000;

/** With sequence number and timestamp counted on from the first packet, without starting again at zero. */
type Held = { readonly order: number; readonly at: number; readonly packet: JitterPacket };

/** An empty buffer. */
export function createJitterBuffer(shape: JitterShape): JitterBuffer {
  const { clockRate, leastMilliseconds: least = 20, mostMilliseconds: most = 400, capacity = 100 } = shape;
  const places = createPlaces(clockRate);
  const queue = createQueue(capacity);
  let pace = createPace(least, most);

  /** Its place; where the sender began anew, after all that is held, whose turn then comes at once. */
  function arrive(packet: JitterPacket, now: number): Held {
    const entry = places.place(packet);
    const isStandstill = now - entry.at - pace.fastest() > most + STANDSTILL_MILLISECONDS;
    if (!places.isFar(entry) && !isStandstill) return entry;
    pace = createPace(least, most);
    queue.hurry();
    return places.beginAnew(packet, now);
  }

  return {
    put(packet, now) {
      const entry = arrive(packet, now);
      pace.arrived(now - entry.at, now);
      const fate = queue.insert(entry);
      if (fate === 'kept' || fate === 'full') places.heard(entry);
      return fate;
    },
    take: (now) => queue.release((first) => pace.dueAt(first.at) <= now),
    drain: () => queue.release(() => true),
    nextAt() {
      const first = queue.first();
      return first === null ? null : pace.dueAt(first.at);
    },
    delayMilliseconds: () => pace.delay(),
  };
}

/** Counts sequence numbers and timestamps on, from the newest packet to each that comes. */
function createPlaces(clockRate: number) {
  let newest: Held | null = null;
  return {
    place(packet: JitterPacket): Held {
      if (newest === null) return { order: 0, at: 0, packet };
      const order = newest.order + sequenceDistance(newest.packet.sequenceNumber, packet.sequenceNumber);
      const ticks = timestampDistance(newest.packet.timestamp, packet.timestamp);
      return { order, at: newest.at + (ticks * 1000) / clockRate, packet };
    },
    beginAnew: (packet: JitterPacket, now: number): Held => ({ order: (newest?.order ?? -1) + 1, at: now, packet }),
    isFar: (entry: Held): boolean => newest !== null && Math.abs(entry.order - newest.order) > FARTHEST_SEQUENCE,
    heard(entry: Held): void {
      if (newest === null || entry.order > newest.order) newest = entry;
    },
  };
}

/** The packets held, by their order. */
function createQueue(capacity: number) {
  let held: Held[] = [];
  /** The order of the packet whose turn is next; null before the first is released. */
  let next: number | null = null;

  function insert(entry: Held): JitterFate {
    if (next !== null && entry.order < next) return 'late';
    const before = held.findLastIndex(({ order }) => order <= entry.order);
    if (held[before]?.order === entry.order) return 'duplicate';
    held.splice(before + 1, 0, entry);
    if (held.length <= capacity) return 'kept';
    held.shift();
    return 'full';
  }

  function told({ order, packet }: Held): JitterOutput[] {
    const packets = order - (next ?? order);
    next = order + 1;
    const output = { kind: 'packet', packet } as const;
    return packets > 0 ? [{ kind: 'gap', packets }, output] : [output];
  }

  return {
    insert,
    first: (): Held | null => held[0] ?? null,
    /** From the first on, as long as they are due. */
    release(isDue: (entry: Held) => boolean): JitterOutput[] {
      const end = held.findIndex((entry) => !isDue(entry));
      return held.splice(0, end === -1 ? held.length : end).flatMap(told);
    },
    /** Makes everything held due. */
    hurry(): void {
      held = held.map((entry) => ({ ...entry, at: -Infinity }));
    },
  };
}

/** How long packets take, as the time of arrival less the time of their sound: the least and the most of late. */
function createPace(least: number, most: number) {
  let windowFrom = -Infinity;
  let [fastest, slowest] = [Infinity, -Infinity];
  let [fastestBefore, slowestBefore] = [Infinity, -Infinity];

  const lowest = () => Math.min(fastest, fastestBefore);
  const delay = () => Math.min(most, Math.max(least, Math.max(slowest, slowestBefore) - lowest()));
  return {
    arrived(transit: number, now: number): void {
      if (now - windowFrom >= WINDOW_MILLISECONDS) {
        [fastestBefore, slowestBefore] = [fastest, slowest];
        [fastest, slowest] = [transit, transit];
        windowFrom = now;
      }
      fastest = Math.min(fastest, transit);
      slowest = Math.max(slowest, transit);
    },
    fastest: lowest,
    delay,
    dueAt: (at: number): number => at + lowest() + delay(),
  };
}
