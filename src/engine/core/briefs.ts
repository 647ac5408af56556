/** What the voice agent told of callers whom it passed on, while they are there. The summary alone is stored. */
import type { Call } from '#domain/call/call.ts';
import { isLive } from '#domain/call/state.ts';
import type { Brief } from '#domain/voice-agent/brief.ts';

/** Callers at once of whom it is kept; of more, the newest. */
const MAX_KEPT = 500;

export type Briefs = {
  /** By the call in which the voice agent had the caller. */
  put(finCallId: number, brief: Brief): void;
  /** Null: the caller did not come from the voice agent, or nothing is known any more. */
  of(call: Pick<Call, 'finCallId'>): Brief | null;
  /** Forgets callers who are gone. */
  see(call: Call): void;
};

/** Makes them of one process. */
export function createBriefs(): Briefs {
  const kept = new Map<number, Brief>();
  return {
    put(finCallId, brief) {
      kept.set(finCallId, brief);
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    },
    of: ({ finCallId }) => (finCallId === null ? null : (kept.get(finCallId) ?? null)),
    see({ finCallId, state }) {
      if (finCallId !== null && !isLive(state)) kept.delete(finCallId);
    },
  };
}
