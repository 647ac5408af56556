/** How long a caller will wait, guessed from how long the last calls took. Pure. */

/** How many of the last calls of a queue the guess rests on. */
export const RECENT_CALLS = 20;

/** Seconds that a call takes while no call has ended yet. */
const USUAL_SECONDS = 240;

/** What the guess is made of. */
export type QueueOutlook = {
  /** 1 is next. */
  readonly position: number;
  /** Agents of the queue who are working: free, in a call or wrapping up. */
  readonly working: number;
  /** Of these, those who are free. */
  readonly free: number;
  /** Seconds from taking a call to its end, of the last calls. */
  readonly handleSeconds: readonly number[];
};

/**
 * Seconds until the caller is answered, rounded up to 5; null when no one works, so that it cannot be told. With n
 * agents busy, one of them becomes free every nth part of a call.
 */
export function estimatedWait({ position, working, free, handleSeconds }: QueueOutlook): number | null {
  if (working <= 0 || position < 1) return null;
  const behind = position - Math.max(0, free);
  if (behind <= 0) return 0;
  return Math.ceil((behind * meanOf(handleSeconds)) / working / 5) * 5;
}

/** The mean, without the one longest of many: a call that was forgotten must not frighten everyone. */
function meanOf(seconds: readonly number[]): number {
  if (seconds.length === 0) return USUAL_SECONDS;
  const sum = seconds.reduce((total, each) => total + each, 0);
  return seconds.length < 5 ? sum / seconds.length : (sum - Math.max(...seconds)) / (seconds.length - 1);
}
