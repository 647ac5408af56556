/** What is heard of a call while it is in progress: what may be stored and shown of it already. Pure. */
import type { Call } from './call.ts';
import { endsInNumber, isNumberOnly, withoutNumbers } from './card-numbers.ts';
import type { Heard, HeardWord, Side } from './heard.ts';
import { turnsOf } from './heard.ts';
import type { Turn } from './transcript.ts';

/** How long a number that may continue is waited for. Milliseconds. */
export const NUMBER_MS = 4_000;

/** Words that are being said, and when they began, in seconds from the start of the recording. */
export type SpokenNow = Pick<Turn, 'speaker' | 'agentId' | 'text' | 'startSeconds'>;

/** The words of a call in progress. */
export type LiveWords = {
  /** What is said and over, in order of time. */
  readonly turns: readonly Turn[];
  /** What each side is saying: it may still change. */
  readonly now: readonly SpokenNow[];
  /** Whether some of it is not heard: then the words come after the call. */
  readonly isPartial: boolean;
};

/** What was heard, when it was, and what is being said. */
export type HeardSoFar = {
  readonly finals: readonly (Heard & { readonly at: number })[];
  readonly partials: ReadonlyMap<Side, { readonly startSeconds: number; readonly words: readonly HeardWord[] }>;
};

type Spoken = Pick<Call, 'participants' | 'recording' | 'agentId'>;

/**
 * The turns of what was heard. Those of a side that end in a number are held back until it is known how the number goes
 * on, since it may become a card number, or until {@link NUMBER_MS} later; `isOver`: nothing more is said.
 */
export function settledTurns(call: Spoken, finals: HeardSoFar['finals'], now: number, isOver = false): readonly Turn[] {
  const held = isOver
    ? new Set<Heard>()
    : new Set((['left', 'right'] as const).flatMap((side) => open(finals, side, now)));
  // A card number is found over all that was said, and only then is something left out.
  const turns = turnsOf(call, finals);
  const spoken = finals.filter(({ words }) => words.length > 0).toSorted((a, b) => a.startSeconds - b.startSeconds);
  return turns.filter((_, place) => !held.has(spoken[place] as Heard));
}

/** When turns that are held back now are due; null where none are. Milliseconds, as `at`. */
export function heldUntil({ finals }: Pick<HeardSoFar, 'finals'>, now: number): number | null {
  const held = (['left', 'right'] as const).flatMap((side) => open(finals, side, now));
  return held.length === 0 ? null : Math.max(...held.map(({ at }) => at)) + NUMBER_MS;
}

/** The last utterances of a side whose number may continue. */
function open(finals: HeardSoFar['finals'], side: Side, now: number): HeardSoFar['finals'] {
  return openNumber(
    finals.filter((each) => each.side === side),
    now,
  );
}

/** The last of what someone said that belongs to a number which may continue. `at`: when it was heard, as `now`. */
export function openNumber<Said extends { readonly words: readonly { readonly text: string }[]; readonly at: number }>(
  said: readonly Said[],
  now: number,
): readonly Said[] {
  const spoken = said.filter(({ words }) => words.length > 0);
  const last = spoken.at(-1);
  if (last === undefined || !endsInNumber(last.words) || last.at + NUMBER_MS <= now) return [];
  const first = spoken.findLastIndex((each, place) => {
    const before = spoken[place - 1];
    return !isNumberOnly(each.words) || before === undefined || !endsInNumber(before.words);
  });
  return spoken.slice(first);
}

/** What is being said, without numbers. */
export function spokenNow(call: Spoken, { partials }: Pick<HeardSoFar, 'partials'>): readonly SpokenNow[] {
  return [...partials].flatMap(([side, { words, startSeconds }]) => {
    const [turn] = turnsOf(call, [{ side, startSeconds, endSeconds: startSeconds, words }]);
    if (turn === undefined) return [];
    const { speaker, agentId } = turn;
    const text = withoutNumbers(words).replaceAll(/(?<=^| )i(?=$|[ '])/g, 'I');
    const said = text.charAt(0).toUpperCase() + text.slice(1);
    return [{ speaker, ...(agentId === undefined ? {} : { agentId }), text: said, startSeconds: turn.startSeconds }];
  });
}
