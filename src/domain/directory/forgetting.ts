/** What is forgotten of people: at once, when they ask for it, or by age. */

/** How much went, or would go. Counted facts of calls stay. */
export type Forgotten = {
  readonly calls: number;
  /** Of calls and voicemails. */
  readonly recordings: number;
  readonly messages: number;
};
