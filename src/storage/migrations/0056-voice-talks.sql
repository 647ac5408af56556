-- Talks of the voice agent with callers who are there: kept while they last, so that the next process continues them.
create table voice_talk (
  call_id bigint primary key,
  workspace_id integer not null references workspace,
  started_at timestamptz not null,
  -- How the talk stands; null once it is over, or what was said is forgotten.
  dialogue jsonb,
  -- What whoever takes the caller over is told.
  brief jsonb,
  ended_at timestamptz
);
create index voice_talk_open on voice_talk (call_id) where ended_at is null;
