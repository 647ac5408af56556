-- References are found by the number as calls have it, however it was written when it was announced.
alter table external_call add column caller text;
update external_call set caller = phone_number;
alter table external_call alter column caller set not null;
drop index external_call_by_number;
create index external_call_waiting on external_call (workspace_id, caller, created_at desc) where call_id is null;
create index external_call_matched on external_call (workspace_id, caller, call_id desc) where call_id is not null;

-- Reported calls say when they were answered and ended, and why they failed, as far as their reports tell.
update call set
  ends_at = updated_at,
  connected_at = answered.at,
  assigned_at = case when state = 'finished' and agent_id is not null then answered.at end,
  fail_reason = case when state not in ('failed', 'recovered') then 'nothing' when direction = 'inbound' then 'ag_ignored' else 'eu_no_answer' end,
  voicemail_reason = case when state = 'voicemail_received' then 'missed' else 'not_voicemail' end
from (
  select id, case when state in ('finished', 'action_only_finished')
    then updated_at - make_interval(secs => coalesce((report ->> 'durationSeconds')::double precision, 0)) end as at
  from call where report is not null
) answered
where call.id = answered.id and call.ends_at is null and call.state <> 'connecting';
