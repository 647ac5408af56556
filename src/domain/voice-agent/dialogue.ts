/** This is one table: where a talk of the voice agent stands, and what was heard, to what it says and does next. */
// Pure: what is heard, said and timed comes in as events, and what is decided goes out as a value.
import { DIALOGUE_WORDS } from './dialogue-words.ts';
import type { WordsFor } from './dialogue-words.ts';
import type { FoundArticle } from './found.ts';
import { ANSWER_THRESHOLD, MEANINGS, meaningOf } from './meaning.ts';
import type { Meaning } from './meaning.ts';

/** The longest talk: turns of the caller, and seconds. Beyond either a person takes over. */
export const MAX_CALLER_TURNS = 30;
export const MAX_TALK_SECONDS = 600;
/** How often a caller who says nothing is asked, before the call ends. */
const MAX_SILENCES = 2;
/** How much of what callers said is kept of the talk: the last turns, for those who take over. */
const MAX_KEPT = 10;

/**
 * `listening`: for what it is about. `confirming`: whether the answer helped. `parting`: whether there is anything
 * else. `ended`: by a goodbye, a hand-over, or the caller's hanging up.
 */
export const PHASES = ['listening', 'confirming', 'parting', 'ended'] as const;
export type Phase = (typeof PHASES)[number];

/** Why a person takes over. `procedure`: an article says so, which is its end and no failure. */
export const HAND_OVER_REASONS = [
  'asked_for',
  'not_understood',
  'not_helped',
  'trouble',
  'limit',
  'procedure',
] as const;
export type HandOverReason = (typeof HAND_OVER_REASONS)[number];

/** An answer that was given, and what the caller said to it; null: nothing that tells. */
export type GivenAnswer = Pick<FoundArticle, 'articleId' | 'title' | 'score'> & { readonly helped: boolean | null };

/** Everything that the next decision, and the report of the talk, need. */
export type Dialogue = {
  readonly phase: Phase;
  /** How often in a row the caller was not understood, and said nothing. */
  readonly misses: number;
  readonly silences: number;
  readonly turns: number;
  readonly answers: readonly GivenAnswer[];
  /** Other articles that were found for the question, which have not been said. */
  readonly others: readonly FoundArticle[];
  /** What was said last, for those who did not catch it. */
  readonly said: readonly string[];
  /** The last turns of the caller. */
  readonly asked: readonly string[];
  readonly handedOver: HandOverReason | null;
};

/** What happens to the talk. `second`: since its beginning. */
export type DialogueEvent = { readonly second: number } & (
  | { readonly type: 'began'; readonly isRecorded: boolean }
  /** The process ended in the middle of the talk, and the next one continues it. */
  | { readonly type: 'resumed' }
  /** A turn of the caller, with the articles found for it, best first. */
  | { readonly type: 'said'; readonly text: string; readonly found: readonly FoundArticle[] }
  | { readonly type: 'pressed'; readonly key: string }
  /** Nothing was heard for as long as one waits. */
  | { readonly type: 'silent' }
  /** An engine that the talk needs does not answer. */
  | { readonly type: 'failed' }
  | { readonly type: 'hung_up' }
);

/** What comes after the words: the caller's turn, a person, or the end. `rest`: nothing, the talk is over. */
export type Next = 'listen' | 'hand_over' | 'hang_up' | 'rest';

/** What is decided. `expects`: what kind of turn is waited for, which decides how long a pause may be. */
export type Decision = {
  readonly dialogue: Dialogue;
  readonly say: readonly string[];
  readonly next: Next;
  readonly expects: 'question' | 'yes_no' | null;
};

/** A talk that has not begun. */
export const NEW_DIALOGUE: Dialogue = {
  phase: 'listening',
  misses: 0,
  silences: 0,
  turns: 0,
  answers: [],
  others: [],
  said: [],
  asked: [],
  handedOver: null,
};

/** What was heard, as far as it decides. */
export const SIGNALS = [...MEANINGS, 'silence', 'trouble', 'limit'] as const satisfies readonly (
  | Meaning
  | 'silence'
  | 'trouble'
  | 'limit'
)[];
export type Signal = (typeof SIGNALS)[number];

/** What is done about it. Each is a function below. */
type Move =
  | 'answer'
  | 'ask_again'
  | 'confirm'
  | 'confirm_and_part'
  | 'try_another'
  | 'dismiss'
  | 'yes_or_no'
  | 'what_else'
  | 'goodbye'
  | 'repeat'
  | 'still_there'
  | 'person_asked_for'
  | 'person_trouble'
  | 'person_limit'
  | 'rest';

