import type { Pool } from 'pg';
import { countClosedHours } from '#storage/call-hours.ts';

/** What the seeded calls are like. Percentages of all calls, which are spread evenly over the days. */
const DAYS = 90;
/** Every this many calls share a caller, on the average. */
const CALLS_A_CONTACT = 8;

/**
 * Fills the demo workspace with this many calls of the last 90 days, most of them finished: a tenth was announced by
 * another telephony system, a tenth reported by another, a tenth missed. Written as SQL, because a million would take
 * hours through the engine.
 */
export async function seedCalls(pool: Pool, count: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`set synchronous_commit = off`);
    await client.query(CONTACTS, [Math.ceil(count / CALLS_A_CONTACT)]);
    await client.query(CALLS, [count, Math.ceil(count / CALLS_A_CONTACT)]);
    await client.query(CONVERSATIONS);
    await client.query(ANNOUNCEMENTS);
    await client.query(`select setval(pg_get_serial_sequence('call', 'id'), (select max(id) from call)),
      setval(pg_get_serial_sequence('conversation', 'id'), (select max(id) from conversation))`);
    await client.query('reset synchronous_commit');
  } finally {
    client.release();
  }
  await countClosedHours(pool);
  // Autovacuum would do the same some minutes later, in the middle of what is measured.
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
}

/** Adds this many calls of the last minutes to those that are there, all of them ended; the hour is not counted yet. */
export async function seedPresentHour(pool: Pool, count: number): Promise<void> {
  await pool.query(
    `insert into call (uid, workspace_id, version, origin, direction, state, conversation_id, lang, contact_id, contact_number,
       own_number, agent_id, menu_id, priority, carrier, carriers_tried, created_at, updated_at, queued_at, assigned_at,
       connected_at, ends_at, hold_seconds, recording_permission, voicemail_reason, deflection, disconnected_by, fail_reason,
       answer_type, has_feedback, verified, flags, offer_type, offer_seconds, groups_ahead, castings, passed_by, participants,
       transfers, deflections, recording, transcript_status, summary, report)
     select gen_random_uuid(), c.workspace_id, c.version, c.origin, c.direction, c.state, c.conversation_id, c.lang, c.contact_id,
       c.contact_number, c.own_number, c.agent_id, c.menu_id, c.priority, c.carrier, c.carriers_tried,
       now() - interval '2 minutes', now() - interval '2 minutes', c.queued_at, c.assigned_at, c.connected_at, c.ends_at,
       c.hold_seconds, c.recording_permission, c.voicemail_reason, c.deflection, c.disconnected_by, c.fail_reason, c.answer_type,
       c.has_feedback, c.verified, c.flags, c.offer_type, c.offer_seconds, c.groups_ahead, c.castings, c.passed_by,
       c.participants, c.transfers, c.deflections, null, c.transcript_status, c.summary, null
     from generate_series(1, $1::int) n join call c on c.id = 1001 + n % 2`,
    [count],
  );
  await pool.query('vacuum analyze call');
}

const CONTACTS = `
insert into contact (workspace_id, phone, name)
select 1, '+1212' || (2000000 + n), 'Contact ' || n from generate_series(1, $1::int) n`;

const CALLS = `
insert into call (id, uid, workspace_id, version, origin, direction, state, conversation_id, lang, contact_id, contact_number,
  own_number, agent_id, menu_id, priority, carrier, carriers_tried, created_at, updated_at, queued_at, assigned_at, connected_at,
  ends_at, hold_seconds, recording_permission, voicemail_reason, deflection, disconnected_by, fail_reason, answer_type, has_feedback,
  verified, flags, offer_type, offer_seconds, groups_ahead, castings, passed_by, participants, transfers, deflections, recording,
  transcript_status, summary, report)
select 1000 + n, gen_random_uuid(), 1, 9,
  case when is_reported then 'reported' when is_fin then 'fin' else 'incoming_api' end,
  'inbound', case when is_missed then 'failed' else 'finished' end, 5000 + n, 'en', p.id, p.phone, '+1 339-219-5276',
  case when not is_missed then 1 end, case when not is_reported and not is_fin then 9 end, 0, 'simulator', '[]',
  at, at + interval '5 minutes', at, case when not is_missed then at + interval '20 seconds' end,
  case when not is_missed then at + interval '25 seconds' end, at + interval '4 minutes', 0, 'not_asked', 'not_voicemail',
  'no_deflection', 'disconnected_by_end_user', case when is_missed then 'eu_abandoned' else 'nothing' end, 'manual', false, false,
  '{"verifiedCustomer":false,"badActor":false,"repeatCustomer":false}', 'cascade', 30, '["Group 2"]',
  jsonb_build_array(jsonb_build_object('at', at, 'group', 'Group 1')), '[]',
  jsonb_build_array(
    jsonb_build_object('id', 2 * n, 'kind', 'end_user', 'status', 'finished', 'agentId', null, 'connectedAt', at,
      'endedAt', at + interval '4 minutes', 'holdSeconds', 0, 'failReason', 'nothing'),
    jsonb_build_object('id', 2 * n + 1, 'kind', 'agent', 'status', 'finished', 'agentId', 1, 'connectedAt', at,
      'endedAt', at + interval '4 minutes', 'holdSeconds', 0, 'failReason', 'nothing')),
  '[]', '[]',
  case when not is_missed and not is_reported then jsonb_build_object('uid', gen_random_uuid(), 'kind', 'call', 'status', 'stored',
    'seconds', 215, 'bytes', 3440044, 'createdAt', at, 'played', false) end,
  case when not is_missed then 'done' end, 'The caller asked about an order.',
  case when is_reported then jsonb_build_object('staffUid', 's' || n, 'clientUid', p.uid, 'fromNumber', p.phone, 'toNumber', '+13392195276',
    'status', 'ANSWERED_BY_STAFF', 'rate', '0.02', 'price', null, 'provider', 'VONAGE', 'sourceId', 'src' || n, 'externalUuid', 'ext-' || n,
    'durationSeconds', 215, 'summary', null, 'externalAppUrl', null, 'externalAppName', null, 'recordingId', null,
    'handledByStaffUid', null, 'handledAt', null) end
from (
  select n, n % 10 = 3 as is_reported, n % 10 = 5 as is_fin, n % 10 = 7 as is_missed,
    date_trunc('milliseconds', now() - interval '1 hour' - ($1::int - n) * (interval '${DAYS} days' / $1::int)) as at
  from generate_series(1, $1::int) n
) as planned
join contact p on p.workspace_id = 1 and p.phone = '+1212' || (2000001 + (n::bigint * 7919) % $2::int)
order by n`;

const CONVERSATIONS = `
insert into conversation (id, workspace_id, contact_id, created_at)
select conversation_id, workspace_id, contact_id, created_at from call`;

const ANNOUNCEMENTS = `
insert into external_call (workspace_id, phone_number, caller, external_id, source, status, call_id, conversation_id, summary, created_at)
select 1, contact_number, contact_number, 'fin-' || id, 'aws_connect', 'assumed_resolution', id, conversation_id, 'Answered.', created_at
from call where origin = 'fin'`;
