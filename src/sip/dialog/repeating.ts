/**
 * What a user agent itself sends again until it is acknowledged: a 2xx until its ACK (RFC 3261 section 13.3.1.4), and a
 * reliable provisional response until its PRACK (RFC 3262 section 3).
 */
import { GIVE_UP, T1, T2 } from '../transaction/timers.ts';

/** When to send again, and when to give up. Milliseconds of the clock that was handed in. */
export type Repeating = {
  readonly at: number;
  readonly interval: number;
  readonly until: number;
  readonly cap: number;
};

/**
 * A 2xx: "an interval that starts at T1 seconds and doubles for each retransmission until it reaches T2", over any
 * transport.
 */
export function repeatSuccess(now: number): Repeating {
  return { at: now + T1, interval: T1, until: now + GIVE_UP, cap: T2 };
}

/** A reliable provisional response: the interval "doubles for each retransmission", without an end but 64*T1. */
export function repeatProvisional(now: number): Repeating {
  return { at: now + T1, interval: T1, until: now + GIVE_UP, cap: Number.POSITIVE_INFINITY };
}

/**
 * What is due: send again, or give up. A 2xx given up is followed by BYE, a provisional response by a 5xx for the
 * INVITE.
 */
export function repeatStep(
  repeating: Repeating,
  now: number,
): { readonly due: 'nothing' | 'send' | 'give_up'; readonly next: Repeating } {
  if (now >= repeating.until) return { due: 'give_up', next: repeating };
  if (now < repeating.at) return { due: 'nothing', next: repeating };
  const interval = Math.min(2 * repeating.interval, repeating.cap);
  const at = Math.min(repeating.at + interval, repeating.until);
  return { due: 'send', next: { ...repeating, at, interval } };
}
