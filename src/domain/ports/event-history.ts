/** Events that have happened, as people look back at them. */

/** How many messages a page of the history has, if there are so many. */
export const HISTORY_PAGE = 50;
/** How many events one look into the history reads at the most. */
export const MAX_LOOKED_AT = 1000;
/** How many sequences it reaches back at the most; they are those of all workspaces. */
export const MAX_REACH = 100_000;

/** A message as it stands in the history: its type, and what it is about; all null: a call that was refused. */
export type ToldEvent = {
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  readonly callId: number | null;
  readonly contactId: number | null;
  readonly agentId: number | null;
};

/** What event streams sent, or would have sent, in the format `standard`. */
export type EventHistory = {
  /** Event types, in the order in which they happen. */
  readonly types: readonly string[];
  /**
   * The newest first, of types that begin so and of the call, with sequences below `before`. `next`: the `before` of
   * the next look, which may find more even where this one found nothing; null at the beginning of the log.
   */
  newest(
    workspaceId: number,
    filter: { readonly type: string; readonly callId: number | null },
    before: number | null,
  ): Promise<{ readonly events: readonly ToldEvent[]; readonly next: number | null }>;
  /** What is sent of one event now, in order, each with its text. Empty: there is none, or it is about what is gone. */
  find(workspaceId: number, seq: number): Promise<readonly { readonly event: ToldEvent; readonly data: string }[]>;
};
