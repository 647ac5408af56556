/** Articles that were found for what a caller said. */

/** One of them. */
export type FoundArticle = {
  readonly articleId: number;
  readonly title: string;
  /** How close it is: 1 is the same words. */
  readonly score: number;
  /** What is said of it. */
  readonly sentences: readonly string[];
  /** Once it has been said, the caller is connected with a person. */
  readonly handsOver: boolean;
};
