-- What talks of the voice agent came to, by what is counted of them; kept while they last, too.
alter table voice_talk add column counts jsonb not null default '{}';
create index voice_talk_ended on voice_talk (workspace_id, ended_at) where ended_at is not null;

-- The sums of closed hours: reports add up these, and the talks of the hour in progress.
create table voice_hour (
  workspace_id integer not null references workspace,
  hour timestamptz not null,
  what text not null check (length(what) <= 40),
  count integer not null,
  primary key (workspace_id, hour, what)
);
