-- What a wrap-up must have, by workspace and by menu; and calls by what they came to.

-- ["disposition", "note", "tag"]. The server changes the shape of the rules, which is no act of anyone.
select set_config('patchbay.author', 'off', true);
update workspace set wrap_up = (wrap_up - 'isDispositionRequired') || jsonb_build_object(
  'required', case when wrap_up -> 'isDispositionRequired' = 'true' then '["disposition"]'::jsonb else '[]'::jsonb end
);
select set_config('patchbay.author', '', true);
alter table workspace alter column wrap_up set default '{"seconds": 60, "dispositions": [], "required": [], "tags": []}';

-- Null: as the workspace has it.
alter table menu add column wrap_up jsonb;
drop trigger demo_adopted on menu;
create trigger demo_adopted after update of name, kind, parent_id, output_message, hidden, redirected, hours, offer_type, offer_seconds, groups,
  skills, recording, deflection, capacity, no_agents, long_wait, over_capacity, wrap_up on menu
  for each row when (old is distinct from new) execute function demo_row_adopted('menu', 'id');

-- What was required of the wrap-up and is still missing, once its time ran out.
alter table call add column not_filled_in jsonb not null default '[]';
create index call_not_filled_in on call (workspace_id, created_at desc, id desc) where not_filled_in <> '[]'::jsonb;

-- A list that is narrowed goes by an index in its own order, so that its first page costs the same however many calls there are.
drop index call_by_disposition;
create index call_by_disposition on call (workspace_id, disposition, created_at desc, id desc) where disposition is not null;
create index call_by_menu on call (workspace_id, menu_id, created_at desc, id desc) where menu_id is not null;

-- A call has many tags, and no index of the calls themselves holds them in order. Most calls have none and cost nothing here.
drop index call_by_tag;
create table call_tag (
  workspace_id integer not null,
  tag text not null,
  created_at timestamptz not null,
  call_id bigint not null references call on delete cascade,
  primary key (workspace_id, tag, created_at, call_id)
);
create index call_tag_of_call on call_tag (call_id);
create function keep_call_tags() returns trigger language plpgsql as $$
begin
  delete from call_tag where call_id = new.id and not new.tags ? tag;
  insert into call_tag (workspace_id, tag, created_at, call_id)
    select new.workspace_id, tag, new.created_at, new.id from jsonb_array_elements_text(new.tags) as tag
    on conflict do nothing;
  return null;
end $$;
create trigger tags_created after insert on call for each row when (new.tags <> '[]'::jsonb) execute function keep_call_tags();
create trigger tags_changed after update of tags on call
  for each row when (new.tags is distinct from old.tags) execute function keep_call_tags();
insert into call_tag (workspace_id, tag, created_at, call_id)
  select workspace_id, tag, created_at, id from call, jsonb_array_elements_text(tags) as tag where tags <> '[]'::jsonb
  on conflict do nothing;
