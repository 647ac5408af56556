-- Written by tools/generate.ts from src/storage/commit-sql.ts: how calls are written, all that happens at one moment in one statement.

-- Calls that are created. The draft rows of a few come as parameters, like the changes below.

with asked as (
  select * from jsonb_populate_recordset(jsonb_populate_record(null::call, '{"version":1,"priority":0,"carriers_tried":[],"hold_seconds":0,"recording_permission":"not_asked","voicemail_reason":"not_voicemail","deflection":"no_deflection","disconnected_by":"disconnected_by_unknown","fail_reason":"nothing","answer_type":"manual","has_feedback":false,"tags":[],"not_filled_in":[],"verified":false,"flags":{"verifiedCustomer":false,"badActor":false,"repeatCustomer":false},"offer_seconds":0,"groups_ahead":[],"castings":[],"passed_by":[],"transfers":[],"deflections":[]}'), $1)
),
draft as materialized (
  select d.* from asked d
  where (d.request_key is null or not exists (
      select from call c where c.workspace_id = d.workspace_id and c.request_key = d.request_key
    ))
    and (d.report is null or not exists (
      select from call c
      where c.report is not null and c.workspace_id = d.workspace_id and c.report ->> 'externalUuid' = d.report ->> 'externalUuid'
    ))
),

caller as (
  select distinct workspace_id, contact_number as phone from draft where contact_id is null and contact_number is not null
),
known as materialized (
  select p.id, caller.workspace_id, caller.phone, p.uid, p.identifier, p.out_contact_id from caller
  join contact named using (workspace_id, phone) join contact p on p.id = coalesce(named.merged_into, named.id)
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
  insert into call (contact_id, conversation_id, request_key, participants, uid, workspace_id, origin, parent_id, lang, ticket_id, ticket_url, created_at, fin_call_id, version, state, direction, contact_number, own_number, agent_id, menu_id, priority, carrier, carriers_tried, updated_at, scheduled_at, queued_at, assigned_at, connected_at, ends_at, unstaffed_since, held_since, deadline_at, hold_seconds, recording_permission, voicemail_reason, deflection, disconnected_by, fail_reason, fail_details, answer_type, rating, has_feedback, disposition, tags, not_filled_in, verified, flags, offer_type, offer_seconds, wait_rules, groups_ahead, castings, offer, passed_by, transfers, deflections, recording, transcript_status, summary, report)
  select coalesce(d.contact_id, person.id),
    coalesce(d.conversation_id, nextval(pg_get_serial_sequence('conversation', 'id'))),
    d.request_key, case when d.participants @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('participant_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(d.participants) with ordinality as each (element, place)
    ) else d.participants end,
    d.uid, d.workspace_id, d.origin, d.parent_id, d.lang, d.ticket_id, d.ticket_url, d.created_at, d.fin_call_id, d.version, d.state, d.direction, d.contact_number, d.own_number, d.agent_id, d.menu_id, d.priority, d.carrier, d.carriers_tried, d.updated_at, d.scheduled_at, d.queued_at, d.assigned_at, d.connected_at, d.ends_at, d.unstaffed_since, d.held_since, d.deadline_at, d.hold_seconds, d.recording_permission, d.voicemail_reason, d.deflection, d.disconnected_by, d.fail_reason, d.fail_details, d.answer_type, d.rating, d.has_feedback, d.disposition, d.tags, d.not_filled_in, d.verified, d.flags, d.offer_type, d.offer_seconds, d.wait_rules, d.groups_ahead, d.castings, d.offer, d.passed_by, d.transfers, d.deflections, d.recording, d.transcript_status, d.summary, d.report
  from draft d left join person on d.contact_id is null and person.workspace_id = d.workspace_id and person.phone = d.contact_number
  
  on conflict do nothing
  returning id, uid, workspace_id, conversation_id, contact_id, created_at, participants, transfers, deflections
),
thread as (
  insert into conversation (id, workspace_id, contact_id, created_at)
  select created.conversation_id, created.workspace_id, created.contact_id, created.created_at
  from created join draft using (uid) where draft.conversation_id is null
),
noted as (
  insert into call_event (workspace_id, call_id, type, data, at)
  select workspace_id, id, 'created', '{}', created_at from created
)
select created.id, created.uid, created.conversation_id, created.participants, created.transfers, created.deflections,
  p.id as contact_id, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id
