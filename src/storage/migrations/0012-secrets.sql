-- Links to the Messenger are kept as hashes, and tokens have an end, a reader's kind and a client.

-- A link's SHA-256. A redirect has several where the request that made it was sent again: each answer shows a link of its own.
create table redirect_link (
  hash bytea primary key check (octet_length(hash) = 32),
  redirect_id bigint not null references redirect
);
create index redirect_link_redirect on redirect_link (redirect_id);
insert into redirect_link (hash, redirect_id) select sha256(convert_to(token::text, 'UTF8')), id from redirect;
update text_message set body = replace(body, redirect.token::text, '***')
  from redirect where redirect.id = text_message.redirect_id;
update idempotency_key set body = regexp_replace(body, '"url":"[^"]*"', '"url":null')
  where key like 'POST /phone_call_redirects %' and status = 200;
alter table redirect drop column token;

alter table api_token drop constraint api_token_kind_check;
alter table api_token add constraint api_token_kind_check check (kind in ('staff', 'app', 'directory', 'client', 'read_only'));
alter table api_token add column expires_at timestamptz;
-- Whose calls a client's token reads; one without a contact reads none.
alter table api_token add column contact_id bigint references contact;
