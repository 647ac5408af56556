/** How long the parts of a call took. Ringing is never talking. */
import type { Call } from './call.ts';
import { hasTalked } from './reported-call.ts';

/** Whole seconds between two instants, never negative; null when either is missing. */
function between(from: Date | null, to: Date | null): number | null {
  return from === null || to === null ? null : Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000));
}

/**
 * Seconds in the queue: until an agent took the call, the caller was sent elsewhere, or the call ended. Null if it
 * never queued or waits still.
 */
export function waitSeconds(call: Call): number | null {
  return between(call.queuedAt, call.assignedAt ?? call.deflections[0]?.at ?? call.endsAt);
}

/** Seconds that both ends were connected, hold included. Null while it is in progress, or if they never were. */
export function talkSeconds(call: Call): number | null {
  if (call.report !== null && !hasTalked(call.state)) return null;
  return call.report?.durationSeconds ?? between(call.connectedAt, call.endsAt);
}

/** Seconds on hold, whole. */
export function holdSeconds(call: Call): number {
  return Math.floor(call.holdSeconds);
}

/**
 * Seconds of the whole call: an inbound one from its beginning, an outbound one from when it was answered. Null while
 * it continues. Source: Intercom, call `duration`: "inbound initiated->ended; outbound answered->ended".
 */
export function wholeSeconds(call: Call): number | null {
  return (
    call.report?.durationSeconds ??
    between(call.direction === 'inbound' ? beginningOf(call) : call.connectedAt, call.endsAt)
  );
}

/** When the call began. A reported call that was told afterwards began before it was created here. */
export function beginningOf(call: Pick<Call, 'createdAt' | 'connectedAt'>): Date {
  return call.connectedAt !== null && call.connectedAt < call.createdAt ? call.connectedAt : call.createdAt;
}
