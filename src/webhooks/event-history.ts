/** Events that have happened, to people who look back: what the streams send, the newest first. */
import type { EventHistory, ToldEvent } from '#domain/ports/event-history.ts';
import { HISTORY_PAGE, MAX_LOOKED_AT, MAX_REACH } from '#domain/ports/event-history.ts';
import type { EventLog, LoggedEvent } from '#domain/ports/event-log.ts';
import { isSubjectEvent } from '#domain/ports/event-log.ts';
import { toldTypesOf } from './formats/formats.ts';
import { messagesOf } from './messages.ts';
import type { Writers } from './telling.ts';
import { readTellings } from './telling.ts';

/** Events of one read. */
const BATCH = 100;

export type HistoryParts = {
  readonly log: Pick<EventLog, 'last' | 'between' | 'newest' | 'calls' | 'subjects'>;
  readonly writers: Writers;
};

/** Makes it. */
export function createEventHistory({ log, writers }: HistoryParts): EventHistory {
  return {
    types: toldTypesOf('standard'),
    async newest(workspaceId, { type, callId }, before) {
      const end = (await log.last()) + 1;
      const from = Math.min(before ?? end, end);
      // A call's events are found by the call, however old they are.
      const after = callId === null ? Math.max(0, from - 1 - MAX_REACH) : 0;
      const found: ToldEvent[] = [];
      let at = from;
      for (let looked = 0; looked < MAX_LOOKED_AT; looked += BATCH) {
        const events = await log.newest(workspaceId, { before: at, after, callId }, BATCH);
        const tellingsOf = await readTellings(events, log, writers);
        for (const event of events) {
          // The messages of one event stay on one page.
          if (found.length >= HISTORY_PAGE) return { events: found, next: at };
          at = event.seq;
          const types = tellingsOf(event, 'standard').map((telling) => telling.type);
          found.push(
            ...types
              .filter((each) => each.startsWith(type))
              .map((each) => toldOf(event, each))
              .toReversed(),
          );
        }
        if (events.length < BATCH) return { events: found, next: after === 0 ? null : after + 1 };
      }
      return { events: found, next: at };
    },
    async find(workspaceId, seq) {
      const events = await log.between(workspaceId, seq - 1, seq, 1);
      const tellingsOf = await readTellings(events, log, writers);
      const written = events.map(async (event) => {
        const messages = await messagesOf(event, 'standard', tellingsOf(event, 'standard'));
        return messages.map(([type, data]) => ({ event: toldOf(event, type), data }));
      });
      return (await Promise.all(written)).flat();
    },
  };
}

function toldOf(event: LoggedEvent, type: string): ToldEvent {
  const { seq, at, callId } = event;
  const { contactId, agentId } = isSubjectEvent(event) ? event : { contactId: null, agentId: null };
  return { seq, type, at, callId, contactId, agentId };
}
