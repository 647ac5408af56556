-- Mail: the server by which a workspace writes to its people, what it writes, and links that people ask for themselves.

create table mail_server (
  workspace_id integer primary key references workspace,
  host text not null check (length(host) between 1 and 253),
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text check (length(username) between 1 and 320),
  -- Encrypted; read by the server alone.
  password bytea check (octet_length(password) <= 2000),
  -- The address that mail comes from.
  sender text not null check (length(sender) between 3 and 320),
  updated_at timestamptz not null,
  check ((username is null) = (password is null)),
  -- A password crosses no network in the clear.
  check (security <> 'none' or username is null)
);

-- Of the password only that it changed is said.
create function audit_mail_server() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  whole jsonb := before || after;
  changes jsonb := audit_changes(before, after) - 'updated_at';
begin
  if changes ? 'password' then changes := changes || '{"password": null}'; end if;
  if changes = '{}' then return null; end if;
  perform audit(
    (whole ->> 'workspace_id')::integer,
    case tg_op when 'INSERT' then 'mail_server.created' when 'DELETE' then 'mail_server.deleted' else 'mail_server.updated' end,
    whole ->> 'workspace_id', whole ->> 'host', changes
  );
  return null;
end $$;
create trigger audit after insert or update or delete on mail_server for each row execute function audit_mail_server();

create table mail (
  id bigint generated always as identity primary key,
  workspace_id integer not null references workspace,
  kind text not null check (kind in ('invitation', 'reset', 'password_changed')),
  recipient text not null check (length(recipient) between 3 and 320),
  -- What is written, encrypted, since it holds a link that lets someone in; gone once the mail has left or was given up.
  letter bytea check (octet_length(letter) <= 65536),
  state text not null check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  -- When it is tried next.
  due_at timestamptz not null,
  -- It is not sent later than this: its link has expired.
  expires_at timestamptz not null,
  -- What the mail server said last, or why it could not be asked.
  answer text check (length(answer) <= 500),
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'waiting') = (ended_at is null))
);
create index mail_due on mail (workspace_id, due_at, id) where state = 'waiting';
create index mail_newest on mail (workspace_id, id desc);
create index mail_age on mail (created_at);

-- A link that a person asked for themselves stands beside the one that an administrator made for them.
alter table sign_in_link drop constraint sign_in_link_kind_check;
alter table sign_in_link add constraint sign_in_link_kind_check check (kind in ('invitation', 'reset', 'forgotten'));
alter table sign_in_link drop constraint sign_in_link_pkey;
alter table sign_in_link add primary key (agent_id, kind);

create or replace function audit_sign_in_link() returns trigger language plpgsql as $$
begin
  perform audit(
    new.workspace_id,
    case new.kind
      when 'invitation' then 'person.invited' when 'reset' then 'person.link_created' else 'person.password_forgotten' end,
    new.agent_id::text, (select email from agent where id = new.agent_id), '{}'
  );
  return null;
end $$;
