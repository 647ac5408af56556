-- The audit log: every administrative change, written by triggers, so in the transaction of the change and by whichever way it came.
-- A table that administrators change gets a trigger below; what they do otherwise (listening to a recording) is inserted.

create table audit_entry (
  id bigint generated always as identity primary key,
  workspace_id integer not null references workspace,
  at timestamptz not null default clock_timestamp(),
  -- Kind of the target and what happened to it, in the past: the table of actions is src/domain/identity/audit.ts.
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  -- How they came: signed in at a page, with a token, from the shell, by a link, by a setting at the start; `server` is no one in particular.
  door text not null check (door in ('page', 'token', 'shell', 'link', 'setting', 'server')),
  agent_id bigint references agent,
  token_id bigint references api_token,
  -- The network address of who asked; null from the shell.
  address text,
  target_id text not null,
  -- What the target was called then.
  target_name text not null default '',
  -- Column -> [before, after]; of secrets only that they changed: column -> null.
  changes jsonb not null default '{}'
);
create index audit_entry_page on audit_entry (workspace_id, at, id);
create index audit_entry_action on audit_entry (workspace_id, action, at, id);
create index audit_entry_agent on audit_entry (workspace_id, agent_id, at, id) where agent_id is not null;
create index audit_entry_token on audit_entry (workspace_id, token_id, at, id) where token_id is not null;
create index audit_entry_target on audit_entry (workspace_id, target_id, at, id);

create function audit_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is only added to.';
end $$;
create trigger audit_is_kept before update or delete or truncate on audit_entry for each statement execute function audit_is_kept();

-- Who acts: `patchbay.author` of the connection, as JSON; empty is the server itself, `off` is not recorded (the making of the demo).
-- What someone does in another workspace than their own is recorded there without their name.
create function audit(workspace integer, action text, target_id text, target_name text, changes jsonb) returns void
language plpgsql as $$
declare
  said text := coalesce(current_setting('patchbay.author', true), '');
  author jsonb := case when said in ('', 'off') then null else said::jsonb end;
  is_own boolean := (author ->> 'workspaceId')::integer = workspace;
begin
  if said = 'off' then return; end if;
  insert into audit_entry (workspace_id, action, door, agent_id, token_id, address, target_id, target_name, changes)
  values (
    workspace, action, coalesce(author ->> 'door', 'server'),
    case when is_own then (author ->> 'agentId')::bigint end,
    case when is_own then (author ->> 'tokenId')::bigint end,
    case when is_own then author ->> 'address' end,
    target_id, target_name,
    -- What is large is said to have changed, and no more.
    case when length(changes::text) <= 16384 then changes
      else (select jsonb_object_agg(key, null) from jsonb_object_keys(changes) as key) end
  );
end $$;

-- What differs between two rows, without what no one reads: ids, times of the server, and secrets.
create function audit_changes(before jsonb, after jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(key, jsonb_build_array(before -> key, after -> key)), '{}')
  from jsonb_object_keys(before || after) as key
  where before -> key is distinct from after -> key and coalesce(before -> key, 'null') <> coalesce(after -> key, 'null')
    and key not in ('id', 'uid', 'workspace_id', 'created_at', 'last_used_at', 'idle_since', 'status',
      'hash', 'lookup', 'password_hash', 'setting')
$$;

-- For tables whose rows are things: `kind`, the column that identifies, the column that names.
create function audit_row() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  whole jsonb := before || after;
  changes jsonb := audit_changes(before, after);
  happened text := case
    when tg_op = 'INSERT' then 'created'
    when tg_op = 'DELETE' or changes -> 'deleted' -> 1 = 'true' then 'deleted'
    when changes ? 'revoked_at' then 'revoked'
    else 'updated' end;
begin
  if tg_op = 'UPDATE' and changes = '{}' and tg_argv[0] <> 'call_setting' then return null; end if;
  perform audit(
    (whole ->> 'workspace_id')::integer, tg_argv[0] || '.' || happened,
    whole ->> tg_argv[1], coalesce(whole ->> tg_argv[2], ''), changes
  );
  return null;
end $$;

create trigger audit after insert or update or delete on menu for each row execute function audit_row('menu', 'id', 'name');
create trigger audit after insert or update or delete on phone_number
  for each row execute function audit_row('number', 'id', 'display');
create trigger audit after insert or update or delete on language for each row execute function audit_row('language', 'code', 'code');
create trigger audit after insert or update or delete on voice_call_setting
  for each row execute function audit_row('call_setting', 'uid', 'uid');
create trigger audit after insert or delete or update of name, kind, expires_at, revoked_at on api_token
  for each row execute function audit_row('token', 'id', 'name');

-- A workspace is opened by another one, which remembers it.
create function audit_workspace() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform audit(
      coalesce((nullif(nullif(current_setting('patchbay.author', true), ''), 'off')::jsonb ->> 'workspaceId')::integer, new.id),
      'workspace.created', new.id::text, new.name, '{}'
    );
  elsif audit_changes(to_jsonb(old), to_jsonb(new)) <> '{}' then
    perform audit(new.id, 'workspace.updated', new.id::text, new.name, audit_changes(to_jsonb(old), to_jsonb(new)));
  end if;
  return null;
