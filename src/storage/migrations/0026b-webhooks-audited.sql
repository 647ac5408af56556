-- Webhooks stand in the audit log: by the host alone, since a path or a query may be a secret, and without what signs.

create function audit_webhook() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  whole jsonb := before || after;
  changes jsonb := audit_changes(before, after) - array['secret', 'former_secret', 'former_until', 'since_seq', 'failing_since', 'updated_at', 'user_name'];
  host text := regexp_replace(whole ->> 'url', '^(https?://)(?:[^/@]*@)?([^/?#]+).*$', '\1\2');
begin
  if changes ? 'url' then changes := changes || '{"url": null}'; end if;
  if tg_op = 'UPDATE' and old.secret is distinct from new.secret then
    perform audit(new.workspace_id, 'webhook.secret_rotated', new.id::text, host, '{}');
  end if;
  if tg_op <> 'UPDATE' or changes <> '{}' then
    perform audit(
      (whole ->> 'workspace_id')::integer,
      case tg_op when 'INSERT' then 'webhook.created' when 'DELETE' then 'webhook.deleted' else 'webhook.updated' end,
      whole ->> 'id', host, changes
    );
  end if;
  return null;
end $$;
create trigger audit after insert or delete or update of url, format, events, description, state, reason, user_name, secret on webhook
  for each row execute function audit_webhook();
