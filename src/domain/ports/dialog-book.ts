/** Dialogs of telephones in progress, so that none is left open by a process that died. */

/** One, and as much of it as it takes to hang up; what that is, its carrier knows. */
export type KeptDialog = { readonly key: string; readonly trunkId: number; readonly dialog: object };

/** They. Keeping and dropping return at once: what comes together is written together, and no call waits for it. */
export type DialogBook = {
  /** Keeps it, or keeps it as it is now. */
  keep(dialog: KeptDialog): void;
  drop(key: string): void;
  /** Those that are kept. */
  all(): Promise<readonly KeptDialog[]>;
  /** Resolves once all is written that was asked for so far; what cannot be written is left. */
  settled(): Promise<void>;
};
