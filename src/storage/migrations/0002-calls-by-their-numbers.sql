-- The number at either end of a call, as the search of calls.ts works it out, so that it finds a number among millions.
create index call_by_from_number on call (workspace_id, (coalesce(report ->> 'fromNumber',
  case when direction = 'inbound' then contact_number else regexp_replace(own_number, '[^+0-9]', '', 'g') end)));
create index call_by_to_number on call (workspace_id, (coalesce(report ->> 'toNumber',
  case when direction = 'outbound' then contact_number else regexp_replace(own_number, '[^+0-9]', '', 'g') end)));
