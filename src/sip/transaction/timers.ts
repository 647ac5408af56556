/**
 * The timers of transactions as one table. Source: RFC 3261 section 17 and table 4, RFC 6026 section 7. Milliseconds.
 */

/** An estimate of a round trip. */
export const T1 = 500;
/** The longest wait between two retransmissions of what is no INVITE, and of responses to one. */
export const T2 = 4000;
/** How long a message lives in the network. */
const T4 = 5000;
/** How long is tried before no answer counts as none: 32 s. */
export const GIVE_UP = 64 * T1;
/** A server transaction that is asked to INVITE says 100 when nothing else was said by then (section 17.2.1). */
const TRYING_AFTER = 200;

/**
 * How long a timer runs; null where it is not started over a transport that is reliable, 0 where it then fires at once.
 */
export const TIMERS = {
  a: { unreliable: T1, reliable: null, doublesTo: Number.POSITIVE_INFINITY },
  b: { unreliable: GIVE_UP, reliable: GIVE_UP, doublesTo: null },
  // "at least 32 seconds for unreliable transports, and … zero seconds for reliable transports" (section 17.1.1.2).
  d: { unreliable: 32_000, reliable: 0, doublesTo: null },
  e: { unreliable: T1, reliable: null, doublesTo: T2 },
  f: { unreliable: GIVE_UP, reliable: GIVE_UP, doublesTo: null },
  g: { unreliable: T1, reliable: null, doublesTo: T2 },
  h: { unreliable: GIVE_UP, reliable: GIVE_UP, doublesTo: null },
  i: { unreliable: T4, reliable: 0, doublesTo: null },
  j: { unreliable: GIVE_UP, reliable: 0, doublesTo: null },
  k: { unreliable: T4, reliable: 0, doublesTo: null },
  l: { unreliable: GIVE_UP, reliable: GIVE_UP, doublesTo: null },
  m: { unreliable: GIVE_UP, reliable: GIVE_UP, doublesTo: null },
  trying: { unreliable: TRYING_AFTER, reliable: TRYING_AFTER, doublesTo: null },
} as const satisfies Record<string, TimerRow>;

type TimerRow = { readonly unreliable: number; readonly reliable: number | null; readonly doublesTo: number | null };

/** A timer by its letter; `trying` has none in the RFC. */
export type TimerName = keyof typeof TIMERS;

/** How long the timer runs now. `before` is how long it ran last, 0 at first; null where it does not run at all. */
export function durationOf(timer: TimerName, isReliable: boolean, before: number): number | null {
  const { unreliable, reliable, doublesTo } = TIMERS[timer];
  if (isReliable) return reliable;
  return doublesTo === null || before === 0 ? unreliable : Math.min(2 * before, doublesTo);
}
