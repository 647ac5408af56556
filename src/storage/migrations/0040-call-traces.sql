-- The technical side of calls, apart from them because it is long and seldom read: the SIP messages of their telephones, and how their sound was.
create table call_trace (
  call_id bigint primary key references call,
  workspace_id integer not null references workspace,
  legs jsonb not null,
  sound jsonb not null
);
