-- What happens besides calls: to contacts, to agents, and what they write to each other. One log beside that of calls,
-- numbered by the same sequence, so that who follows both by it needs one place to resume from. Rows name no one: who
-- tells an event reads the contact, the agent or the message then.

create table subject_event (
  seq bigint primary key default nextval('call_event_seq_seq'),
  workspace_id integer not null,
  type text not null,
  contact_id bigint,
  agent_id bigint,
  data jsonb not null,
  at timestamptz not null
);
create index subject_event_of_workspace on subject_event (workspace_id, seq);
create index subject_event_age on subject_event (at);

-- Written by triggers: whatever changes a contact or an agent, the event is in the same transaction. A row is written
-- before its event takes a number, as with calls.

create function tell_contact() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into subject_event (workspace_id, type, contact_id, data, at)
    values (new.workspace_id, 'contact.created', new.id, '{}', clock_timestamp());
  elsif tg_op = 'DELETE' then
    insert into subject_event (workspace_id, type, contact_id, data, at)
    values (old.workspace_id, 'contact.deleted', old.id, jsonb_build_object('uid', old.uid), clock_timestamp());
  elsif new.merged_into is not null then
    insert into subject_event (workspace_id, type, contact_id, data, at)
    values (new.workspace_id, 'contact.merged', new.merged_into,
      jsonb_build_object('from', jsonb_build_object('id', old.id, 'uid', old.uid)), clock_timestamp());
  else
    insert into subject_event (workspace_id, type, contact_id, data, at)
    values (new.workspace_id, 'contact.updated', new.id, '{}', clock_timestamp());
  end if;
  return null;
end $$;
create trigger tell_created after insert on contact for each row execute function tell_contact();
-- Whoever was merged before has been told of as that.
create trigger tell_updated after update on contact for each row
  when (old.merged_into is null and old.* is distinct from new.*) execute function tell_contact();
create trigger tell_deleted after delete on contact for each row
  when (old.merged_into is null) execute function tell_contact();

create function tell_agent_status() returns trigger language plpgsql as $$
begin
  insert into subject_event (workspace_id, type, agent_id, data, at)
  values (new.workspace_id, 'agent.status_changed', new.id,
    jsonb_build_object('status', new.status, 'statusName', new.status_name, 'online', new.online), clock_timestamp());
  return null;
end $$;
create trigger tell_status after update on agent for each row
  when ((old.status, old.status_name, old.online) is distinct from (new.status, new.status_name, new.online))
  execute function tell_agent_status();

create function tell_session() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into subject_event (workspace_id, type, agent_id, data, at)
    values (new.workspace_id, 'agent.signed_in', new.agent_id, '{}', new.created_at);
  else
    insert into subject_event (workspace_id, type, agent_id, data, at)
    values (old.workspace_id, 'agent.signed_out', old.agent_id, '{}', clock_timestamp());
  end if;
  return null;
end $$;
create trigger tell_signed_in after insert on session for each row execute function tell_session();
create trigger tell_signed_out after delete on session for each row execute function tell_session();

create function tell_message() returns trigger language plpgsql as $$
begin
  insert into subject_event (workspace_id, type, contact_id, agent_id, data, at)
  values (new.workspace_id, 'message.sent', new.contact_id, new.agent_id, jsonb_build_object('messageId', new.id), new.at);
  return null;
end $$;
create trigger tell_sent after insert on message for each row execute function tell_message();

-- Whom a delivery is about: in their order it leaves, and it goes when a contact is forgotten.
alter table webhook_delivery add column contact_id bigint, add column agent_id bigint;
