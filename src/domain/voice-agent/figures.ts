/** What is counted of the voice agent's talks, and the report that the sums make. Pure. */
import type { Dialogue, HandOverReason } from './dialogue.ts';
import { HAND_OVER_REASONS } from './dialogue.ts';

/**
 * How a talk ended, each in one way. `confirmed`: the caller said that it helped. `assumed`: they were answered, and
 * said nothing against it. `unhelped`: they said that it did not, and left. `left`: without an answer.
 */
export const TALK_ENDS = ['confirmed', 'assumed', 'unhelped', 'left'] as const;
export type TalkEnding = (typeof TALK_ENDS)[number];

/**
 * From the end of what a caller said to the first sound of the answer: a sound counts at the first of these that it
 * does not exceed. Milliseconds; the last one is for all that took longer.
 */
export const FIRST_SOUND_MS = [
  200, 300, 400, 500, 600, 700, 800, 900, 1000, 1200, 1400, 1700, 2000, 2500, 3000, 4000, 6000, 10_000,
] as const;
type FirstSound = (typeof FIRST_SOUND_MS)[number];

/**
 * What is counted. `not_understood`: turns of callers. `fallbacks`: engines that failed, so that another one, or a
 * person, took over.
 */
export type TalkCount =
  | `ended_${TalkEnding}`
  | `handed_over_${HandOverReason}`
  | 'not_understood'
  | 'fallbacks'
  | `first_sound_${FirstSound}`;

/** How often each; what is absent was not. */
export type TalkCounts = Readonly<Partial<Record<TalkCount, number>>>;

/** One more. */
export function oneMore(counts: TalkCounts, what: TalkCount): TalkCounts {
  return { ...counts, [what]: (counts[what] ?? 0) + 1 };
}

/** What a first sound after that many milliseconds counts as. */
export function firstSound(milliseconds: number): TalkCount {
  return `first_sound_${FIRST_SOUND_MS.find((bound) => milliseconds <= bound) ?? 10_000}`;
}

/** The counts of a talk that is over: those of its course, and how it ended. */
export function countsOf(dialogue: Pick<Dialogue, 'handedOver' | 'answers'>, course: TalkCounts): TalkCounts {
  return oneMore(course, endOf(dialogue));
}

function endOf({ handedOver, answers }: Pick<Dialogue, 'handedOver' | 'answers'>): TalkCount {
  if (handedOver !== null) return `handed_over_${handedOver}`;
  if (answers.length === 0) return 'ended_left';
  const verdict = answers.findLast(({ helped }) => helped !== null)?.helped ?? null;
  return verdict === null ? 'ended_assumed' : verdict ? 'ended_confirmed' : 'ended_unhelped';
}

/** The figures of a span of time. */
export type VoiceReport = {
  /** All that ended; the sum of what follows, up to `handedOver`. */
  readonly talks: number;
  readonly resolved: { readonly confirmed: number; readonly assumed: number };
  readonly unhelped: number;
  readonly left: number;
  readonly handedOver: Readonly<Record<HandOverReason, number>>;
  readonly notUnderstood: number;
  readonly fallbacks: number;
  /** Half of the answers, and 95 of a hundred, began within so many milliseconds; null: there was none. */
  readonly firstSound: { readonly answers: number; readonly p50Ms: number | null; readonly p95Ms: number | null };
};

/** The report of these sums. */
export function reportFrom(sums: TalkCounts): VoiceReport {
  const count = (what: TalkCount): number => sums[what] ?? 0;
  const reasons = HAND_OVER_REASONS.map((reason) => [reason, count(`handed_over_${reason}`)] as const);
  const ends = TALK_ENDS.map((end) => count(`ended_${end}`));
  const sounds = FIRST_SOUND_MS.map((bound) => ({ bound, count: count(`first_sound_${bound}`) }));
  return {
    talks: [...ends, ...reasons.map(([, many]) => many)].reduce((sum, each) => sum + each, 0),
    resolved: { confirmed: count('ended_confirmed'), assumed: count('ended_assumed') },
    unhelped: count('ended_unhelped'),
    left: count('ended_left'),
    // One entry for each reason.
    handedOver: Object.fromEntries(reasons) as Record<HandOverReason, number>,
    notUnderstood: count('not_understood'),
    fallbacks: count('fallbacks'),
    firstSound: {
      answers: sounds.reduce((sum, each) => sum + each.count, 0),
      p50Ms: shareWithin(sounds, 0.5),
      p95Ms: shareWithin(sounds, 0.95),
    },
  };
}

function shareWithin(
  sounds: readonly { readonly bound: number; readonly count: number }[],
  share: number,
): number | null {
  const all = sounds.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { bound, count } of sounds) {
    seen += count;
    if (count > 0 && seen >= all * share) return bound;
  }
  return null;
}