/** The same in every phase: who asks for a person gets one, whatever else is in progress. */
const ALWAYS = {
  asks_for_person: 'person_asked_for',
  answerable: 'answer',
  asks_to_repeat: 'repeat',
  silence: 'still_there',
  trouble: 'person_trouble',
  limit: 'person_limit',
} as const satisfies Partial<Record<Signal, Move>>;

/** Phase -> what was heard -> what is done. */
export const DIALOGUE = {
  listening: {
    ...ALWAYS,
    affirms: 'ask_again',
    denies: 'ask_again',
    dismisses: 'dismiss',
    thanks: 'goodbye',
    says_goodbye: 'goodbye',
    unclear: 'ask_again',
  },
  confirming: {
    ...ALWAYS,
    affirms: 'confirm',
    denies: 'try_another',
    dismisses: 'dismiss',
    thanks: 'confirm_and_part',
    says_goodbye: 'goodbye',
    unclear: 'yes_or_no',
  },
  parting: {
    ...ALWAYS,
    affirms: 'what_else',
    denies: 'goodbye',
    dismisses: 'goodbye',
    thanks: 'goodbye',
    says_goodbye: 'goodbye',
    unclear: 'ask_again',
  },
  ended: {
    asks_for_person: 'rest',
    answerable: 'rest',
    affirms: 'rest',
    denies: 'rest',
    dismisses: 'rest',
    thanks: 'rest',
    says_goodbye: 'rest',
    asks_to_repeat: 'rest',
    unclear: 'rest',
    silence: 'rest',
    trouble: 'rest',
    limit: 'rest',
  },
} as const satisfies Record<Phase, Record<Signal, Move>>;

/** The next decision. */
export function converse(dialogue: Dialogue, event: DialogueEvent): Decision {
  if (dialogue.phase === 'ended' && event.type !== 'resumed') return rest(dialogue);
  switch (event.type) {
    case 'began':
      return listen(dialogue, DIALOGUE_WORDS[event.isRecorded ? 'greeting_recorded' : 'greeting']);
    case 'resumed':
      return resumed(dialogue);
    case 'hung_up':
      return { ...rest(dialogue), dialogue: { ...dialogue, phase: 'ended' } };
    case 'silent':
      return decide({ ...dialogue, silences: dialogue.silences + 1 }, 'silence', []);
    case 'failed':
      return decide(dialogue, 'trouble', []);
    case 'pressed':
      // Other keys mean nothing here; who presses them is there.
      return event.key === '0'
        ? decide(dialogue, 'asks_for_person', [])
        : decide(heard(dialogue, null), signalOf('unclear', event), []);
    case 'said': {
      const meaning = meaningOf(event.text, event.found, dialogue.phase !== 'listening');
      const next = heard(dialogue, event.text);
      return decide(next, meaning === 'asks_for_person' ? meaning : signalOf(meaning, event, next.turns), event.found);
    }
    default:
      return event satisfies never;
  }
}

/** The caller hears what was said last again, and what was decided then is done. */
function resumed(dialogue: Dialogue): Decision {
  const say = [...DIALOGUE_WORDS.interrupted, ...dialogue.said];
  if (dialogue.phase !== 'ended') return { ...listen(dialogue, say), dialogue };
  return { dialogue, say, next: dialogue.handedOver === null ? 'hang_up' : 'hand_over', expects: null };
}

/** A talk that has lasted too long goes to a person, whatever was said; but it may end by itself. */
function signalOf(signal: Signal, { second }: { readonly second: number }, turns = 0): Signal {
  const isOver = signal === 'thanks' || signal === 'says_goodbye' || signal === 'dismisses';
  return !isOver && (second >= MAX_TALK_SECONDS || turns >= MAX_CALLER_TURNS) ? 'limit' : signal;
}

/** The dialogue after a turn of the caller; null: one without words. */
export function heard(dialogue: Dialogue, text: string | null): Dialogue {
  const asked = text === null ? dialogue.asked : [...dialogue.asked, text].slice(-MAX_KEPT);
  return { ...dialogue, asked, silences: 0, turns: dialogue.turns + 1 };
}

function decide(dialogue: Dialogue, signal: Signal, found: readonly FoundArticle[]): Decision {
  const move: Move = DIALOGUE[dialogue.phase][signal];
  return MOVES[move](dialogue, found);
}

