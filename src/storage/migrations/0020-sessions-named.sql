-- Sessions can be named by those whose they are, who never see the hash, and say from which browser they were begun.

alter table session
  add column id bigint generated always as identity unique,
  -- The `User-Agent` of the sign-in, cut; null where it was not said.
  add column user_agent text check (length(user_agent) <= 300);