from created left join lateral (
  select person.id, person.uid, person.identifier, person.out_contact_id from person where person.id = created.contact_id
  union all
  select contact.id, contact.uid, contact.identifier, contact.out_contact_id from contact
  where contact.id = created.contact_id and not exists (select from person where person.id = created.contact_id)
) p on true;

-- The same, where some of the drafts have agents, who are reserved with them.

with asked as (
  select * from jsonb_populate_recordset(jsonb_populate_record(null::call, '{"version":1,"priority":0,"carriers_tried":[],"hold_seconds":0,"recording_permission":"not_asked","voicemail_reason":"not_voicemail","deflection":"no_deflection","disconnected_by":"disconnected_by_unknown","fail_reason":"nothing","answer_type":"manual","has_feedback":false,"tags":[],"not_filled_in":[],"verified":false,"flags":{"verifiedCustomer":false,"badActor":false,"repeatCustomer":false},"offer_seconds":0,"groups_ahead":[],"castings":[],"passed_by":[],"transfers":[],"deflections":[]}'), $1)
),
draft as materialized (
  select d.* from asked d
  where (d.request_key is null or not exists (
      select from call c where c.workspace_id = d.workspace_id and c.request_key = d.request_key
    ))
    and (d.report is null or not exists (
      select from call c
      where c.report is not null and c.workspace_id = d.workspace_id and c.report ->> 'externalUuid' = d.report ->> 'externalUuid'
    ))
),
seat as materialized (
  select a.id, a.capacity - cardinality(a.reserved_for) as room
  from agent a where a.capacity is not null and a.id in (select d.agent_id from draft d where d.agent_id is not null and d.participants @> jsonb_build_array(jsonb_build_object('agentId', d.agent_id)))
  order by a.id for no key update of a
),
denied as materialized (
  select asked.uid, asked.agent_id from (
    select d.uid, d.agent_id, row_number() over (partition by d.agent_id order by d.uid) as place from draft d where d.agent_id is not null and d.participants @> jsonb_build_array(jsonb_build_object('agentId', d.agent_id))
  ) asked join seat on seat.id = asked.agent_id
  where asked.place > seat.room
),
caller as (
  select distinct workspace_id, contact_number as phone from draft where contact_id is null and contact_number is not null
),
known as materialized (
  select p.id, caller.workspace_id, caller.phone, p.uid, p.identifier, p.out_contact_id from caller
  join contact named using (workspace_id, phone) join contact p on p.id = coalesce(named.merged_into, named.id)
),
fresh as (
  insert into contact (workspace_id, phone)
  select workspace_id, phone from caller where not exists (
    select from known where known.workspace_id = caller.workspace_id and known.phone = caller.phone
  ) and (select count(*) from seat) >= 0
  on conflict (workspace_id, phone) do update set phone = excluded.phone
  returning id, workspace_id, phone, uid, identifier, out_contact_id
),
person as (select * from known union all select * from fresh),
created as (
  insert into call (contact_id, conversation_id, request_key, participants, uid, workspace_id, origin, parent_id, lang, ticket_id, ticket_url, created_at, fin_call_id, version, state, direction, contact_number, own_number, agent_id, menu_id, priority, carrier, carriers_tried, updated_at, scheduled_at, queued_at, assigned_at, connected_at, ends_at, unstaffed_since, held_since, deadline_at, hold_seconds, recording_permission, voicemail_reason, deflection, disconnected_by, fail_reason, fail_details, answer_type, rating, has_feedback, disposition, tags, not_filled_in, verified, flags, offer_type, offer_seconds, wait_rules, groups_ahead, castings, offer, passed_by, transfers, deflections, recording, transcript_status, summary, report)
  select coalesce(d.contact_id, person.id),
    coalesce(d.conversation_id, nextval(pg_get_serial_sequence('conversation', 'id'))),
    d.request_key, case when d.participants @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('participant_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(d.participants) with ordinality as each (element, place)
    ) else d.participants end,
    d.uid, d.workspace_id, d.origin, d.parent_id, d.lang, d.ticket_id, d.ticket_url, d.created_at, d.fin_call_id, d.version, d.state, d.direction, d.contact_number, d.own_number, d.agent_id, d.menu_id, d.priority, d.carrier, d.carriers_tried, d.updated_at, d.scheduled_at, d.queued_at, d.assigned_at, d.connected_at, d.ends_at, d.unstaffed_since, d.held_since, d.deadline_at, d.hold_seconds, d.recording_permission, d.voicemail_reason, d.deflection, d.disconnected_by, d.fail_reason, d.fail_details, d.answer_type, d.rating, d.has_feedback, d.disposition, d.tags, d.not_filled_in, d.verified, d.flags, d.offer_type, d.offer_seconds, d.wait_rules, d.groups_ahead, d.castings, d.offer, d.passed_by, d.transfers, d.deflections, d.recording, d.transcript_status, d.summary, d.report
  from draft d left join person on d.contact_id is null and person.workspace_id = d.workspace_id and person.phone = d.contact_number
  where (select count(*) from seat) >= 0 and not exists (select from denied where denied.uid = d.uid)
  on conflict do nothing
  returning id, uid, workspace_id, conversation_id, contact_id, created_at, participants, transfers, deflections
),
thread as (
  insert into conversation (id, workspace_id, contact_id, created_at)
  select created.conversation_id, created.workspace_id, created.contact_id, created.created_at
  from created join draft using (uid) where draft.conversation_id is null
),
noted as (
  insert into call_event (workspace_id, call_id, type, data, at)
  select workspace_id, id, 'created', '{}', created_at from created
),
reserved as (
  update agent a set reserved_for = a.reserved_for || taken.ids
  from (
    select d.agent_id, array_agg(created.id) as ids
    from created join draft d using (uid) join seat on seat.id = d.agent_id where d.agent_id is not null and d.participants @> jsonb_build_array(jsonb_build_object('agentId', d.agent_id)) group by d.agent_id
  ) taken
  where a.id = taken.agent_id
)
select created.id, created.uid, created.conversation_id, created.participants, created.transfers, created.deflections,
  p.id as contact_id, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id
