/** The end of a hold: anyone who waited is talked to again, and the time counts. */
import type { Call } from './call.ts';
import { heldFor } from './participant.ts';

/** What it changes; nothing for a call that is not on hold. */
export function offHold(call: Call, now: Date): Partial<Call> {
  if (call.heldSince === null) return {};
  const seconds = Math.max(0, (now.getTime() - call.heldSince.getTime()) / 1000);
  return {
    heldSince: null,
    holdSeconds: call.holdSeconds + seconds,
    participants: heldFor(call.participants, seconds),
  };
}
