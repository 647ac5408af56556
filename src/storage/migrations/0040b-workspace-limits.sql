-- Limits of all trunks of a workspace together, beside each trunk's own: the longest call, and whether costly numbers may be called at all.
-- At first they forbid nothing that a trunk allows.
alter table workspace
  add column dial_longest_call_seconds integer not null default 86400 check (dial_longest_call_seconds between 60 and 86400),
  add column dial_premium_allowed boolean not null default true;

-- As before (migration 0030), but that the workspace may forbid costly numbers as well.
create or replace function dial(
  workspace integer, trunk_asked bigint, region text, is_costly boolean, countries text[], asking uuid, is_counted boolean, now_at timestamptz,
  out refusal text, out place bigint
) language plpgsql as $$
declare
  holder workspace%rowtype;
  way trunk%rowtype;
  minute record;
  day record;
begin
  select * into holder from workspace w where w.id = workspace for no key update;
  select * into way from trunk t where t.id = trunk_asked and t.workspace_id = workspace and t.is_enabled;
  if way.id is null then refusal := 'trunk'; return; end if;
  way.premium_allowed := way.premium_allowed and holder.dial_premium_allowed;
  if is_costly and not way.premium_allowed then refusal := 'premium'; return; end if;
  if region is not null and region <> all (coalesce(way.countries, countries)) then refusal := 'country'; return; end if;
  if region is null and not way.premium_allowed then refusal := 'country'; return; end if;
  if not is_counted then return; end if;

  delete from dialed_call d where d.workspace_id = workspace and d.at < now_at - interval '2 days';
  select count(*) as of_all, count(*) filter (where d.trunk_id = trunk_asked) as of_trunk into minute
    from dialed_call d where d.workspace_id = workspace and d.at > now_at - interval '1 minute';
  if minute.of_all >= holder.dial_calls_per_minute or minute.of_trunk >= way.calls_per_minute then
    refusal := 'calls_per_minute'; return;
  end if;
  select
    coalesce(sum(lasted), 0) as of_all, coalesce(sum(lasted) filter (where trunk_id = trunk_asked), 0) as of_trunk,
    count(*) filter (where is_live) as live, count(*) filter (where is_live and trunk_id = trunk_asked) as live_of_trunk
  into day from (
    select d.trunk_id,
      case when c.id is null then d.at > now_at - interval '1 minute' else c.ends_at is null end as is_live,
      case when c.id is null then 0 else greatest(1, ceil(extract(epoch from coalesce(c.ends_at, now_at) - d.at) / 60)) end as lasted
    from dialed_call d left join call c on c.uid = d.call_uid
    where d.workspace_id = workspace and d.at > now_at - interval '1 day'
  ) dialed;
  if day.live >= holder.dial_calls_at_once or day.live_of_trunk >= way.calls_at_once then
    refusal := 'calls_at_once'; return;
  end if;
  if day.of_all >= holder.dial_minutes_per_day or day.of_trunk >= way.minutes_per_day then
    refusal := 'minutes_per_day'; return;
  end if;
  insert into dialed_call (workspace_id, trunk_id, call_uid, at) values (workspace, trunk_asked, asking, now_at) returning id into place;
end $$;
