/** What is said in calls in progress, as pages are told it. Plain types, also for the page. */

/** What someone says. Seconds from the beginning of the recording. */
export type WordsTurn = {
  readonly speaker: 'agent' | 'user' | 'virtual_agent';
  /** The agent's name; null for the others, and where it is not known which agent speaks. */
  readonly name: string | null;
  readonly text: string;
  readonly startSeconds: number;
  /** The words, counted from 0, that the engine may have misheard; absent: none. */
  readonly unsure?: readonly number[];
};

/**
 * What is said in a call in progress, by a machine. `turns`: those from the place `from` on, as they are now; those
 * before are as they were. `now`: what is being said, and may still change. `isOn`: it is written down at this moment.
 */
export type WordsView = {
  readonly callId: number;
  readonly from: number;
  readonly turns: readonly WordsTurn[];
  readonly now: readonly WordsTurn[];
  readonly isOn: boolean;
  /** Not all of it is heard: the rest comes after the call. */
  readonly isPartial: boolean;
};
