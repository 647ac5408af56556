/** What the voice agent told of callers whom it passed on, while they are there. Stored with the talk, too. */
import type { Call } from '#domain/call/call.ts';
import { isLive } from '#domain/call/state.ts';
import type { TalkBook } from '#domain/ports/talk-book.ts';
import type { Brief } from '#domain/voice-agent/brief.ts';

/** Callers at once of whom it is kept; of more, the newest. */
const MAX_KEPT = 500;

export type Briefs = {
  /** By the call in which the voice agent had the caller. */
  put(finCallId: number, brief: Brief): void;
  /** What an earlier process knew of the callers in these calls. */
  takeUp(calls: readonly Pick<Call, 'finCallId'>[]): Promise<void>;
  /** Null: the caller did not come from the voice agent, or nothing is known any more. */
  of(call: Pick<Call, 'finCallId'>): Brief | null;
  /** Forgets callers who are gone. */
  see(call: Call): void;
};

/** Makes them of one process. */
export function createBriefs(talks: Pick<TalkBook, 'briefs'>): Briefs {
  const kept = new Map<number, Brief>();
  return {
    put(finCallId, brief) {
      kept.set(finCallId, brief);
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    },
    async takeUp(calls) {
      const ids = calls.flatMap(({ finCallId }) => finCallId ?? []);
      for (const [finCallId, brief] of await talks.briefs(ids)) kept.set(finCallId, brief);
    },
    of: ({ finCallId }) => (finCallId === null ? null : (kept.get(finCallId) ?? null)),
    see({ finCallId, state }) {
      if (finCallId !== null && !isLive(state)) kept.delete(finCallId);
    },
  };
}
