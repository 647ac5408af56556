/** What an engine heard in a recording, made into the turns of a transcript. */
import type { Call } from './call.ts';
import { withoutCards } from './card-numbers.ts';
import type { Turn } from './transcript.ts';

/** The sides of a recording: ours is left, the caller's right. */
export type Side = 'left' | 'right';

/** A word as it was heard. `confidence`: 0 to 1; null where the engine does not say. */
export type HeardWord = { readonly text: string; readonly confidence: number | null };

/** What one side said between two pauses. Seconds from the start of the recording. */
export type Heard = {
  readonly side: Side;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly words: readonly HeardWord[];
};

/** A word below this is marked: about half of such words were heard wrong. */
const SURE = 0.8;

/**
 * The turns: our side by the agent who was in the call then, where it was one alone; the other side the caller. Card
 * numbers are gone.
 */
export function turnsOf(
  call: Pick<Call, 'participants' | 'recording' | 'agentId'>,
  heard: readonly Heard[],
): readonly Turn[] {
  const spoken = heard
    .filter(({ words }) => words.length > 0)
    .toSorted((a, b) => a.startSeconds - b.startSeconds)
    .map((each) => ({ ...each, speaker: each.side }));
  return withoutCards<HeardWord, (typeof spoken)[number]>(spoken, (text) => ({ text, confidence: null })).map(
    ({ side, words, startSeconds, endSeconds }) => ({
      ...speakerOf(call, side, startSeconds),
      ...textOf(words),
      startSeconds: tenths(startSeconds),
      endSeconds: tenths(endSeconds),
    }),
  );
}

function speakerOf(
  { participants, recording }: Pick<Call, 'participants' | 'recording'>,
  side: Side,
  seconds: number,
): Pick<Turn, 'speaker' | 'agentId'> {
  if (side === 'right') return { speaker: 'user' };
  const at = (recording?.createdAt.getTime() ?? 0) + seconds * 1000;
  const there = participants.filter(
    ({ kind, connectedAt, endedAt }) =>
      kind === 'agent' &&
      connectedAt !== null &&
      connectedAt.getTime() <= at + CLOCK_MS &&
      (endedAt === null || endedAt.getTime() >= at - CLOCK_MS),
  );
  const agentId = there.length === 1 ? there[0]?.agentId : null;
  return agentId == null ? { speaker: 'agent' } : { speaker: 'agent', agentId };
}

/** What a recording's beginning and its call's times may be apart. Milliseconds. */
const CLOCK_MS = 500;

function textOf(words: readonly HeardWord[]): Pick<Turn, 'text' | 'confidence' | 'unsure'> {
  const known = words.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  const unsure = words.flatMap(({ confidence }, place) => (confidence !== null && confidence < SURE ? [place] : []));
  return {
    text: words.map(({ text }, place) => written(text, place)).join(' '),
    ...(known.length === 0
      ? {}
      : { confidence: hundredths(known.reduce((sum, each) => sum + each, 0) / known.length) }),
    ...(unsure.length === 0 ? {} : { unsure }),
  };
}

/** As people write: the first word and “I” with a capital letter. */
function written(word: string, place: number): string {
  return place === 0 || /^i('|$)/.test(word) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
