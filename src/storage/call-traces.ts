/** The technical side of calls: each write has all of a call's that there is so far. */
import type { CallTrace, EndSound, SipLeg, TracedMessage } from '#domain/call/trace.ts';
import type { CallTraceStore } from '#domain/ports/call-traces.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Makes the store. */
export function createCallTraces({ query }: Database): CallTraceStore {
  return {
    async put(traces) {
      if (traces.length === 0) return;
      const columns = {
        ids: traces.map(({ callId }) => callId),
        named: traces.map(({ isNamed }) => isNamed),
        legs: traces.map(({ trace }) => JSON.stringify(trace.legs)),
        sound: traces.map(({ trace }) => JSON.stringify(trace.sound)),
      };
      // Who was forgotten since the call ended is not to come back by this: their calls name them no more. The rows of
      // the calls are held, so that of this and the forgetting one comes after the other.
      await sql`
        with kept as (
          select c.id, c.workspace_id, e.legs, e.sound
          from unnest(${columns.ids}::bigint[], ${columns.named}::boolean[], ${columns.legs}::text[], ${columns.sound}::text[])
            as e (id, is_named, legs, sound)
          join call c on c.id = e.id
          where not e.is_named or c.contact_id is not null or c.contact_number is not null
          for share of c
        )
        insert into call_trace (call_id, workspace_id, legs, sound)
        select id, workspace_id, legs::jsonb, sound::jsonb from kept
        on conflict (call_id) do update set legs = excluded.legs, sound = excluded.sound`.execute(query);
    },
    async of(workspaceId, callId) {
      const row = await query
        .selectFrom('call_trace')
        .select(['legs', 'sound'])
        .where('workspace_id', '=', workspaceId)
        .where('call_id', '=', callId)
        .executeTakeFirst();
      return row === undefined ? null : readTrace(row.legs, row.sound);
    },
    async ofCalls(callIds) {
      if (callIds.length === 0) return new Map();
      const { rows } = await sql<{ id: number; legs: object; sound: object }>`
        select call_id as id, legs, sound from call_trace where call_id = any(${[...callIds]}::bigint[])`.execute(
        query,
      );
      return new Map(rows.map(({ id, legs, sound }) => [id, readTrace(legs, sound)]));
    },
  };
}

/** As JSON has it: instants are texts. */
type Kept<T> = {
  readonly [K in keyof T]: T[K] extends Date
    ? string
    : T[K] extends Date | null
      ? string | null
      : T[K] extends readonly TracedMessage[]
        ? readonly Kept<TracedMessage>[]
        : T[K];
};

/** Only `put` writes the columns, so their shape is known. */
function readTrace(legs: object, sound: object): CallTrace {
  return {
    legs: (legs as readonly Kept<SipLeg>[]).map((leg) => ({
      ...leg,
      messages: leg.messages.map((message) => ({ ...message, at: new Date(message.at) })),
    })),
    sound: (sound as readonly Kept<EndSound>[]).map((end) => ({
      ...end,
      from: new Date(end.from),
      until: end.until === null ? null : new Date(end.until),
    })),
  };
}
