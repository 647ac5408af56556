/** Arithmetic on numbers that start again at zero: RTP's sequence numbers (16 bits) and timestamps (32 bits). */

/**
 * How many steps lead from one sequence number to another by the shorter way: -32768 to 32767; negative is backwards.
 */
export function sequenceDistance(from: number, to: number): number {
  return ((to - from) << 16) >> 16;
}

/** How many ticks lead from one timestamp to another by the shorter way: -2147483648 to 2147483647. */
export function timestampDistance(from: number, to: number): number {
  return (to - from) | 0;
}

/** The sequence number `steps` on, 0 to 65535. */
export function sequenceAfter(sequenceNumber: number, steps = 1): number {
  return (sequenceNumber + steps) & 0xffff;
}

/** The timestamp `ticks` on, 0 to 4294967295. */
export function timestampAfter(timestamp: number, ticks: number): number {
  return (timestamp + ticks) >>> 0;
}
