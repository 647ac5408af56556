-- The language in which a person reads the console. Null: the one that their browser prefers.
alter table agent add column language text check (language ~ '^[a-z]{2}(-[A-Z]{2})?$');
