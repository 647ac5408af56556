-- Live pages: who may sign in, what agents write, who is here.

alter table agent
  add column role text not null default 'agent' check (role in ('agent', 'supervisor', 'admin')),
  -- argon2id in PHC form; null: nobody can sign in.
  add column password_hash text,
  -- Whether a page of his was here with a working microphone when this was last written.
  add column online boolean not null default false;
create index agent_sign_in on agent (lower(email));
create index agent_online on agent (id) where online;

create table session (
  -- SHA-256 of the token in the cookie.
  hash bytea primary key,
  workspace_id integer not null references workspace,
  agent_id bigint not null references agent,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_of_agent on session (agent_id);
create index session_expiry on session (expires_at);

create table call_note (
  id bigint generated always as identity primary key,
  workspace_id integer not null references workspace,
  call_id bigint not null,
  agent_id bigint not null,
  text text not null,
  at timestamptz not null
);
create index call_note_of_call on call_note (call_id, id);

create table message (
  id bigint generated always as identity primary key,
  workspace_id integer not null references workspace,
  conversation_id bigint not null,
  author text not null check (author in ('contact', 'agent')),
  agent_id bigint check ((author = 'agent') = (agent_id is not null)),
  text text not null,
  at timestamptz not null
);
create index message_of_conversation on message (conversation_id, id);
create index message_newest on message (workspace_id, id desc);

-- The last message of the conversation that agents have read.
alter table conversation add column read_to bigint not null default 0;

-- Outbound calls that wait for their agent to choose a number.
create table choice (
  id bigint generated always as identity primary key,
  workspace_id integer not null references workspace,
  agent_id bigint not null references agent,
  origin text not null check (origin in ('outbound_api', 'outbound_desk')),
  ticket_id text,
  number text,
  contact_numbers text[] not null,
  lang text not null,
  request_key text,
  created_at timestamptz not null
);
create index choice_of_workspace on choice (workspace_id, created_at);
create unique index choice_request_key on choice (workspace_id, request_key) where request_key is not null;

create table wrap_up (
  agent_id bigint primary key references agent,
  workspace_id integer not null references workspace,
  call_id bigint not null,
  since timestamptz not null
);
