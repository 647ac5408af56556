-- What programs search by besides names and times, so that a search which finds few costs the same among many.

-- Equality with a value of an attribute. Contacts without attributes, as calls make them, cost nothing here.
create index contact_by_attribute on contact using gin (attributes jsonb_path_ops) where attributes <> '{}'::jsonb;

-- Whether a link texted to a caller opened the conversation. All others begin with a call.
alter table conversation add column switched boolean not null default false;
update conversation c set switched = true
where not exists (select from call k where k.workspace_id = c.workspace_id and k.conversation_id = c.id);
create index conversation_switched on conversation (workspace_id, created_at desc, id desc) where switched;

-- What a program opened or put off and did not close. With the calls in progress these are all that can be open or snoozed.
create index conversation_unclosed on conversation (workspace_id, id) where set_state in ('open', 'snoozed');
