-- Written by tools/generate.ts from src/storage/commit.ts: how calls are written, all that happens at one moment in one statement.

with draft as materialized (
  select * from jsonb_populate_recordset(jsonb_populate_record(null::call, '{"version":1,"priority":0,"carriers_tried":[],"hold_seconds":0,"recording_permission":"not_asked","voicemail_reason":"not_voicemail","deflection":"no_deflection","disconnected_by":"disconnected_by_unknown","fail_reason":"nothing","answer_type":"manual","has_feedback":false,"verified":false,"flags":{"verifiedCustomer":false,"badActor":false,"repeatCustomer":false},"offer_seconds":0,"groups_ahead":[],"castings":[],"passed_by":[],"transfers":[],"deflections":[]}'), $1)
),
change as materialized (select * from jsonb_populate_recordset(null::call, $2)),
caller as (
  select distinct workspace_id, contact_number as phone from draft where contact_id is null and contact_number is not null
),
known as materialized (
  select p.id, p.workspace_id, p.phone, p.uid, p.identifier, p.out_contact_id from contact p join caller using (workspace_id, phone)
),
fresh as (
  insert into contact (workspace_id, phone)
  select workspace_id, phone from caller where not exists (
    select from known where known.workspace_id = caller.workspace_id and known.phone = caller.phone
  )
  on conflict (workspace_id, phone) do update set phone = excluded.phone
  returning id, workspace_id, phone, uid, identifier, out_contact_id
),
person as (select * from known union all select * from fresh),
created as (
  insert into call (contact_id, conversation_id, request_key, participants, uid, workspace_id, origin, parent_id, lang, ticket_id, ticket_url, created_at, fin_call_id, version, state, direction, contact_number, own_number, agent_id, menu_id, priority, carrier, carriers_tried, updated_at, scheduled_at, queued_at, assigned_at, connected_at, ends_at, held_since, deadline_at, hold_seconds, recording_permission, voicemail_reason, deflection, disconnected_by, fail_reason, fail_details, answer_type, rating, has_feedback, verified, flags, offer_type, offer_seconds, groups_ahead, castings, offer, passed_by, transfers, deflections, recording, transcript_status, summary, report)
  select coalesce(d.contact_id, person.id),
    coalesce(d.conversation_id, nextval(pg_get_serial_sequence('conversation', 'id'))),
    d.request_key, case when d.participants @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('participant_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(d.participants) with ordinality as each (element, place)
    ) else d.participants end,
    d.uid, d.workspace_id, d.origin, d.parent_id, d.lang, d.ticket_id, d.ticket_url, d.created_at, d.fin_call_id, d.version, d.state, d.direction, d.contact_number, d.own_number, d.agent_id, d.menu_id, d.priority, d.carrier, d.carriers_tried, d.updated_at, d.scheduled_at, d.queued_at, d.assigned_at, d.connected_at, d.ends_at, d.held_since, d.deadline_at, d.hold_seconds, d.recording_permission, d.voicemail_reason, d.deflection, d.disconnected_by, d.fail_reason, d.fail_details, d.answer_type, d.rating, d.has_feedback, d.verified, d.flags, d.offer_type, d.offer_seconds, d.groups_ahead, d.castings, d.offer, d.passed_by, d.transfers, d.deflections, d.recording, d.transcript_status, d.summary, d.report
  from draft d left join person on d.contact_id is null and person.workspace_id = d.workspace_id and person.phone = d.contact_number
  on conflict do nothing
  returning id, uid, workspace_id, conversation_id, contact_id, created_at, participants, transfers, deflections
),
thread as (
  insert into conversation (id, workspace_id, contact_id, created_at)
  select created.conversation_id, created.workspace_id, created.contact_id, created.created_at
  from created join draft using (uid) where draft.conversation_id is null
),
moved as (
  update call c set contact_id = n.contact_id,
    participants = case when n.participants @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('participant_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.participants) with ordinality as each (element, place)
    ) else n.participants end,
    transfers = case when n.transfers @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('transfer_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.transfers) with ordinality as each (element, place)
    ) else n.transfers end,
    deflections = case when n.deflections @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('deflection_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.deflections) with ordinality as each (element, place)
    ) else n.deflections end,
    version = n.version, state = n.state, direction = n.direction, contact_number = n.contact_number, own_number = n.own_number, agent_id = n.agent_id, menu_id = n.menu_id, priority = n.priority, carrier = n.carrier, carriers_tried = n.carriers_tried, updated_at = n.updated_at, scheduled_at = n.scheduled_at, queued_at = n.queued_at, assigned_at = n.assigned_at, connected_at = n.connected_at, ends_at = n.ends_at, held_since = n.held_since, deadline_at = n.deadline_at, hold_seconds = n.hold_seconds, recording_permission = n.recording_permission, voicemail_reason = n.voicemail_reason, deflection = n.deflection, disconnected_by = n.disconnected_by, fail_reason = n.fail_reason, fail_details = n.fail_details, answer_type = n.answer_type, rating = n.rating, has_feedback = n.has_feedback, verified = n.verified, flags = n.flags, offer_type = n.offer_type, offer_seconds = n.offer_seconds, groups_ahead = n.groups_ahead, castings = n.castings, offer = n.offer, passed_by = n.passed_by, recording = n.recording, transcript_status = n.transcript_status, summary = n.summary, report = n.report
  from change n where c.id = n.id and c.version = n.version - 1
  returning c.id, c.uid, c.workspace_id, c.conversation_id, c.contact_id, c.created_at, c.participants, c.transfers, c.deflections
),
stored as (select * from created union all select * from moved),
noted as (
  insert into call_event (workspace_id, call_id, type, data, at)
  select stored.workspace_id, stored.id, e.type, e.data, e.at
  from jsonb_to_recordset($3) as e (uid uuid, type text, data jsonb, at timestamptz) join stored using (uid)
)
select stored.id, stored.uid, stored.conversation_id, stored.participants, stored.transfers, stored.deflections,
  p.id as contact_id, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id
from stored left join lateral (
  select person.id, person.uid, person.identifier, person.out_contact_id from person where person.id = stored.contact_id
  union all
  select contact.id, contact.uid, contact.identifier, contact.out_contact_id from contact
  where contact.id = stored.contact_id and not exists (select from person where person.id = stored.contact_id)
) p on true;
