-- Agents whom the simulator plays do not sign in, and people are not played.

-- The demo's administrator was both. The one who signs in is an agent of their own from now on, with the same password and ring group.
with both_of_them as (
  select a.* from agent a join workspace w on w.id = a.workspace_id
  where w.id = 1 and w.subdomain = 'demo' and a.id = 1 and a.email = 'admin@somedomain.com' and a.simulated
),
owner as (
  insert into agent (workspace_id, email, first_name, last_name, role, password_hash, locked_at)
  select workspace_id, 'owner@somedomain.com', 'Owner', 'UJET', role, password_hash, locked_at from both_of_them
  on conflict (workspace_id, lower(email)) do update
    set role = excluded.role, password_hash = coalesce(agent.password_hash, excluded.password_hash), simulated = false
  returning id
),
parted as (
  update agent set password_hash = null, role = 'agent', locked_at = null where id in (select id from both_of_them)
)
update menu
set groups = (
  select jsonb_agg(
    case when ring_group -> 'agentIds' @> '1' and not ring_group -> 'agentIds' @> to_jsonb(owner.id)
      then jsonb_set(ring_group, '{agentIds}', ring_group -> 'agentIds' || to_jsonb(owner.id))
      else ring_group end
    order by place
  )
  from jsonb_array_elements(menu.groups) with ordinality as each (ring_group, place)
)
from owner
where menu.workspace_id = 1 and menu.groups @> '[{"agentIds": [1]}]';

-- Anyone else who signs in is a person, whatever was said of them.
update agent set simulated = false, capacity = coalesce(capacity, 1) where simulated and password_hash is not null;

delete from session using agent where agent.id = session.agent_id and agent.simulated;
delete from sign_in_link using agent where agent.id = sign_in_link.agent_id and agent.simulated;

alter table agent add constraint agent_person_not_simulated check (not (simulated and password_hash is not null));
