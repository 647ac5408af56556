-- A list of calls that is narrowed goes by an index in its own order (0047), so that one which finds few calls or none costs the same among
-- a million. States that most calls pass through or end in have no index: the newest calls have them.
create index call_by_agent on call (workspace_id, agent_id, created_at desc, id desc) where agent_id is not null;
create index call_by_direction on call (workspace_id, direction, created_at desc, id desc);
create index call_missed on call (workspace_id, created_at desc, id desc) where state in ('failed', 'recovered');
create index call_voicemail on call (workspace_id, created_at desc, id desc) where state in ('voicemail_received', 'voicemail_read');
create index call_live on call (workspace_id, created_at desc, id desc)
  where state in ('selecting', 'queued', 'assigned', 'connecting', 'switching', 'connected', 'voicemail', 'action_only');
