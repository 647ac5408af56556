/** Where the technical side of calls is kept: from time to time while they live, and once they have ended. */
import type { CallTrace } from '../call/trace.ts';

/** The trace of a call as it stands, or as it ended. `isNamed`: the call has had a contact or a number. */
export type KeptTrace = { readonly callId: number; readonly isNamed: boolean; readonly trace: CallTrace };

/** They go with their call: whatever forgets the call forgets its trace. */
export type CallTraceStore = {
  /** Keeps them in one statement. A call that was forgotten meanwhile gets none. */
  put(traces: readonly KeptTrace[]): Promise<void>;
  /** Null: none is kept. */
  of(workspaceId: number, callId: number): Promise<CallTrace | null>;
  /** Of those among the calls of which one is kept. */
  ofCalls(callIds: readonly number[]): Promise<ReadonlyMap<number, CallTrace>>;
};

/**
 * Reads the trace of a call of the workspace as it stands: one in progress, or one that has just ended, from memory.
 */
export type ReadTrace = (workspaceId: number, callId: number) => Promise<CallTrace>;
