-- How the pages of callers look: the caller page and the Messenger page. Without a row they look as they come.
create table appearance (
  workspace_id integer primary key references workspace,
  -- Null: the name of the workspace.
  name text check (length(name) between 1 and 80),
  -- `#rrggbb` in lower case. Null: the color that the pages come with.
  color text check (color ~ '^#[0-9a-f]{6}$')
);

-- Apart, since it is large and read by its own address alone.
create table logo (
  workspace_id integer primary key references workspace,
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  width smallint not null check (width between 16 and 2048),
  height smallint not null check (height between 16 and 2048),
  -- SHA-256 in hexadecimal: the address of a logo changes with it.
  sha256 text not null,
  image bytea not null check (length(image) <= 262144)
);

create function audit_appearance() returns trigger language plpgsql as $$
declare
  changes jsonb := audit_changes(case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end, to_jsonb(new));
begin
  if changes <> '{}' then
    perform audit(new.workspace_id, 'appearance.updated', new.workspace_id::text, 'Appearance', changes);
  end if;
  return null;
end $$;
create trigger audit after insert or update on appearance for each row execute function audit_appearance();

create function audit_logo() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform audit(old.workspace_id, 'appearance.logo_deleted', old.workspace_id::text, 'Logo', '{}');
  else
    perform audit(new.workspace_id, 'appearance.logo_uploaded', new.workspace_id::text, 'Logo', '{}');
  end if;
  return null;
end $$;
create trigger audit after insert or update or delete on logo for each row execute function audit_logo();
