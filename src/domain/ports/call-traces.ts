/** Where the technical side of calls is kept once they have ended. */
import type { CallTrace } from '../call/trace.ts';

/** The trace of a call that is over. `isNamed`: the call had a contact or a number when it ended. */
export type EndedTrace = { readonly callId: number; readonly isNamed: boolean; readonly trace: CallTrace };

/** They go with their call: whatever forgets the call forgets its trace. */
export type CallTraceStore = {
  /** Keeps them in one statement. A call that was forgotten meanwhile gets none. */
  put(ended: readonly EndedTrace[]): Promise<void>;
  /** Null: none is kept. */
  of(workspaceId: number, callId: number): Promise<CallTrace | null>;
};

/**
 * Reads the trace of a call of the workspace as it stands: one in progress, or one that has just ended, from memory.
 */
export type ReadTrace = (workspaceId: number, callId: number) => Promise<CallTrace>;
