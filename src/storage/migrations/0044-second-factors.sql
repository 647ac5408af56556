-- A second factor beside the password: one-time codes of an authenticator app, and recovery codes for when it is lost.

alter table workspace
  -- Of whom a second factor is required, at their next sign-in.
  add column second_factor text not null default 'nobody' check (second_factor in ('nobody', 'admins', 'everybody'));

-- Set: an administrator, or an operator at the shell, took the person's second factors away.
alter table agent add column factors_reset_at timestamptz;

-- The session can do nothing but add the second factor that the workspace requires.
alter table session add column must_add_factor boolean not null default false;

create table authenticator (
  agent_id bigint primary key references agent on delete cascade,
  workspace_id integer not null references workspace,
  -- Sealed; the key is not in the database.
  seed bytea not null,
  -- Null until a first code has shown that the app has the seed: until then no one is asked for codes.
  confirmed_at timestamptz,
  -- The time step of the last code that was taken: a code works once (RFC 6238, section 5.2).
  last_step bigint not null default 0
);

-- Each works once. Those that were used stay until there are new ones.
create table recovery_code (
  agent_id bigint not null references agent on delete cascade,
  -- SHA-256 of the code.
  hash bytea not null check (octet_length(hash) = 32),
  used_at timestamptz,
  primary key (agent_id, hash)
);

-- Someone has proven a password, and is asked for the second factor.
create table sign_in_challenge (
  -- SHA-256 of what the page holds.
  hash bytea primary key check (octet_length(hash) = 32),
  agent_id bigint not null references agent on delete cascade,
  -- The password that was proven, as its hash: a new one ends the challenge.
  password_hash text not null,
  tries_left integer not null check (tries_left >= 0),
  expires_at timestamptz not null
);
create index sign_in_challenge_expiry on sign_in_challenge (expires_at);
create index sign_in_challenge_agent on sign_in_challenge (agent_id);

-- Whether the one in whose name it is written is this agent.
create function audit_is_own(agent bigint) returns boolean language sql stable as $$
  select coalesce((nullif(nullif(current_setting('patchbay.author', true), ''), 'off')::jsonb ->> 'agentId')::bigint = agent, false)
$$;

-- What others take away is the reset, which the agent's row tells.
create function audit_authenticator() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.confirmed_at is not null and audit_is_own(old.agent_id) then
      perform audit(old.workspace_id, 'person.codes_switched_off', old.agent_id::text, (select email from agent where id = old.agent_id), '{}');
    end if;
  elsif old.confirmed_at is null and new.confirmed_at is not null then
    perform audit(new.workspace_id, 'person.codes_switched_on', new.agent_id::text, (select email from agent where id = new.agent_id), '{}');
  end if;
  return null;
end $$;
create trigger audit after delete or update of confirmed_at on authenticator for each row execute function audit_authenticator();

create function audit_recovery_codes() returns trigger language plpgsql as $$
begin
  perform audit(workspace_id, 'person.recovery_codes_created', id::text, email, '{}')
    from agent where id in (select agent_id from made);
  return null;
end $$;
create trigger audit_made after insert on recovery_code referencing new table as made
  for each statement execute function audit_recovery_codes();

create function audit_recovery_code() returns trigger language plpgsql as $$
begin
  perform audit(workspace_id, 'person.recovery_code_used', id::text, email, '{}') from agent where id = new.agent_id;
  return null;
end $$;
create trigger audit_used after update of used_at on recovery_code for each row execute function audit_recovery_code();

create function audit_factors_reset() returns trigger language plpgsql as $$
begin
  perform audit(new.workspace_id, 'person.factors_reset', new.id::text, new.email, '{}');
  return null;
end $$;
create trigger audit_factors_reset after update of factors_reset_at on agent for each row execute function audit_factors_reset();
