/** What a caller means by a turn of theirs, as far as it decides what the voice agent does next. Pure, English. */
import type { FoundArticle } from './found.ts';

/** The cosine from which on an article answers a question: below it, of 61 utterances about something else 5 pass. */
export const ANSWER_THRESHOLD = 0.65;

/**
 * `answerable`: an article is close enough. `dismisses`: a no, and goodbye in one breath. `thanks`: and wants nothing
 * more. `unclear`: none of these.
 */
export const MEANINGS = [
  'asks_for_person',
  'answerable',
  'affirms',
  'denies',
  'dismisses',
  'thanks',
  'says_goodbye',
  'asks_to_repeat',
  'unclear',
] as const;
export type Meaning = (typeof MEANINGS)[number];

const PERSON =
  /\b(agent|person|human|human being|operator|representative|supervisor|real (?:someone|people)|talk to someone|speak to someone)\b/;
const REPEAT = /\b(repeat|say (?:that|it) again|once more|pardon|come again)\b/;
const GOODBYE = /\b(goodbye|good bye|bye)\b/;
const THANKS =
  /\b(thank you|thanks|that(?: i|')s all|that(?: i|')s it|all i need(?:ed)?|answers? my question|nothing else)\b/;
const DENIAL = /\b(?:did ?n(?:o|')?t|does ?n(?:o|')?t|do ?n(?:o|')?t|not|never|useless|wrong|unhelpful)\b/;
const NO = /^(?:no|nope|nah|not)\b/;
const YES =
  /^(?:yes|yeah|yep|yup|sure|right|correct|ok|okay|please|perfect|great|exactly|it (?:did|does|helps|helped)|that (?:did|does|helps|helped|works|worked))\b/;
const HELP = /\b(?:help|helps|helped|work|works|worked|solve|solves|solved)\b/;

/** More words than this are more than a yes or a no. */
const MAX_SHORT = 5;

/**
 * What the words mean, with the articles found for them, best first. `isAnswering`: they follow a yes-or-no question.
 */
export function meaningOf(text: string, found: readonly FoundArticle[], isAnswering: boolean): Meaning {
  const words = text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (PERSON.test(words)) return 'asks_for_person';
  const isDenial =
    NO.test(words) || (HELP.test(words) && DENIAL.test(words)) || /\b(?:useless|unhelpful)\b/.test(words);
  const isShort = words.split(' ').length <= MAX_SHORT || HELP.test(words);
  const isOver = GOODBYE.test(words) || THANKS.test(words);
  if (isDenial && GOODBYE.test(words)) return 'dismisses';
  const isAnswerable = (found[0]?.score ?? 0) >= ANSWER_THRESHOLD;
  // Someone who asks and thanks in one breath has asked.
  if (isAnswerable && !isOver && !(isAnswering && isShort && (isDenial || YES.test(words)))) return 'answerable';
  if (REPEAT.test(words)) return 'asks_to_repeat';
  if (isDenial && isShort) return 'denies';
  if (THANKS.test(words)) return 'thanks';
  if (GOODBYE.test(words)) return 'says_goodbye';
  if (YES.test(words) && isShort) return 'affirms';
  return isAnswerable ? 'answerable' : 'unclear';
}
