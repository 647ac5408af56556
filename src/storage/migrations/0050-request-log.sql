-- The request log: what programs asked of the APIs and how they were answered. Apart from it, and for a day at most, the bodies.
create table request_log (
  workspace_id integer primary key references workspace,
  -- Bodies are kept of requests that come before; null and what is past: none are.
  bodies_until timestamptz,
  -- When a contact was last forgotten: no body of a request that came before is kept, or written any more.
  cleared_at timestamptz
);

create table api_request (
  workspace_id integer not null references workspace,
  id bigint generated always as identity,
  at timestamptz not null,
  request_id uuid not null,
  surface text not null,
  -- As the API's document calls it; null where no operation was found.
  operation text,
  method text not null,
  path text not null check (length(path) <= 500),
  status smallint not null,
  milliseconds integer not null,
  -- No foreign key: a token may go, its requests stay. Null with a prefix: no one's token.
  token_id bigint,
  token_prefix text check (length(token_prefix) <= 10),
  address text not null,
  call_id bigint,
  -- What the answer says of a refusal.
  problem text check (length(problem) <= 200),
  primary key (workspace_id, id)
);
create index api_request_refused on api_request (workspace_id, id) where status >= 400;
create index api_request_call on api_request (workspace_id, call_id, id) where call_id is not null;
create index api_request_age on api_request using brin (at);

create table api_request_body (
  workspace_id integer not null,
  id bigint not null,
  request text check (length(request) <= 16100),
  answer text check (length(answer) <= 16100),
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references api_request on delete cascade
);

-- Bodies may name anyone: with a contact all of the workspace go.
create function clear_request_bodies() returns trigger language plpgsql as $$
begin
  insert into request_log (workspace_id, cleared_at)
  select workspace_id, clock_timestamp() from (select distinct workspace_id from gone) each
  on conflict (workspace_id) do update set cleared_at = excluded.cleared_at;
  delete from api_request_body where workspace_id in (select workspace_id from gone);
  return null;
end $$;
create trigger clear_request_bodies after delete on contact referencing old table as gone
  for each statement execute function clear_request_bodies();

create function audit_request_log() returns trigger language plpgsql as $$
declare
  before constant timestamptz := case when tg_op = 'UPDATE' then old.bodies_until end;
begin
  if before is distinct from new.bodies_until then
    perform audit(
      new.workspace_id, 'request_log.updated', new.workspace_id::text, 'Request log',
      jsonb_build_object('bodies_until', jsonb_build_array(before, new.bodies_until))
    );
  end if;
  return null;
end $$;
create trigger audit after insert or update of bodies_until on request_log for each row execute function audit_request_log();
