/** Takes what is personal out of calls: the facts that are counted stay, times, queue, agent, state and lengths. */
import type { RawBuilder, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from './tables.ts';
import { TALK_WORDS_FORGOTTEN } from './voice-talks.ts';

/** How a report says that there is nothing: its texts are never absent. */
const NO_REPORT = JSON.stringify({
  clientUid: '',
  fromNumber: '',
  toNumber: '',
  summary: null,
  externalAppUrl: null,
  externalAppName: null,
  recordingId: null,
});

/** The change to the row of a call. One version on: who has it in mind reads it anew. */
const EMPTIED: RawBuilder<unknown> = sql`
  contact_id = null, contact_number = null, ticket_id = null, ticket_url = null, fail_details = null, summary = null,
  transcript_status = null, request_key = null, version = version + 1,
  recording = case when recording is null then null else recording || '{"status": "deleted"}' end,
  report = case when report is null then null else report || ${NO_REPORT}::jsonb end,
  participants = coalesce((select jsonb_agg(each.element - 'dialled' order by each.place)
    from jsonb_array_elements(participants) with ordinality as each (element, place)), '[]')`;

/**
 * Forgets all that is personal in the calls: who, what was said and noted, the sound (its file is removed by a job).
 * None may be in progress.
 */
export async function emptyCalls(transaction: Transaction<Tables>, callIds: readonly number[]): Promise<void> {
  if (callIds.length === 0) return;
  const ids = sql`any(${callIds}::bigint[])`;
  await removeSound(transaction, callIds);
  await sql`delete from transcript where call_id = ${ids}`.execute(transaction);
  await sql`update voice_talk set ${TALK_WORDS_FORGOTTEN} where call_id = ${ids}`.execute(transaction);
  await sql`delete from call_trace where call_id = ${ids}`.execute(transaction);
  await sql`delete from call_note where call_id = ${ids}`.execute(transaction);
  await sql`delete from external_call where call_id = ${ids}`.execute(transaction);
  await sql`update call_event set data = '{}' where call_id = ${ids} and data <> '{}'`.execute(transaction);
  await forgetDeliveries(transaction, sql`call_id = ${ids}`);
  await sql`update call set ${EMPTIED} where id = ${ids}`.execute(transaction);
}

/** What webhooks were told, or are still to be told: that there was a delivery stays, and how it went. */
export async function forgetDeliveries(transaction: Transaction<Tables>, which: RawBuilder<unknown>): Promise<void> {
  await sql`
    update webhook_delivery set body = '{}', state = case when state = 'waiting' then 'dropped' else state end,
      ended_at = coalesce(ended_at, now()),
      log = coalesce((select jsonb_agg(each.attempt || '{"answer": ""}' order by each.place)
        from jsonb_array_elements(log) with ordinality as each (attempt, place)), '[]')
    where ${which}`.execute(transaction);
}

/** Marks the sound of the calls as deleted, and its files for the job that removes them. */
export async function removeSound(transaction: Transaction<Tables>, callIds: readonly number[]): Promise<void> {
  await sql`
    with gone as (
      update call set recording = recording || '{"status": "deleted"}', version = version + 1
      where id = any(${callIds}::bigint[]) and recording is not null and recording ->> 'status' <> 'deleted'
      returning recording ->> 'uid' as uid
    )
    insert into file_removal (recording_uid) select uid from gone on conflict do nothing`.execute(transaction);
}
