/** What decides the voice agent's next words: the port behind which one of several engines stands. */
import type { Decision, Dialogue, DialogueEvent } from '../voice-agent/dialogue.ts';
import type { FoundArticle } from '../voice-agent/found.ts';

/** How articles were found: by what the sentences mean, or, without the encoder, by their words and parts of words. */
export const FOUND_BY = ['meaning', 'words'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/** What was found for a question, best first; scores of both kinds are held against the same threshold. */
export type FoundAnswers = { readonly by: FoundBy; readonly found: readonly FoundArticle[] };

/** The longest question; what is said beyond it is not looked at. Characters. */
export const MAX_QUESTION = 500;

/** A question of a caller. */
export type Question = { readonly workspaceId: number; readonly text: string; readonly lang: string };

/** What happened in a talk; of a turn only the words, what is found for them is the engine's matter. */
export type TalkEvent =
  | Exclude<DialogueEvent, { readonly type: 'said' }>
  | { readonly type: 'said'; readonly second: number; readonly text: string };

/** The engine. Neither of its functions rejects: what cannot be had is answered with less. */
export type Reasoner = {
  find(question: Question): Promise<FoundAnswers>;
  /** The next decision of a talk in the workspace. */
  reply(talk: Omit<Question, 'text'> & { readonly dialogue: Dialogue }, event: TalkEvent): Promise<Decision>;
};
