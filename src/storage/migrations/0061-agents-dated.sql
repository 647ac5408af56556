-- Since when there is an agent, and when they last signed in. Agents of before have the day of their workspace.
alter table agent add column created_at timestamptz not null default now(), add column signed_in_at timestamptz;
update agent set created_at = w.created_at from workspace w where w.id = agent.workspace_id;
update agent set signed_in_at = s.at
from (select agent_id, max(created_at) as at from session group by agent_id) s where s.agent_id = agent.id;

create function note_signed_in() returns trigger language plpgsql as $$
begin
  update agent set signed_in_at = new.created_at where id = new.agent_id;
  return null;
end $$;
create trigger note_signed_in after insert on session for each row execute function note_signed_in();

-- What agents were, and until when: changes of their status in the order of time, and the next one of each agent.
create index subject_event_of_statuses on subject_event (workspace_id, at, seq) where type = 'agent.status_changed';
create index subject_event_of_agent_status on subject_event (agent_id, seq) where type = 'agent.status_changed';
