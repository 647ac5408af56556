/** What fails in a media worker without anyone waiting for it: told to the engine, which logs and counts. */
import type { FaultSource } from './worker-protocol.ts';

/** How often at most a failure inside the DTLS library is told: strangers can bring it about at will. Milliseconds. */
const LIBRARY_PAUSE_MS = 60_000;

/**
 * Hears of rejections. One inside werift is known and expected (a handshake that was broken off); all others are faults
 * of ours.
 */
export type Faults = { heard(error: unknown): void };

/** Makes the listener of one worker; `now` in milliseconds. Faults of ours are told at once, each. */
export function createFaults(tell: (source: FaultSource, reason: string) => void, now: () => number): Faults {
  let toldAt = -Infinity;
  let untold = 0;
  return {
    heard(error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!/[/\\]node_modules[/\\]werift[/\\]/.test(reason)) return tell('ours', reason);
      untold += 1;
      if (now() - toldAt < LIBRARY_PAUSE_MS) return;
      tell('werift', `${untold} in all, the last one: ${reason}`);
      toldAt = now();
      untold = 0;
    },
  };
}
