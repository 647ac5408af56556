-- Whether the desk assists an agent in calls: as an administrator has it, and as they want it themselves. Both must hold.
alter table agent
  add column assist boolean not null default true,
  add column wants_assist boolean not null default true;

drop trigger audit on agent;
create trigger audit after insert or update of email, first_name, last_name, agent_number, avatar_url, may_call, capacity, simulated, skills,
  assist, role, password_hash, locked_at on agent
  for each row execute function audit_agent();
