-- People: who may sign in, the links by which they come in, and those who are locked out.

alter table agent drop constraint agent_role_check;
alter table agent
  add constraint agent_role_check check (role in ('agent', 'supervisor', 'admin', 'developer')),
  -- Set: the person cannot sign in, whatever their password.
  add column locked_at timestamptz;

-- A way to choose a password, once: an invitation, or a new password. A person has one link at most; a newer one takes its place.
create table sign_in_link (
  agent_id bigint primary key references agent,
  workspace_id integer not null references workspace,
  -- SHA-256 of the secret in the address.
  hash bytea not null unique,
  kind text not null check (kind in ('invitation', 'reset')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sign_in_link_expiry on sign_in_link (expires_at);
