-- The calls that an agent with a capacity is in or rung for: changed by the statement that stores the call, so that no two commands,
-- in whichever process, give an agent more calls than they take.
alter table agent add column reserved_for bigint[] not null default '{}';