from created left join lateral (
  select person.id, person.uid, person.identifier, person.out_contact_id from person where person.id = created.contact_id
  union all
  select contact.id, contact.uid, contact.identifier, contact.out_contact_id from contact
  where contact.id = created.contact_id and not exists (select from person where person.id = created.contact_id)
) p on true
union all
select null, denied.uid, null, to_jsonb(array[denied.agent_id]), null, null, null, null, null, null from denied;

-- One call that changes; for several there is one more branch each.

with change as (
  select id, version, ''::text as event, '{}'::jsonb as facts, created_at as at, contact_id as new_contact_id, version as new_version, state as new_state, direction as new_direction, contact_number as new_contact_number, own_number as new_own_number, agent_id as new_agent_id, menu_id as new_menu_id, priority as new_priority, carrier as new_carrier, carriers_tried as new_carriers_tried, updated_at as new_updated_at, scheduled_at as new_scheduled_at, queued_at as new_queued_at, assigned_at as new_assigned_at, connected_at as new_connected_at, ends_at as new_ends_at, unstaffed_since as new_unstaffed_since, held_since as new_held_since, deadline_at as new_deadline_at, hold_seconds as new_hold_seconds, recording_permission as new_recording_permission, voicemail_reason as new_voicemail_reason, deflection as new_deflection, disconnected_by as new_disconnected_by, fail_reason as new_fail_reason, fail_details as new_fail_details, answer_type as new_answer_type, rating as new_rating, has_feedback as new_has_feedback, disposition as new_disposition, tags as new_tags, not_filled_in as new_not_filled_in, verified as new_verified, flags as new_flags, offer_type as new_offer_type, offer_seconds as new_offer_seconds, wait_rules as new_wait_rules, groups_ahead as new_groups_ahead, castings as new_castings, offer as new_offer, passed_by as new_passed_by, participants as new_participants, transfers as new_transfers, deflections as new_deflections, recording as new_recording, transcript_status as new_transcript_status, summary as new_summary, report as new_report from call where false
  union all select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54
),

