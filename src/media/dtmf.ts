/**
 * Keys pressed on a telephone, as events in RTP instead of tones.
 *
 * ```text
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     event     |E|R| volume    |          duration             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ```
 *
 * All packets of one press carry the RTP timestamp of its beginning; the duration grows, E marks the end, and the last
 * packet is sent three times. Source: RFC 4733 sections 2.3 (fields), 2.5 (procedures), 3.2 (the events of DTMF).
 * One event a packet: none is looked for after the first (section 2.5.1.5), and no one sends them.
 */
import { readUint16, writeUint16 } from './bytes.ts';
import { timestampDistance } from './sequence.ts';

/** The keys in the order of their event numbers, 0 to 15. */
export const DTMF_DIGITS = '0123456789*#ABCD';

/** One packet's payload. */
export type TelephoneEvent = {
  /** 0 to 15 are `DTMF_DIGITS`; the others are no keys. */
  readonly event: number;
  readonly end: boolean;
  /** Decibels below one milliwatt (0 dBm0), 0 to 63: 0 is loudest. */
  readonly volume: number;
  /** Since the packet's timestamp, in its clock's ticks, 0 to 65535. */
  readonly duration: number;
};

/** What a caller did. A press is reported as soon as it is known, its end when it is known or must be assumed. */
export type DtmfEvent =
  | { readonly kind: 'pressed'; readonly digit: string }
  | { readonly kind: 'released'; readonly digit: string; readonly milliseconds: number };

/** Mutable, of one source. */
export type DtmfDetector = {
  /** A packet of the telephone-event payload type came, at `now` in milliseconds. */
  received(packet: { readonly timestamp: number; readonly payload: Uint8Array }, now: number): DtmfEvent[];
  /** Time passed: releases a key whose end packets were all lost. Call it about every 100 ms. */
  passed(now: number): DtmfEvent[];
};

/** A packet of a press that we play. */
export type DtmfPacket = {
  /** When to send it, after the press began. */
  readonly atMilliseconds: number;
  /** To add to the timestamp of the beginning: 0, unless the press outlasts what 16 bits can count. */
  readonly timestampOffset: number;
  /** Only on the first: it begins a talk spurt (RFC 4733 section 2.5.1.2). */
  readonly marker: boolean;
  readonly payload: Uint8Array;
};

const LONGEST = 0xffff;
const END = 0x80;

/** How often the last packet is sent in all. Source: RFC 4733 section 2.5.1.4. */
const FINAL_PACKETS = 3;

/** A key is up after this long without a packet: several in a row, at the 20 to 50 ms that senders keep. */
const LOST_AFTER_MILLISECONDS = 250;

/** After this long a lower timestamp is a sender's new beginning, not a packet come late. */
const FORGOTTEN_AFTER_MILLISECONDS = 2000;

/** Null for fewer than four bytes. */
export function readTelephoneEvent(payload: Uint8Array): TelephoneEvent | null {
  if (payload.length < 4) return null;
  const flags = payload[1] ?? 0;
  return { event: payload[0] ?? 0, end: (flags & END) !== 0, volume: flags & 0x3f, duration: readUint16(payload, 2) };
}

/** The four bytes. */
export function writeTelephoneEvent({ event, end, volume, duration }: TelephoneEvent): Uint8Array {
  const payload = Uint8Array.of(event, (end ? END : 0) | (volume & 0x3f), 0, 0);
  writeUint16(payload, 2, duration);
  return payload;
}

/** A key held down, or already up but remembered to know its late packets. Durations in ticks. */
type Press = {
  readonly digit: string;
  readonly timestamp: number;
  /** Of the segments before this one. */
  readonly before: number;
  readonly duration: number;
  readonly heardAt: number;
  readonly isOver: boolean;
};

/** The press to remember, and what became known. */
type Step = { readonly press: Press | null; readonly events: readonly Press[] };

