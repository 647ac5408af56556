/**
 * How agents are reserved inside the statements that write calls. `agent.reserved_for` lists the calls of every agent
 * with a capacity. The rows are locked first and in order of id, whatever else the statement does, so that two
 * statements never wait for each other; a locked row shows what the other one has just committed, so of two that come
 * at once the second sees the first.
 */

/** Locks the agents that `wanted` selects and says how many more calls each may have. */
function seatSql(wanted: string): string {
  return `seat as materialized (
  select a.id, a.capacity - cardinality(a.reserved_for) as room
  from agent a where a.capacity is not null and a.id in (${wanted})
  order by a.id for no key update of a
)`;
}

/** A condition that holds, once the agents are locked. */
export const SEATS_LOCKED = '(select count(*) from seat) >= 0';

/** An agent of a draft is the one who leads it, if they take part. */
const DRAFT_HOLDS = `d.agent_id is not null and d.participants @> jsonb_build_array(jsonb_build_object('agentId', d.agent_id))`;

/**
 * For drafts: who is locked, which drafts find room in the order of their uids, and what is reserved for those that
 * were stored.
 */
export const RESERVE_FOR_DRAFTS = {
  before: `${seatSql(`select d.agent_id from draft d where ${DRAFT_HOLDS}`)},
denied as materialized (
  select asked.uid, asked.agent_id from (
    select d.uid, d.agent_id, row_number() over (partition by d.agent_id order by d.uid) as place from draft d where ${DRAFT_HOLDS}
  ) asked join seat on seat.id = asked.agent_id
  where asked.place > seat.room
)`,
  after: `reserved as (
  update agent a set reserved_for = a.reserved_for || taken.ids
  from (
    select d.agent_id, array_agg(created.id) as ids
    from created join draft d using (uid) join seat on seat.id = d.agent_id where ${DRAFT_HOLDS} group by d.agent_id
  ) taken
  where a.id = taken.agent_id
)`,
} as const;

/**
 * For changes, whose rows bring `taken` and `freed`. A change is refused as a whole when one of its agents has no room.
 */
export const RESERVE_FOR_CHANGES = {
  before: `${seatSql('select unnest(n.taken || n.freed) from change n')},
denied as materialized (
  select asked.id, array_agg(asked.agent_id) as busy from (
    select n.id, agent_id, row_number() over (partition by agent_id order by n.id) as place
    from change n cross join lateral unnest(n.taken) as agent_id
  ) asked join seat on seat.id = asked.agent_id
  where asked.place > seat.room group by asked.id
)`,
  after: `reserved as (
  update agent a set reserved_for =
    array(select each from unnest(a.reserved_for) as each where each <> all (turn.freed || turn.taken)) || turn.taken
  from (
    select seat.id,
      coalesce(array_agg(n.id) filter (where seat.id = any(n.taken)), '{}') as taken,
      coalesce(array_agg(n.id) filter (where seat.id = any(n.freed)), '{}') as freed
    from moved join change n using (id) join seat on seat.id = any(n.taken || n.freed) group by seat.id
  ) turn
  where a.id = turn.id
)`,
} as const;

/**
 * Puts right what says otherwise than the calls themselves: an agent is reserved for the calls in progress with them in
 * it or rung for it, and no others. Reservations move with their calls, so this finds something only where a capacity
 * was given or taken away, or where rows were changed by hand. An agent whose row moves meanwhile is left to the next
 * time.
 */
export const SETTLE_RESERVATIONS = `
with held as (
  select each.agent_id, array_agg(distinct c.id) as ids from call c cross join lateral (
    select (p ->> 'agentId')::bigint as agent_id from jsonb_array_elements(c.participants) p
    where p ->> 'agentId' is not null and p ->> 'status' not in ('finished', 'failed')
    union select rung::bigint from jsonb_array_elements_text(c.offer -> 'agentIds') rung
  ) each
  where c.deadline_at is not null and c.state <> 'scheduled' group by each.agent_id
),
seen as (
  select a.id, a.reserved_for as was, case when a.capacity is null then '{}' else coalesce(held.ids, '{}') end as ids
  from agent a left join held on held.agent_id = a.id where cardinality(a.reserved_for) > 0 or held.ids is not null
)
update agent a set reserved_for = seen.ids from seen
where a.id = seen.id and a.reserved_for = seen.was and not (a.reserved_for @> seen.ids and a.reserved_for <@ seen.ids)
returning a.id`;