moved as (
  update call c set
    participants = case when n.new_participants @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('participant_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.new_participants) with ordinality as each (element, place)
    ) else n.new_participants end,
    transfers = case when n.new_transfers @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('transfer_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.new_transfers) with ordinality as each (element, place)
    ) else n.new_transfers end,
    deflections = case when n.new_deflections @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('deflection_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.new_deflections) with ordinality as each (element, place)
    ) else n.new_deflections end,
    contact_id = n.new_contact_id, version = n.new_version, state = n.new_state, direction = n.new_direction, contact_number = n.new_contact_number, own_number = n.new_own_number, agent_id = n.new_agent_id, menu_id = n.new_menu_id, priority = n.new_priority, carrier = n.new_carrier, carriers_tried = n.new_carriers_tried, updated_at = n.new_updated_at, scheduled_at = n.new_scheduled_at, queued_at = n.new_queued_at, assigned_at = n.new_assigned_at, connected_at = n.new_connected_at, ends_at = n.new_ends_at, unstaffed_since = n.new_unstaffed_since, held_since = n.new_held_since, deadline_at = n.new_deadline_at, hold_seconds = n.new_hold_seconds, recording_permission = n.new_recording_permission, voicemail_reason = n.new_voicemail_reason, deflection = n.new_deflection, disconnected_by = n.new_disconnected_by, fail_reason = n.new_fail_reason, fail_details = n.new_fail_details, answer_type = n.new_answer_type, rating = n.new_rating, has_feedback = n.new_has_feedback, disposition = n.new_disposition, tags = n.new_tags, not_filled_in = n.new_not_filled_in, verified = n.new_verified, flags = n.new_flags, offer_type = n.new_offer_type, offer_seconds = n.new_offer_seconds, wait_rules = n.new_wait_rules, groups_ahead = n.new_groups_ahead, castings = n.new_castings, offer = n.new_offer, passed_by = n.new_passed_by, recording = n.new_recording, transcript_status = n.new_transcript_status, summary = n.new_summary, report = n.new_report
  from change n where c.id = n.id and c.version = n.version
    
  returning c.id, c.uid, c.workspace_id, c.conversation_id, c.contact_id, c.participants, c.transfers, c.deflections,
    n.event, n.facts, n.at
),
noted as (
  insert into call_event (workspace_id, call_id, type, data, at) select workspace_id, id, event, facts, at from moved
)
select moved.id, moved.uid, moved.conversation_id, moved.participants, moved.transfers, moved.deflections,
  p.id as contact_id, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id
from moved left join contact p on p.id = moved.contact_id;

-- The same, where the change takes or frees agents.

