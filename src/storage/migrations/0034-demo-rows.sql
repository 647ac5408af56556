-- Which rows are the demo's, so that the demo can be removed and what people made stays; and webhook deliveries by call.

-- A row here says that another one was written with the demo, and that no one has made it their own since. `workspace`: the server made
-- the whole workspace as a demo at its start. `key`: the other row's id; of a language its code.
create table demo_row (
  workspace_id integer not null references workspace,
  kind text not null check (kind in ('workspace', 'agent', 'contact', 'menu', 'number', 'language', 'article')),
  key text not null,
  primary key (workspace_id, kind, key)
);

-- Demos that are there already. What has another name or number by now is no longer the demo's.
insert into demo_row (workspace_id, kind, key)
select 1, its.kind, its.key from (
  select 'workspace' as kind, id::text as key from workspace where id = 1
  union all select 'agent', a.id::text from agent a
    join (values (1, 'admin@somedomain.com'), (2, 'agent@somedomain.com'), (3, 'allen@somedomain.com')) as made (id, email) using (id, email)
    where a.workspace_id = 1
  union all select 'agent', id::text from agent where workspace_id = 1 and email = 'owner@somedomain.com'
  union all select 'contact', c.id::text from contact c
    join (values (67, '+15125550167'), (75, '+821068612345'), (80, '+14155550148')) as made (id, phone) using (id, phone)
    where c.workspace_id = 1
  union all select 'menu', m.id::text from menu m
    join (values (9, 'Lock Star'), (10, 'Support'), (50, 'Web support'), (51, 'Redirected'), (52, 'Night line'), (53, 'Recorded on request'),
      (54, 'Redirected mobile')) as made (id, name) using (id, name)
    where m.workspace_id = 1 and not m.deleted
  union all select 'number', id::text from phone_number
    where workspace_id = 1 and number in ('+13392195276', '+17608675309', '+17604108538', '+13392195277')
  union all select 'language', code from language where workspace_id = 1 and code = 'fr' and not enabled
) as its
where exists (select from workspace where id = 1 and subdomain = 'demo' and uid = 'd290f1ee-6c54-4b01-90e6-d701748f0851');

-- Who changes a row of the demo makes it theirs. `tg_argv`: kind, and the column that `key` holds.
create function demo_row_adopted() returns trigger language plpgsql as $$
declare
  after jsonb := to_jsonb(new);
begin
  delete from demo_row
  where workspace_id = new.workspace_id and kind = tg_argv[0] and key = after ->> tg_argv[1];
  return null;
end $$;
create trigger demo_adopted after update of name, kind, parent_id, output_message, hidden, redirected, hours, offer_type, offer_seconds, groups,
  recording, deflection, capacity, no_agents, long_wait, over_capacity on menu
  for each row when (old is distinct from new) execute function demo_row_adopted('menu', 'id');
create trigger demo_adopted after update of enabled on language
  for each row when (old is distinct from new) execute function demo_row_adopted('language', 'code');
create trigger demo_adopted after update of name, email, phone, other_phones, identifier, attributes on contact
  for each row when (old is distinct from new) execute function demo_row_adopted('contact', 'id');
-- The role and the password that a setting gives are the demo's; those that people choose are theirs.
create trigger demo_adopted after update of email, first_name, last_name, role, password_hash on agent
  for each row when (
    (old.email, old.first_name, old.last_name, old.role, old.password_hash)
      is distinct from (new.email, new.first_name, new.last_name, new.role, new.password_hash)
    and coalesce(nullif(nullif(current_setting('patchbay.author', true), ''), 'off')::jsonb ->> 'door', 'setting') <> 'setting'
  ) execute function demo_row_adopted('agent', 'id');
-- A contact of people's own that was merged into one of the demo's lives on in it.
create function demo_contact_kept() returns trigger language plpgsql as $$
begin
  delete from demo_row where workspace_id = new.workspace_id and kind = 'contact' and key = new.merged_into::text;
  return null;
end $$;
create trigger demo_merged after update of merged_into on contact
  for each row when (new.merged_into is not null) execute function demo_contact_kept();

-- To forget a call is to forget what webhooks were told of it.
create index webhook_delivery_of_call on webhook_delivery (call_id) where call_id is not null;
