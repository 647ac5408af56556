-- Passkeys: keys in people's devices, which prove who they are and that it is them (Web Authentication, Level 3).

create table passkey (
  id bigint generated always as identity primary key,
  workspace_id integer not null references workspace,
  agent_id bigint not null references agent on delete cascade,
  -- What the device calls it; no two people have the same.
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  public_key bytea not null check (octet_length(public_key) between 1 and 4096),
  -- How often the device says that it was used; 0 for good where it does not count.
  counter bigint not null,
  transports text[] not null,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_agent on passkey (agent_id);

create function audit_passkey() returns trigger language plpgsql as $$
declare
  one passkey;
  action text := case tg_op when 'INSERT' then 'person.passkey_added' when 'DELETE' then 'person.passkey_removed' else 'person.passkey_renamed' end;
  named jsonb := jsonb_build_object('name', jsonb_build_array(
    case when tg_op <> 'INSERT' then old.name end, case when tg_op <> 'DELETE' then new.name end));
begin
  if tg_op = 'DELETE' then one := old; else one := new; end if;
  -- What others take away is the reset, which the agent's row tells.
  if tg_op = 'DELETE' and not audit_is_own(one.agent_id) then return null; end if;
  perform audit(one.workspace_id, action, one.agent_id::text, (select email from agent where id = one.agent_id), named);
  return null;
end $$;
create trigger audit after insert or delete or update of name on passkey for each row execute function audit_passkey();