/** How each move is made. A table. */
const MOVES: Readonly<Record<Move, (dialogue: Dialogue, found: readonly FoundArticle[]) => Decision>> = {
  answer: (dialogue, found) => answer({ ...dialogue, others: found.slice(1) }, found[0], []),
  ask_again: (dialogue) =>
    dialogue.misses > 0
      ? handOver(dialogue, 'not_understood', 'to_person_unclear')
      : listen({ ...dialogue, phase: 'listening', misses: dialogue.misses + 1 }, DIALOGUE_WORDS.ask_again),
  confirm: (dialogue) => listen({ ...verdict(dialogue, true), phase: 'parting' }, DIALOGUE_WORDS.glad),
  confirm_and_part: (dialogue) => goodbye(verdict(dialogue, true), 'goodbye'),
  try_another(dialogue) {
    const denied = verdict(dialogue, false);
    const [next, ...others] = denied.others.filter(({ score }) => score >= ANSWER_THRESHOLD);
    return next === undefined
      ? handOver(denied, 'not_helped', 'to_person_unhelpful')
      : answer({ ...denied, others }, next, DIALOGUE_WORDS.try_another);
  },
  dismiss: (dialogue) => goodbye(verdict(dialogue, false), 'sorry_goodbye'),
  yes_or_no: (dialogue) =>
    dialogue.misses > 0
      ? handOver(dialogue, 'not_understood', 'to_person_unclear')
      : listen({ ...dialogue, misses: dialogue.misses + 1 }, DIALOGUE_WORDS.yes_or_no),
  what_else: (dialogue) => listen({ ...dialogue, phase: 'listening', misses: 0 }, DIALOGUE_WORDS.what_else),
  goodbye: (dialogue) => goodbye(dialogue, 'goodbye'),
  repeat: (dialogue) => listen(dialogue, dialogue.said),
  still_there: (dialogue) =>
    dialogue.silences > MAX_SILENCES
      ? goodbye(dialogue, 'goodbye_unheard')
      : { ...listen(dialogue, DIALOGUE_WORDS[dialogue.silences > 1 ? 'still_there_again' : 'still_there']), dialogue },
  person_asked_for: (dialogue) => handOver(dialogue, 'asked_for', 'to_person'),
  person_trouble: (dialogue) => handOver(dialogue, 'trouble', 'to_person_trouble'),
  person_limit: (dialogue) => handOver(dialogue, 'limit', 'to_person_limit'),
  rest,
};

/** An article is said, and whether it helped is asked. */
export function answer(dialogue: Dialogue, article: FoundArticle | undefined, before: readonly string[]): Decision {
  if (article === undefined) return MOVES.ask_again(dialogue, []);
  const { articleId, title, score, sentences, handsOver } = article;
  const given = { ...dialogue, misses: 0, answers: [...dialogue.answers, { articleId, title, score, helped: null }] };
  if (handsOver) {
    const decision = handOver(given, 'procedure', 'to_person_next');
    return { ...decision, say: [...before, ...sentences, ...decision.say] };
  }
  return listen({ ...given, phase: 'confirming' }, [...before, ...sentences, ...DIALOGUE_WORDS.did_that_help]);
}

/** What the caller says of the last answer. */
function verdict(dialogue: Dialogue, helped: boolean): Dialogue {
  const last = dialogue.answers.at(-1);
  const answers = last === undefined ? [] : [...dialogue.answers.slice(0, -1), { ...last, helped }];
  return { ...dialogue, answers, misses: 0 };
}

/** It is said, and the caller's turn comes. */
export function listen(dialogue: Dialogue, say: readonly string[]): Decision {
  const expects = dialogue.phase === 'listening' ? 'question' : 'yes_no';
  return { dialogue: { ...dialogue, said: say }, say, next: 'listen', expects };
}

/** A person takes over. */
export function handOver(dialogue: Dialogue, handedOver: HandOverReason, words: WordsFor): Decision {
  const say = DIALOGUE_WORDS[words];
  return { dialogue: { ...dialogue, phase: 'ended', said: say, handedOver }, say, next: 'hand_over', expects: null };
}

/** The talk ends. */
export function goodbye(dialogue: Dialogue, words: WordsFor): Decision {
  const say = DIALOGUE_WORDS[words];
  return { dialogue: { ...dialogue, phase: 'ended', said: say }, say, next: 'hang_up', expects: null };
}

function rest(dialogue: Dialogue): Decision {
  return { dialogue, say: [], next: 'rest', expects: null };
}
