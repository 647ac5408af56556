-- Calls that are scheduled, in the order in which they come due.
create index call_scheduled on call (workspace_id, scheduled_at, id) where state = 'scheduled';
