-- Words that are stored while their call goes on. `open`: more may come, or some were not heard. `whole`: all of the recording was heard.
-- Null: the transcript is done.
alter table transcript add column live text check (live in ('open', 'whole'));
