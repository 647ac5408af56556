-- Transcripts that an engine wrote down from the sound: which one. Null: no one had to listen, as in simulated calls.
alter table transcript add column engine text check (length(engine) between 1 and 200);
-- Calls whose words are still to be written down.
create index call_transcript_awaited on call (id) where transcript_status = 'in_progress';
