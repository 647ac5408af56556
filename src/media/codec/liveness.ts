/** Whether the other side is still there, told by when it was last heard. Times in milliseconds. */

/** What changed. `returned`: heard again after an interruption. */
export type LivenessChange = 'interrupted' | 'returned' | 'lost';

/** Mutable, of one leg. */
export type Liveness = {
  /** Something authentic came. `isSound`: a packet of sound, of which there are fifty a second while there are any. */
  heard(now: number, isSound: boolean): Extract<LivenessChange, 'returned'> | null;
  /**
   * It is expected back, as when it says by other ways that it is on its way: counts anew, and changes nothing else.
   */
  prolong(now: number): void;
  /** Time passed; each change is told once. Call it about twice a second. */
  passed(now: number): Exclude<LivenessChange, 'returned'> | null;
};

/** People notice silence by then, while the other side sends sound. */
const INTERRUPTED_AFTER_MILLISECONDS = 3000;

/** A side that sends no sound checks consent every five seconds, give or take one. Source: RFC 7675 section 5.1. */
const INTERRUPTED_WITHOUT_SOUND_MILLISECONDS = 8000;

/**
 * A network that is gone for twenty seconds comes back to its call; RFC 7675 section 5.1 would give up after thirty.
 */
const LOST_AFTER_MILLISECONDS = 25_000;

/** `isExpected`: whether it was heard before, so that quiet is an interruption, and not merely a beginning. */
export function createLiveness(since: number, isExpected: boolean): Liveness {
  let heardAt = since;
  /** Counts as sending before it is known not to: what was interrupted had sound. */
  let soundAt = since;
  let state: 'beginning' | 'alive' | 'interrupted' | 'lost' = isExpected ? 'alive' : 'beginning';
  return {
    heard(now, isSound) {
      const isBack = state === 'interrupted';
      heardAt = now;
      if (isSound) soundAt = now;
      if (state !== 'lost') state = 'alive';
      return isBack ? 'returned' : null;
    },
    prolong(now) {
      heardAt = now;
      soundAt = now;
    },
    passed(now) {
      const quiet = now - heardAt;
      if (state !== 'lost' && quiet >= LOST_AFTER_MILLISECONDS) {
        state = 'lost';
        return 'lost';
      }
      const isSending = heardAt - soundAt < INTERRUPTED_AFTER_MILLISECONDS;
      const longest = isSending ? INTERRUPTED_AFTER_MILLISECONDS : INTERRUPTED_WITHOUT_SOUND_MILLISECONDS;
      if (state !== 'alive' || quiet < longest) return null;
      state = 'interrupted';
      return 'interrupted';
    },
  };
}
