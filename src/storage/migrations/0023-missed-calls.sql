-- Calls that rang for an agent and that they did not take: a list for each agent, until they dismiss the call or call back.
create table missed_call (
  agent_id bigint not null references agent,
  call_id bigint not null,
  workspace_id integer not null references workspace,
  reason text not null check (reason in ('not_answered', 'caller_left')),
  at timestamptz not null,
  primary key (agent_id, call_id)
);
