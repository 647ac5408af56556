-- What was said is found by its words; and everything of a person can be forgotten, at once or by age.

-- `simple` takes words as they are, in any language. A text longer than this has no more new words worth an index.
create function transcript_words(turns jsonb) returns tsvector language sql immutable parallel safe
  as $$ select to_tsvector('simple', left(coalesce(string_agg(turn ->> 'text', ' '), ''), 200000))
    from jsonb_array_elements(turns) turn $$;
alter table transcript add column words tsvector not null generated always as (transcript_words(turns)) stored;
create index transcript_words on transcript using gin (words);
create index transcript_newest on transcript (workspace_id, call_id desc);

-- A legal hold: nothing of the contact, or of the call, is forgotten while it stands.
alter table contact add column legal_hold_at timestamptz;
create table call_hold (
  call_id bigint primary key,
  workspace_id integer not null references workspace,
  at timestamptz not null
);

-- Sound whose row is gone already: what removes it begins anew after a crash.
create table file_removal (
  recording_uid text primary key,
  at timestamptz not null default now()
);

-- How many days what is kept; null is for good.
create table retention (
  workspace_id integer primary key references workspace,
  recording_days integer check (recording_days between 1 and 3650),
  voicemail_days integer check (voicemail_days between 1 and 3650),
  transcript_days integer check (transcript_days between 1 and 3650),
  message_days integer check (message_days between 1 and 3650),
  call_days integer check (call_days between 1 and 3650)
);
create index call_recorded on call (workspace_id, created_at) where recording ->> 'status' = 'stored';
create index call_personal on call (workspace_id, created_at) where contact_id is not null or contact_number is not null;
create index transcript_age on transcript (workspace_id, created_at);
create index message_age on message (workspace_id, at);

create index text_message_of_redirect on text_message (redirect_id);
-- Calls in which someone else was dialed: their number stands among the participants.
create index call_with_third_party on call (workspace_id) where participants @> '[{"kind": "third_party"}]';