end $$;
create trigger audit after insert or update on workspace for each row execute function audit_workspace();

-- The sound itself is large, and said by its hash nowhere: its name and length are enough.
create function audit_prompt() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform audit(old.workspace_id, 'prompt.deleted', old.name, trim(old.name || ' ' || old.lang), '{}');
  else
    perform audit(
      new.workspace_id, 'prompt.uploaded', new.name, trim(new.name || ' ' || new.lang),
      jsonb_build_object('seconds', jsonb_build_array(null, round(new.seconds::numeric, 1)))
    );
  end if;
  return null;
end $$;
create trigger audit after insert or update or delete on prompt for each row execute function audit_prompt();

-- Agents, and what makes them people. A password is only said to have changed.
create function audit_agent() returns trigger language plpgsql as $$
declare
  changes jsonb := audit_changes(case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end, to_jsonb(new));
  say constant text := new.email;
begin
  if tg_op = 'INSERT' then
    perform audit(new.workspace_id, 'agent.created', new.id::text, say, changes);
    return null;
  end if;
  if changes ? 'role' then
    perform audit(new.workspace_id, 'person.role_changed', new.id::text, say, jsonb_build_object('role', changes -> 'role'));
  end if;
  if changes ? 'locked_at' then
    perform audit(
      new.workspace_id, case when new.locked_at is null then 'person.unlocked' else 'person.locked' end, new.id::text, say, '{}'
    );
  end if;
  if old.password_hash is distinct from new.password_hash then
    perform audit(new.workspace_id, 'person.password_changed', new.id::text, say, '{}');
  end if;
  if changes - 'role' - 'locked_at' <> '{}' then
    perform audit(new.workspace_id, 'agent.updated', new.id::text, say, changes - 'role' - 'locked_at');
  end if;
  return null;
end $$;
create trigger audit after insert or update of email, first_name, last_name, agent_number, avatar_url, may_call, capacity, simulated,
  role, password_hash, locked_at on agent
  for each row execute function audit_agent();

create function audit_sign_in_link() returns trigger language plpgsql as $$
begin
  perform audit(
    new.workspace_id, case new.kind when 'invitation' then 'person.invited' else 'person.link_created' end, new.agent_id::text,
    (select email from agent where id = new.agent_id), '{}'
  );
  return null;
end $$;
create trigger audit after insert or update of hash on sign_in_link for each row execute function audit_sign_in_link();

-- Sessions that run out are cleared away by the server, which is no act.
create function audit_session() returns trigger language plpgsql as $$
declare
  one session;
begin
  if coalesce(current_setting('patchbay.author', true), '') = '' then return null; end if;
  if tg_op = 'INSERT' then one := new; else one := old; end if;
  perform audit(
    one.workspace_id, case tg_op when 'INSERT' then 'person.signed_in' else 'person.signed_out' end, one.agent_id::text,
    (select email from agent where id = one.agent_id), '{}'
  );
  return null;
end $$;
create trigger audit after insert or delete on session for each row execute function audit_session();

-- Contacts come with calls; only what an administrator does about one is an act.
create function audit_contact() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    -- Those who go by their age are cleared away by the server.
    if coalesce(current_setting('patchbay.author', true), '') <> '' then
      perform audit(old.workspace_id, 'contact.forgotten', old.id::text, '', '{}');
    end if;
    return null;
  end if;
  if old.legal_hold_at is distinct from new.legal_hold_at then
    perform audit(
      new.workspace_id, case when new.legal_hold_at is null then 'contact.released' else 'contact.held' end, new.id::text, '', '{}'
    );
  end if;
  if old.blocked_at is distinct from new.blocked_at then
    perform audit(
      new.workspace_id, case when new.blocked_at is null then 'contact.unblocked' else 'contact.blocked' end, new.id::text, '', '{}'
    );
  end if;
  if old.merged_into is distinct from new.merged_into then
    perform audit(
      new.workspace_id, 'contact.merged', new.id::text, '',
      jsonb_build_object('merged_into', jsonb_build_array(old.merged_into, new.merged_into))
    );
  end if;
  return null;
end $$;
create trigger audit after delete or update of blocked_at, merged_into, legal_hold_at on contact for each row execute function audit_contact();

create function audit_call_hold() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform audit(new.workspace_id, 'call.held', new.call_id::text, '', '{}');
  else
    perform audit(old.workspace_id, 'call.released', old.call_id::text, '', '{}');
  end if;
  return null;
end $$;
create trigger audit after insert or delete on call_hold for each row execute function audit_call_hold();

create function audit_retention() returns trigger language plpgsql as $$
declare
  changes jsonb := audit_changes(case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end, to_jsonb(new));
begin
  if changes <> '{}' then
    perform audit(new.workspace_id, 'retention.updated', new.workspace_id::text, 'Retention', changes);
  end if;
  return null;
end $$;
create trigger audit after insert or update on retention for each row execute function audit_retention();
