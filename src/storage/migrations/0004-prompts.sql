-- Sounds of a workspace's own, heard instead of what would be spoken.

create table prompt (
  workspace_id integer not null references workspace,
  name text not null,
  -- Empty: for callers of any language.
  lang text not null,
  -- Ogg/Opus, mono, and its SHA-256 in hexadecimal.
  audio bytea not null,
  hash text not null,
  seconds double precision not null check (seconds > 0),
  created_at timestamptz not null,
  primary key (workspace_id, name, lang)
);
