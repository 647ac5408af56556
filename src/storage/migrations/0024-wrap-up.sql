-- What agents write down when a call is over, how long they have for it, and what they call themselves besides.
alter table workspace
  add column wrap_up jsonb not null
    default '{"seconds": 60, "dispositions": [], "isDispositionRequired": false, "tags": []}',
  add column agent_statuses jsonb not null default '[]';

-- The name of the workspace's own status, while the agent's is one.
alter table agent add column status_name text;

-- Null: until its agent finishes.
alter table wrap_up add column ends_at timestamptz;
update wrap_up set ends_at = since + interval '60 seconds';

alter table call
  add column disposition text,
  add column tags jsonb not null default '[]';
create index call_by_disposition on call (workspace_id, disposition, created_at desc) where disposition is not null;
create index call_by_tag on call using gin (tags jsonb_path_ops) where tags <> '[]'::jsonb;
