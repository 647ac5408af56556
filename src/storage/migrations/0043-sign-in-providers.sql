-- Sign-in by a provider (OpenID Connect): one of each workspace, and who has come in by it.

create table sign_in_provider (
  workspace_id integer primary key references workspace,
  issuer text not null check (length(issuer) between 1 and 500),
  client_id text not null check (length(client_id) between 1 and 300),
  -- Encrypted; read by the server alone.
  client_secret bytea not null check (octet_length(client_secret) <= 2000),
  -- What the button on the sign-in page says.
  name text not null check (length(name) between 1 and 60),
  -- Of first sign-ins; empty is any.
  domains text[] not null check (cardinality(domains) <= 50),
  unknown_people text not null check (unknown_people in ('refused', 'made')),
  default_role text not null check (default_role in ('agent', 'supervisor', 'developer')),
  -- Administrators sign in with a password whatever this says.
  password_open boolean not null,
  updated_at timestamptz not null,
  -- A provider of everyone would make everyone a person.
  check (unknown_people = 'refused' or cardinality(domains) > 0)
);

-- Of the secret only that it changed is said.
create function audit_sign_in_provider() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  whole jsonb := before || after;
  changes jsonb := audit_changes(before, after) - 'updated_at';
begin
  if changes ? 'client_secret' then changes := changes || '{"client_secret": null}'; end if;
  if changes = '{}' then return null; end if;
  perform audit(
    (whole ->> 'workspace_id')::integer,
    case tg_op
      when 'INSERT' then 'sign_in_provider.created' when 'DELETE' then 'sign_in_provider.deleted'
      else 'sign_in_provider.updated' end,
    whole ->> 'workspace_id', whole ->> 'name', changes
  );
  return null;
end $$;
create trigger audit after insert or update or delete on sign_in_provider for each row execute function audit_sign_in_provider();

-- Who someone is at a provider: whoever has come in once is found by it from then on, whatever their address becomes.
create table person_identity (
  workspace_id integer not null references workspace,
  issuer text not null check (length(issuer) between 1 and 500),
  -- `sub`: 255 characters at most (OpenID Connect Core 1.0, section 2).
  subject text not null check (length(subject) between 1 and 255),
  agent_id bigint not null references agent,
  created_at timestamptz not null,
  primary key (workspace_id, issuer, subject),
  -- One account of a provider is one person; another account with the same address is someone else.
  unique (agent_id, issuer)
);

create function audit_person_identity() returns trigger language plpgsql as $$
begin
  perform audit(
    new.workspace_id, 'person.linked', new.agent_id::text, (select email from agent where id = new.agent_id),
    jsonb_build_object('issuer', jsonb_build_array(null, new.issuer))
  );
  return null;
end $$;
create trigger audit after insert on person_identity for each row execute function audit_person_identity();
