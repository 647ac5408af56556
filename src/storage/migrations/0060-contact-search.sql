-- When a contact changed last, and what programs search contacts by.

alter table contact add column updated_at timestamptz not null default now();
-- Every contact that there is was updated when it was made, as far as is known; that is no news for webhooks.
alter table contact disable trigger user;
update contact set updated_at = created_at;
alter table contact enable trigger user;

create function stamp_contact() returns trigger language plpgsql as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end $$;
create trigger stamp_updated before update on contact for each row
  when (old.* is distinct from new.*) execute function stamp_contact();

create index contact_created on contact (workspace_id, created_at desc, id desc) where merged_into is null;
create index contact_changed on contact (workspace_id, updated_at desc, id desc) where merged_into is null;
create index contact_email on contact (workspace_id, lower(email)) where merged_into is null;
create index contact_identifier on contact (workspace_id, identifier) where merged_into is null;
