import type { Pool } from 'pg';

/** Everything that a list of calls can be narrowed to, on some of the seeded calls. */
const STATEMENTS = [
  `update call set direction = 'outbound' where id % 500 = 11`,
  `update call set state = 'voicemail_received', agent_id = null where id % 500 = 21`,
  `update call set disposition = 'Resolved' where id % 250 = 31`,
  `update call set tags = '["billing"]' where id % 250 = 41`,
  `update call set not_filled_in = '["note"]' where id % 1000 = 51`,
  `update call set agent_id = 2 where id % 50000 = 61`,
  // Who speaks of an order is frequent; one in 20,000 speaks of a zebra.
  `insert into transcript (call_id, workspace_id, turns, created_at)
   select id, workspace_id, jsonb_build_array(
     jsonb_build_object('speaker', 'user', 'text', 'I am calling about my order ' || id, 'startSeconds', 1, 'endSeconds', 4),
     jsonb_build_object('speaker', 'agent', 'text', case when id % 20000 = 1 then 'A zebra, you say?' else 'Let me look.' end,
       'startSeconds', 5, 'endSeconds', 7)), created_at
   from call where state = 'finished' and id % 5 = 1`,
  `insert into voice_hour (workspace_id, hour, what, count)
   select 1, date_trunc('hour', now()) - n * interval '1 hour', what, 7
   from generate_series(1, 92 * 24) n, unnest(array['talks', 'resolved_assumed', 'left', 'handed_over_asked_for']) what`,
];

/** Marks some of the calls; the statistics are fresh afterwards. */
export async function seedFilters(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`set synchronous_commit = off`);
    for (const statement of STATEMENTS) await client.query(statement);
    await client.query('reset synchronous_commit');
  } finally {
    client.release();
  }
  await pool.query('vacuum analyze');
}
