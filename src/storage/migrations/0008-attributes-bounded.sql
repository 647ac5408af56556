-- A contact's attributes are merged by several doors, also at once: the bound is kept where they meet. It is `MOST_ATTRIBUTES` and
-- `LARGEST_ATTRIBUTES` of directory/contact.ts. A contact who had more before may keep them and get fewer.
create function keep_attributes_bounded() returns trigger language plpgsql as $$
begin
  if octet_length(new.attributes::text) > 65536 or (select count(*) from jsonb_object_keys(new.attributes)) > 500 then
    if tg_op = 'INSERT' or octet_length(new.attributes::text) >= octet_length(old.attributes::text) then
      raise exception 'The contact has too many attributes.'
        using errcode = 'check_violation', constraint = 'contact_attributes_bounded';
    end if;
  end if;
  return new;
end $$;
create trigger contact_attributes_bounded before insert or update of attributes on contact
  for each row when (new.attributes <> '{}') execute function keep_attributes_bounded();
