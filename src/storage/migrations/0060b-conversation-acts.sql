-- What programs do to conversations besides writing: closing, opening, putting off, assigning.

alter table conversation
  -- What was said last; null: open while a call of it is in progress.
  add column set_state text check (set_state in ('open', 'closed', 'snoozed')),
  add column snoozed_until timestamptz,
  -- Who was given it; null: who had its last call.
  add column assignee_id bigint,
  -- When one of these was last done; null: never.
  add column acted_at timestamptz;
create index conversation_newest on conversation (workspace_id, created_at desc, id desc);
create index conversation_acted on conversation (workspace_id, acted_at) where acted_at is not null;

-- Each act, for the parts of the conversation. Nothing of it is words.
create table conversation_act (
  id bigint generated always as identity primary key,
  workspace_id integer not null,
  conversation_id bigint not null references conversation,
  kind text not null check (kind in ('close', 'open', 'snoozed', 'assignment')),
  agent_id bigint not null,
  assignee_id bigint,
  at timestamptz not null
);
create index conversation_act_of_conversation on conversation_act (conversation_id, id);
