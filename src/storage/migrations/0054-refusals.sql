-- Calls that were refused before there was one stand in the log of events as well: without a call.
alter table call_event alter column call_id drop not null;
create index call_event_without_call on call_event (at) where call_id is null;