/** `clockRate`: ticks a second of the payload type in SDP, 8000 or 48000. */
export function createDtmfDetector({ clockRate }: { readonly clockRate: number }): DtmfDetector {
  let press: Press | null = null;

  function tell({ digit, before, duration, isOver }: Press): DtmfEvent {
    if (!isOver) return { kind: 'pressed', digit };
    return { kind: 'released', digit, milliseconds: Math.round(((before + duration) * 1000) / clockRate) };
  }

  function move(step: Step): DtmfEvent[] {
    press = step.press;
    return step.events.map(tell);
  }

  return {
    received({ timestamp, payload }, now) {
      const event = readTelephoneEvent(payload);
      const digit = event === null ? undefined : DTMF_DIGITS[event.event];
      if (event === null || digit === undefined) return [];
      const heard = { digit, timestamp, before: 0, duration: event.duration, heardAt: now, isOver: false };
      return move(follow(press, heard, event.end));
    },
    passed(now) {
      const isLost = press !== null && now - press.heardAt >= LOST_AFTER_MILLISECONDS;
      return isLost ? move(release(press)) : [];
    },
  };
}

/** What a packet means, after what was heard before it. */
function follow(press: Press | null, heard: Press, end: boolean): Step {
  const isForgotten = press === null || heard.heardAt - press.heardAt > FORGOTTEN_AFTER_MILLISECONDS;
  const distance = isForgotten ? Infinity : timestampDistance(press.timestamp, heard.timestamp);
  if (press !== null && distance < 0) return { press, events: [] };
  if (press !== null && distance === 0) return goOn(press, heard, end);
  if (press !== null && distance === LONGEST && isNextSegment(press, heard)) {
    return goOn({ ...press, timestamp: heard.timestamp, before: press.before + LONGEST, duration: 0 }, heard, end);
  }
  const begun = end ? release(heard) : { press: heard, events: [] };
  return { press: begun.press, events: [...release(press).events, heard, ...begun.events] };
}

function goOn(press: Press, heard: Press, end: boolean): Step {
  if (press.isOver || press.digit !== heard.digit) return { press, events: [] };
  const longer = { ...press, duration: Math.max(press.duration, heard.duration), heardAt: heard.heardAt };
  return end ? release(longer) : { press: longer, events: [] };
}

function release(press: Press | null): Step {
  if (press === null || press.isOver) return { press, events: [] };
  const over = { ...press, isOver: true };
  return { press: over, events: [over] };
}

/** A press longer than 16 bits of ticks goes on under a new timestamp (RFC 4733 section 2.5.1.3). */
function isNextSegment(press: Press, heard: Press): boolean {
  return !press.isOver && press.digit === heard.digit;
}

/**
 * The packets of one press, in order; none for what is no key. `packetMilliseconds`: between two, default 20.
 * `volume`: default 10. The pause before the next key is the caller's: browsers leave 70 ms.
 */
export function dtmfPackets(press: {
  readonly digit: string;
  readonly milliseconds: number;
  readonly clockRate: number;
  readonly packetMilliseconds?: number;
  readonly volume?: number;
}): DtmfPacket[] {
  const { digit, milliseconds, clockRate, packetMilliseconds = 20, volume = 10 } = press;
  const event = digit.length === 1 ? DTMF_DIGITS.indexOf(digit.toUpperCase()) : -1;
  if (event === -1) return [];
  const updates = Math.max(1, Math.ceil(milliseconds / packetMilliseconds));
  return Array.from({ length: updates + FINAL_PACKETS - 1 }, (_, index) => {
    const elapsed = Math.min(milliseconds, (index + 1) * packetMilliseconds);
    const ticks = Math.max(1, Math.round((elapsed * clockRate) / 1000));
    const timestampOffset = Math.floor((ticks - 1) / LONGEST) * LONGEST;
    const end = index + 1 >= updates;
    const payload = writeTelephoneEvent({ event, end, volume, duration: ticks - timestampOffset });
    return { atMilliseconds: (index + 1) * packetMilliseconds, timestampOffset, marker: index === 0, payload };
  });
}
