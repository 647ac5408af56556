-- The demo workspace and its third contact take the uid that seed 003 prints for a business and a client, so that its example works
-- as printed. Only the very rows that an earlier version wrote, and only where no other row has the uid: uids are unique.
update workspace set uid = 'd290f1ee-6c54-4b01-90e6-d701748f0851'
where id = 1 and subdomain = 'demo' and uid = '5ba26a1c-0f7d-4f0e-9a57-2f0c4d1e9b01'
  and not exists (select from workspace where uid = 'd290f1ee-6c54-4b01-90e6-d701748f0851');

-- Calls that were reported with the contact's former uid go on being that contact's.
with renamed as (
  update contact set uid = 'd290f1ee-6c54-4b01-90e6-d701748f0851'
  where id = 80 and workspace_id = 1 and uid = '9e107d9d-372b-4c6d-8f4e-0b6f6b2a7c80'
    and not exists (select from contact where uid = 'd290f1ee-6c54-4b01-90e6-d701748f0851')
  returning id
)
update call set report = jsonb_set(report, '{clientUid}', '"d290f1ee-6c54-4b01-90e6-d701748f0851"')
where workspace_id = 1 and report ->> 'clientUid' = '9e107d9d-372b-4c6d-8f4e-0b6f6b2a7c80'
  and exists (select from renamed);
