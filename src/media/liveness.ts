/** Whether the other side is still there, told by when it was last heard. Times in milliseconds. */

/** What changed. `returned`: heard again after an interruption. */
export type LivenessChange = 'interrupted' | 'returned' | 'lost';

/** Mutable, of one leg. */
export type Liveness = {
  /** Something authentic came. */
  heard(now: number): Extract<LivenessChange, 'returned'> | null;
  /** It is expected back, as when it says by other ways that it is on its way: counts anew, and changes nothing else. */
  prolong(now: number): void;
  /** Time passed; each change is told once. Call it about twice a second. */
  passed(now: number): Exclude<LivenessChange, 'returned'> | null;
};

/** People notice silence by then; a browser sends fifty packets a second, or a consent check at the least. */
const INTERRUPTED_AFTER_MILLISECONDS = 3000;

/** A network that is gone for twenty seconds comes back to its call; RFC 7675 section 5.1 would give up after thirty. */
const LOST_AFTER_MILLISECONDS = 25_000;

/** `isExpected`: whether it was heard before, so that quiet is an interruption, and not merely a beginning. */
export function createLiveness(since: number, isExpected: boolean): Liveness {
  let heardAt = since;
  let state: 'beginning' | 'alive' | 'interrupted' | 'lost' = isExpected ? 'alive' : 'beginning';
  return {
    heard(now) {
      const isBack = state === 'interrupted';
      heardAt = now;
      if (state !== 'lost') state = 'alive';
      return isBack ? 'returned' : null;
    },
    prolong(now) {
      heardAt = now;
    },
    passed(now) {
      const quiet = now - heardAt;
      if (state !== 'lost' && quiet >= LOST_AFTER_MILLISECONDS) {
        state = 'lost';
        return 'lost';
      }
      if (state !== 'alive' || quiet < INTERRUPTED_AFTER_MILLISECONDS) return null;
      state = 'interrupted';
      return 'interrupted';
    },
  };
}
