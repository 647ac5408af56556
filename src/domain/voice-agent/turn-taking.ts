/** When a caller has said what they wanted to say, by what is known of it: a table. Pure. English. */
import type { Decision } from './dialogue.ts';

/** What is known of a turn that may be over. */
export type Turn = {
  readonly expects: Decision['expects'];
  /** The words so far. */
  readonly text: string;
  /** How sure the engine is of them, 0 to 1; null: it does not say. */
  readonly confidence: number | null;
  /** Whether an article answers it, with something to spare. */
  readonly isAnswerable: boolean;
  /** How long this caller pauses within a turn, as learned so far. Milliseconds. */
  readonly ownPauseMs: number;
};

/** The cosine from which on a question is whole: clearly above that from which on it is answered. */
export const WHOLE_SCORE = 0.75;

/**
 * Kind of turn -> how long the caller must be silent for it to be over. Milliseconds. Silence alone cuts one caller in
 * five off at 600 (livekit/eot-bench); what was said tells more.
 */
export const PAUSES = {
  /** A yes or a no was asked for, and is there. */
  yes_no: 300,
  /** It can be answered as it is. */
  whole: 450,
  unknown: 800,
  /** It ends in the middle of a sentence, or in a word that may be another one. */
  unfinished: 1400,
} as const satisfies Readonly<Record<string, number>>;

/** The longest wait, whatever was learned. */
const MAX_PAUSE_MS = 2000;
/** How much of what was learned stays with each further pause. */
const MEMORY = 0.9;
const UNSURE = 0.5;

const OPEN_END =
  /\b(?:and|or|but|so|because|if|my|your|our|the|a|an|is|are|was|to|for|of|in|on|at|with|about|from|um|uh|er|i|it's|number is)$/;
const YES_NO = /^(?:yes|yeah|yep|yup|sure|no|nope|nah|not really|it did|it does|it did not|it didn't)$/;
const BACKCHANNEL =
  /^(?:(?:yes|yeah|yep|ok|okay|right|sure|mhm|mm|hm|hmm|aha|uh|huh|um|i see|got it|good|great)(?: |$))+$/;

/** Which kind it is. */
export function pauseKindOf({ expects, text, confidence, isAnswerable }: Turn): keyof typeof PAUSES {
  const words = plain(text);
  if (expects === 'yes_no' && YES_NO.test(words)) return 'yes_no';
  if (OPEN_END.test(words) || (confidence !== null && confidence < UNSURE)) return 'unfinished';
  return isAnswerable ? 'whole' : 'unknown';
}

/** How long the caller must be silent for the turn to be over. Milliseconds, 2000 at most. */
export function pauseFor(turn: Turn): number {
  const kind = pauseKindOf(turn);
  return kind === 'yes_no' ? PAUSES.yes_no : Math.min(MAX_PAUSE_MS, Math.max(PAUSES[kind], turn.ownPauseMs));
}

/** What is learned from a pause of the caller after which they continued. Milliseconds. */
export function learnedPause(knownMs: number, pausedMs: number): number {
  return knownMs === 0 ? pausedMs : Math.max(pausedMs, knownMs * MEMORY + pausedMs * (1 - MEMORY));
}

/** Whether the words say no more than that someone listens: they interrupt no one. */
export function isBackchannel(text: string): boolean {
  const words = plain(text);
  return words === '' || BACKCHANNEL.test(words);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
