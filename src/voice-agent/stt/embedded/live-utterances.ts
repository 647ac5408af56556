/** When someone begins to speak, pauses and has ended, told while they speak, from the probability of speech. Pure. */

/** What is noticed. Places are frames from the stream's beginning, of 32 ms each. */
export type Noticed =
  /** An utterance begins; `from` is some frames before its first sound, `at` the frame of that. */
  | { readonly type: 'begun'; readonly from: number; readonly at: number }
  /** For now nothing is said since that frame. */
  | { readonly type: 'paused'; readonly at: number }
  | { readonly type: 'resumed'; readonly at: number }
  | { readonly type: 'over'; readonly at: number };

/** Milliseconds of a frame. */
const FRAME_MS = 32;

/** Speech begins above the first and continues above the second: a word's quiet end is part of it. */
const BEGINS = 0.5;
const GOES_ON = 0.35;

/** So long must it be speech to be some; so long silent to be a pause. Frames. */
const LEAST = Math.ceil(100 / FRAME_MS);
const PAUSED = Math.ceil(90 / FRAME_MS);

/** Heard with it of what was before: first sounds are weak. Frames. */
export const BEFORE = Math.ceil(200 / FRAME_MS);

/** A sound that does not become speech within this many frames was none. */
const FORGOTTEN = Math.ceil(300 / FRAME_MS);

/** A longer utterance is over at its next pause, and a much longer one at once: an engine keeps all of it. Frames. */
const LONG = Math.ceil(12_000 / FRAME_MS);
const MOST = Math.ceil(20_000 / FRAME_MS);

/** Notices what happens in one stream. */
export type UtteranceFinder = {
  /** Takes the next frame's probability of speech, 0 to 1. */
  next(probability: number): readonly Noticed[];
  /** Ends the utterance in progress, if one does. */
  finish(): readonly Noticed[];
};

/** `pauseMs`: silence that ends an utterance. */
export function createUtteranceFinder(pauseMs: number): UtteranceFinder {
  const pause = Math.max(PAUSED, Math.ceil(pauseMs / FRAME_MS));
  let at = 0;
  /** The first frame of what may become, or is, speech; null where no one speaks. */
  let since: number | null = null;
  let isSpeech = false;
  let isPaused = false;
  let loud = 0;
  /** The frame behind the last that was speech. */
  let until = 0;
  let ended = 0;

  const over = (): Noticed[] => {
    since = null;
    if (!isSpeech) return [];
    ended = at;
    const noticed: Noticed[] = isPaused ? [] : [{ type: 'paused', at: until }];
    [isSpeech, isPaused] = [false, false];
    return [...noticed, { type: 'over', at: until }];
  };

  const waiting = (probability: number): Noticed[] => {
    if (since === null || at - since > FORGOTTEN) [since, loud] = [null, 0];
    if (probability < BEGINS) return [];
    since ??= at - 1;
    loud += 1;
    until = at;
    if (loud < LEAST) return [];
    isSpeech = true;
    return [{ type: 'begun', from: Math.max(ended, since - BEFORE), at: since }];
  };

  const speaking = (probability: number, from: number): Noticed[] => {
    const goesOn = probability >= (isPaused ? BEGINS : GOES_ON);
    if (goesOn) until = at;
    const quiet = at - until;
    const length = at - from;
    if (goesOn && isPaused) {
      isPaused = false;
      return [{ type: 'resumed', at: at - 1 }];
    }
    if (quiet >= pause || length >= MOST || (length >= LONG && quiet >= PAUSED)) return over();
    if (quiet < PAUSED || isPaused) return [];
    isPaused = true;
    return [{ type: 'paused', at: until }];
  };

  return {
    next(probability) {
      at += 1;
      return isSpeech && since !== null ? speaking(probability, since) : waiting(probability);
    },
    finish: over,
  };
}
