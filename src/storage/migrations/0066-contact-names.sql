-- Names that belong to one contact of a workspace: an external id, and the e-mail address of a user. No unique index holds them: data
-- from before may have twins, and the page of a call writes an identity down as the customer's system states it. Who writes a name
-- claims it in the same statement: of two at once, one waits until the other has committed, and then sees what it wrote.

create function hold_contact_name(workspace integer, kind text, claimed text) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended(workspace || ' ' || kind || ' ' || claimed, 0));
$$;

-- The identifier, for the contact `own` or, where that is null, a new one. What a contact has already is not judged.
create function claim_identifier(workspace integer, own bigint, claimed text) returns text language plpgsql as $$
begin
  if claimed is null or exists (select from contact where id = own and identifier = claimed) then
    return claimed;
  end if;
  perform hold_contact_name(workspace, 'identifier', claimed);
  if exists (
    select from contact
    where workspace_id = workspace and merged_into is null and identifier = claimed and id is distinct from own
  ) then
    raise exception 'Another contact has this identifier.'
      using errcode = 'unique_violation', constraint = 'contact_identifier_claimed';
  end if;
  return claimed;
end $$;

-- The address, for a contact that then has the role. It differs from those of all contacts, or else a user's from those of users.
create function claim_email(workspace integer, own bigint, role_then text, claimed text, of_all boolean) returns text language plpgsql as $$
begin
  if claimed is null
    or exists (select from contact where id = own and role = role_then and lower(email) = lower(claimed)) then
    return claimed;
  end if;
  perform hold_contact_name(workspace, 'email', lower(claimed));
  if (of_all or role_then = 'user') and exists (
    select from contact
    where workspace_id = workspace and merged_into is null and lower(email) = lower(claimed)
      and (of_all or role = 'user') and id is distinct from own
  ) then
    raise exception 'Another contact has this address.'
      using errcode = 'unique_violation', constraint = 'contact_email_claimed';
  end if;
  return claimed;
end $$;
