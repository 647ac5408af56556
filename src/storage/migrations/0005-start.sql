-- The token that PATCHBAY_DEMO_TOKEN gives, or that was made with the demo: another one takes its place.
alter table api_token add column by_setting boolean not null default false;
update api_token set by_setting = true where workspace_id = 1 and name = 'demo' and revoked_at is null;

-- What databases lack that were made before 21 November 2026, 02:00 UTC, when 0001 was still being written.
alter table external_call add column if not exists request_key text;
create unique index if not exists external_call_request_key on external_call (workspace_id, request_key) where request_key is not null;
create statistics if not exists call_external_uuid_rarity on (report ->> 'externalUuid') from call;
drop function if exists numbered(jsonb, regclass);
do $$
begin
  if not (select indisunique from pg_index where indexrelid = 'external_call_by_call'::regclass) then
    update external_call set call_id = null
      where call_id is not null and id not in (select min(id) from external_call where call_id is not null group by call_id);
    drop index external_call_by_call;
    create unique index external_call_by_call on external_call (call_id) where call_id is not null;
  end if;
end
$$;
