/**
 * What a language model may choose in a talk, and what becomes of its choice. The model phrases; what may happen to the
 * caller stays with the table of the dialogue. Pure.
 */
import { converse, answer, goodbye, handOver, heard, listen } from './dialogue.ts';
import type { Decision, Dialogue } from './dialogue.ts';
import type { FoundArticle } from './found.ts';
import { meaningOf } from './meaning.ts';
import { spokenSentences } from './spoken.ts';

/** What it says at a time, at most. Characters; whole sentences, one at least. */
export const MAX_PHRASED = 400;

/** How often in a row it may ask back; then a person takes over. */
const MAX_ASKED_BACK = 2;

/** A choice. `article`: its place among those that were found, from 0. */
export type Choice =
  | { readonly type: 'answer'; readonly article: number; readonly text: string }
  | { readonly type: 'ask_back'; readonly text: string }
  | { readonly type: 'hand_over' }
  | { readonly type: 'end_call' };

/** A turn of the caller, and what was found for it. */
export type Asking = { readonly second: number; readonly text: string; readonly found: readonly FoundArticle[] };

/**
 * What the table decides on the turn, and whether a model may decide otherwise: not where the caller asks for a person,
 * says yes, no or goodbye, has talked for too long, or comes to an article that a person continues.
 */
export function decidedByTable(
  dialogue: Dialogue,
  asking: Asking,
): { readonly decision: Decision; readonly isOpen: boolean } {
  const decision = converse(dialogue, { type: 'said', ...asking });
  const meaning = meaningOf(asking.text, asking.found, dialogue.phase !== 'listening');
  const isWhole = meaning === 'answerable' || meaning === 'unclear';
  const { handedOver } = decision.dialogue;
  return { decision, isOpen: isWhole && (handedOver === null || handedOver === 'not_understood') };
}

/** What becomes of the choice; null: it is none that can be made. */
export function choose(dialogue: Dialogue, { text, found }: Asking, choice: Choice): Decision | null {
  const next = heard(dialogue, text);
  switch (choice.type) {
    case 'answer': {
      const article = found[choice.article];
      const sentences = phrased(choice.text);
      if (article === undefined || sentences.length === 0) return null;
      const others = found.filter((each) => each !== article);
      return answer({ ...next, others }, { ...article, sentences }, []);
    }
    case 'ask_back': {
      const say = phrased(choice.text);
      if (say.length === 0) return null;
      if (next.misses >= MAX_ASKED_BACK) return handOver(next, 'not_understood', 'to_person_unclear');
      return listen({ ...next, phase: 'listening', misses: next.misses + 1 }, say);
    }
    case 'hand_over':
      return dialogue.phase === 'confirming'
        ? handOver(next, 'not_helped', 'to_person_unhelpful')
        : handOver(next, 'not_understood', 'to_person_unclear');
    case 'end_call':
      return goodbye(next, 'goodbye');
    default:
      return choice satisfies never;
  }
}

/** Words alone, whatever the model wrote them with. */
function phrased(text: string): readonly string[] {
  const all = spokenSentences(text);
  let length = 0;
  const fitting = all.findIndex((sentence) => (length += sentence.length + 1) > MAX_PHRASED);
  return all.slice(0, fitting < 0 ? all.length : Math.max(1, fitting));
}