with change as materialized (
  select id, version, ''::text as event, '{}'::jsonb as facts, created_at as at, '{}'::bigint[] as taken, '{}'::bigint[] as freed, contact_id as new_contact_id, version as new_version, state as new_state, direction as new_direction, contact_number as new_contact_number, own_number as new_own_number, agent_id as new_agent_id, menu_id as new_menu_id, priority as new_priority, carrier as new_carrier, carriers_tried as new_carriers_tried, updated_at as new_updated_at, scheduled_at as new_scheduled_at, queued_at as new_queued_at, assigned_at as new_assigned_at, connected_at as new_connected_at, ends_at as new_ends_at, unstaffed_since as new_unstaffed_since, held_since as new_held_since, deadline_at as new_deadline_at, hold_seconds as new_hold_seconds, recording_permission as new_recording_permission, voicemail_reason as new_voicemail_reason, deflection as new_deflection, disconnected_by as new_disconnected_by, fail_reason as new_fail_reason, fail_details as new_fail_details, answer_type as new_answer_type, rating as new_rating, has_feedback as new_has_feedback, disposition as new_disposition, tags as new_tags, not_filled_in as new_not_filled_in, verified as new_verified, flags as new_flags, offer_type as new_offer_type, offer_seconds as new_offer_seconds, wait_rules as new_wait_rules, groups_ahead as new_groups_ahead, castings as new_castings, offer as new_offer, passed_by as new_passed_by, participants as new_participants, transfers as new_transfers, deflections as new_deflections, recording as new_recording, transcript_status as new_transcript_status, summary as new_summary, report as new_report from call where false
  union all select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56
),
seat as materialized (
  select a.id, a.capacity - cardinality(a.reserved_for) as room
  from agent a where a.capacity is not null and a.id in (select unnest(n.taken || n.freed) from change n)
  order by a.id for no key update of a
),
denied as materialized (
  select asked.id, array_agg(asked.agent_id) as busy from (
    select n.id, agent_id, row_number() over (partition by agent_id order by n.id) as place
    from change n cross join lateral unnest(n.taken) as agent_id
  ) asked join seat on seat.id = asked.agent_id
  where asked.place > seat.room group by asked.id
),
moved as (
  update call c set
    participants = case when n.new_participants @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('participant_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.new_participants) with ordinality as each (element, place)
    ) else n.new_participants end,
    transfers = case when n.new_transfers @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('transfer_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.new_transfers) with ordinality as each (element, place)
    ) else n.new_transfers end,
    deflections = case when n.new_deflections @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('deflection_id')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(n.new_deflections) with ordinality as each (element, place)
    ) else n.new_deflections end,
    contact_id = n.new_contact_id, version = n.new_version, state = n.new_state, direction = n.new_direction, contact_number = n.new_contact_number, own_number = n.new_own_number, agent_id = n.new_agent_id, menu_id = n.new_menu_id, priority = n.new_priority, carrier = n.new_carrier, carriers_tried = n.new_carriers_tried, updated_at = n.new_updated_at, scheduled_at = n.new_scheduled_at, queued_at = n.new_queued_at, assigned_at = n.new_assigned_at, connected_at = n.new_connected_at, ends_at = n.new_ends_at, unstaffed_since = n.new_unstaffed_since, held_since = n.new_held_since, deadline_at = n.new_deadline_at, hold_seconds = n.new_hold_seconds, recording_permission = n.new_recording_permission, voicemail_reason = n.new_voicemail_reason, deflection = n.new_deflection, disconnected_by = n.new_disconnected_by, fail_reason = n.new_fail_reason, fail_details = n.new_fail_details, answer_type = n.new_answer_type, rating = n.new_rating, has_feedback = n.new_has_feedback, disposition = n.new_disposition, tags = n.new_tags, not_filled_in = n.new_not_filled_in, verified = n.new_verified, flags = n.new_flags, offer_type = n.new_offer_type, offer_seconds = n.new_offer_seconds, wait_rules = n.new_wait_rules, groups_ahead = n.new_groups_ahead, castings = n.new_castings, offer = n.new_offer, passed_by = n.new_passed_by, recording = n.new_recording, transcript_status = n.new_transcript_status, summary = n.new_summary, report = n.new_report
  from change n where c.id = n.id and c.version = n.version
    and (select count(*) from seat) >= 0 and not exists (select from denied where denied.id = n.id)
  returning c.id, c.uid, c.workspace_id, c.conversation_id, c.contact_id, c.participants, c.transfers, c.deflections,
    n.event, n.facts, n.at
),
noted as (
  insert into call_event (workspace_id, call_id, type, data, at) select workspace_id, id, event, facts, at from moved
),
reserved as (
  update agent a set reserved_for =
    array(select each from unnest(a.reserved_for) as each where each <> all (turn.freed || turn.taken)) || turn.taken
  from (
    select seat.id,
      coalesce(array_agg(n.id) filter (where seat.id = any(n.taken)), '{}') as taken,
      coalesce(array_agg(n.id) filter (where seat.id = any(n.freed)), '{}') as freed
    from moved join change n using (id) join seat on seat.id = any(n.taken || n.freed) group by seat.id
  ) turn
  where a.id = turn.id
)
select moved.id, moved.uid, moved.conversation_id, moved.participants, moved.transfers, moved.deflections,
  p.id as contact_id, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id
from moved left join contact p on p.id = moved.contact_id
union all
select null, c.uid, null, to_jsonb(denied.busy), null, null, null, null, null, null from denied join call c using (id);

-- Reservations that say otherwise than the calls, put right now and then.

with held as (
  select each.agent_id, array_agg(distinct c.id) as ids from call c cross join lateral (
    select (p ->> 'agentId')::bigint as agent_id from jsonb_array_elements(c.participants) p
    where p ->> 'agentId' is not null and p ->> 'status' not in ('finished', 'failed')
    union select rung::bigint from jsonb_array_elements_text(c.offer -> 'agentIds') rung
  ) each
  where c.deadline_at is not null and c.state <> 'scheduled' group by each.agent_id
),
seen as (
  select a.id, a.reserved_for as was, case when a.capacity is null then '{}' else coalesce(held.ids, '{}') end as ids
  from agent a left join held on held.agent_id = a.id where cardinality(a.reserved_for) > 0 or held.ids is not null
)
update agent a set reserved_for = seen.ids from seen
where a.id = seen.id and a.reserved_for = seen.was and not (a.reserved_for @> seen.ids and a.reserved_for <@ seen.ids)
returning a.id;
