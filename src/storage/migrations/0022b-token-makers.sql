-- Who made a token, and which one takes its place: a token that is replaced works on until its new end.

alter table api_token
  add column made_by_agent bigint references agent,
  add column made_by_token bigint references api_token,
  add column replaced_by bigint references api_token;
