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
  /**
   * The press that the last packet belongs to: the timestamp of its first packet, and its duration so far in ticks;
   * null when that is not the latest press: then the packet is not to be passed on.
   */
  belongsTo(): { readonly timestamp: number; readonly duration: number } | null;
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

/** After this long a lower timestamp is a sender's new beginning, unless it is that of a press which is remembered. */
const FORGOTTEN_AFTER_MILLISECONDS = 2000;

/** Presses before the last one that are remembered, however late their packets come. */
const REMEMBERED_PRESSES = 16;

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
  /**
   * Of the newest packet: another than at the beginning in later segments, and of senders that move it with each
   * packet.
   */
  readonly timestamp: number;
  /** Of the first packet. */
  readonly began: number;
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
  let belongsTo: Press | null = null;
  let remembered: readonly Press[] = [];

  function tell({ digit, before, duration, isOver }: Press): DtmfEvent {
    if (!isOver) return { kind: 'pressed', digit };
    return { kind: 'released', digit, milliseconds: Math.round(((before + duration) * 1000) / clockRate) };
  }

  function move(step: Step): DtmfEvent[] {
    if (press !== null && press.began !== step.press?.began)
      remembered = [press, ...remembered].slice(0, REMEMBERED_PRESSES);
    press = step.press;
    return step.events.map(tell);
  }

  /** Of a press before the latest, or of an earlier segment of the latest. */
  function isPast(digit: string, timestamp: number): boolean {
    const isOf = (each: Press) => each.digit === digit && (each.timestamp === timestamp || each.began === timestamp);
    return remembered.some(isOf) || (press !== null && isOf(press) && press.timestamp !== timestamp);
  }

  return {
    received({ timestamp, payload }, now) {
      belongsTo = null;
      const event = readTelephoneEvent(payload);
      const digit = event === null ? undefined : DTMF_DIGITS[event.event];
      if (event === null || digit === undefined) return [];
      if (isPast(digit, timestamp)) return [];
      const heard = {
        digit,
        timestamp,
        began: timestamp,
        before: 0,
        duration: event.duration,
        heardAt: now,
        isOver: false,
      };
      const events = move(follow(press, heard, event.end));
      belongsTo = press?.digit === digit && press.timestamp === timestamp ? press : null;
      return events;
    },
    belongsTo: () =>
      belongsTo === null ? null : { timestamp: belongsTo.began, duration: belongsTo.before + belongsTo.duration },
    passed(now) {
      const isLost = press !== null && now - press.heardAt >= LOST_AFTER_MILLISECONDS;
      return isLost ? move(release(press)) : [];
    },
  };
}

/** What a packet means, after what was heard before it. */
function follow(press: Press | null, heard: Press, end: boolean): Step {
  if (press === null) return begin(null, heard, end);
  const distance = timestampDistance(press.timestamp, heard.timestamp);
  const isForgotten = heard.heardAt - press.heardAt > FORGOTTEN_AFTER_MILLISECONDS;
  // All packets of one press have its timestamp (section 2.3.5), however late the last of them are.
  if (distance === 0 && (press.digit === heard.digit || !isForgotten)) return goOn(press, heard, end);
  if (isForgotten) return begin(press, heard, end);
  if (distance < 0) return { press, events: [] };
  if (distance === LONGEST && isNextSegment(press, heard)) {
    return goOn({ ...press, timestamp: heard.timestamp, before: press.before + LONGEST, duration: 0 }, heard, end);
  }
  return isMoved(press, heard, distance)
    ? goOn({ ...press, timestamp: heard.timestamp }, heard, end)
    : begin(press, heard, end);
}

function begin(press: Press | null, heard: Press, end: boolean): Step {
  const begun = end ? release(heard) : { press: heard, events: [] };
  return { press: begun.press, events: [...release(press).events, heard, ...begun.events] };
}

/**
 * Some senders move the timestamp on with each packet of a press, against section 2.3.5. A key cannot go down again
 * before it is up, so what begins within the time that the same key is known to be down is that press, and its end
 * repeated.
 */
function isMoved(press: Press, heard: Press, distance: number): boolean {
  return press.digit === heard.digit && distance <= press.duration && heard.duration >= press.duration;
}

function goOn(press: Press, heard: Press, end: boolean): Step {
  if (press.digit !== heard.digit) return { press, events: [] };
  if (press.isOver) return { press: { ...press, heardAt: heard.heardAt }, events: [] };
  const longer = { ...press, duration: Math.max(press.duration, heard.duration), heardAt: heard.heardAt };
  return end ? release(longer) : { press: longer, events: [] };
}

function release(press: Press | null): Step {
  if (press === null || press.isOver) return { press, events: [] };
  const over = { ...press, isOver: true };
  return { press: over, events: [over] };
}

/** A press longer than 16 bits of ticks continues under a new timestamp (RFC 4733 section 2.5.1.3). */
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
