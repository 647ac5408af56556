-- Contacts: found by a part of a name, address or number; merged, blocked; with the history of each.

alter table contact
  -- Set: callers of this contact are refused at every inbound door.
  add column blocked_at timestamptz,
  -- Set: this one was merged into that one, which is never merged itself. The row keeps the number, so that its callers are recognized.
  add column merged_into bigint references contact;
create index contact_newest on contact (workspace_id, id desc) where merged_into is null;
create index contact_merged on contact (merged_into) where merged_into is not null;
create index contact_blocked on contact (workspace_id) where blocked_at is not null;

-- What a contact is searched by, a field a line. `array_to_string` is stable for other types' sake; of texts it is immutable.
create function contact_words(name text, email text, phone text, other_phones text[]) returns text
  language sql immutable parallel safe
  as $$ select lower(concat_ws(E'\n', name, email, phone, array_to_string(other_phones, E'\n'))) || E'\n' $$;

-- Every three letters in a row, as pg_trgm has them. That extension may be missing on a managed database, so it is not needed here.
create function text_grams(words text) returns tsvector language sql immutable strict parallel safe
  as $$ select array_to_tsvector(coalesce(array_agg(distinct substr(words, place, 3)), '{}'))
    from generate_series(1, length(words)) place $$;

-- The grams that a text has which contains this one: of two letters those that begin with them, else all, sixteen at most.
create function grams_query(part text) returns tsquery language sql immutable strict parallel safe
  as $$ select string_agg('''' || replace(replace(substr(part, place, 3), '\', '\\'), '''', '''''') || ''''
      || case when length(part) < 3 then ':*' else '' end, ' & ')::tsquery
    from generate_series(1, least(greatest(length(part) - 2, 1), 16)) place $$;

create index contact_grams on contact using gin (text_grams(contact_words(name, email, phone, other_phones)));

-- The history of a contact: calls, those that are still to come, and messages.
create index call_by_contact on call (workspace_id, contact_id, created_at desc, id desc);
create index call_scheduled_of_contact on call (contact_id, scheduled_at) where state = 'scheduled';
alter table message add column contact_id bigint;
update message set contact_id = conversation.contact_id from conversation where conversation.id = message.conversation_id;
create index message_of_contact on message (contact_id, at desc, id desc);
create index conversation_of_contact on conversation (contact_id);
create index ticket_of_contact on ticket (contact_id);
create index redirect_of_contact on redirect (contact_id);
