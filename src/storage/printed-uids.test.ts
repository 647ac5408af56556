/** An existing demo database is brought along: its rows take the uids that seed 003 prints. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Pool } from 'pg';
import { DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import { testDatabase } from '../../test/support/database.ts';
import { migrate } from './migrate.ts';

const PRINTED = DEMO_WORKSPACE.uid;
const BUSINESS = '5ba26a1c-0f7d-4f0e-9a57-2f0c4d1e9b01';
const CLIENT = '9e107d9d-372b-4c6d-8f4e-0b6f6b2a7c80';
const OWN = '11111111-2222-4333-8444-555555555555';

type Row = { readonly id: number; readonly uid: string };

/**
 * A migrated database that has not seen the migration yet, with these workspaces and contacts; answers how they are
 * after it.
 */
async function broughtAlong(workspaces: readonly Row[], contacts: readonly Row[]): Promise<Record<string, string[]>> {
  const database = await testDatabase();
  const pool = new Pool({ ...database.config, max: 2 });
  after(async () => {
    await pool.end();
    await database.drop();
  });
  await pool.query(`delete from migration where name like '%-printed-uids.sql'`);
  for (const { id, uid } of workspaces)
    await pool.query('insert into workspace (id, uid, subdomain, name) values ($1, $2, $3, $3)', [
      id,
      uid,
      id === 1 ? 'demo' : `other-${id}`,
    ]);
  for (const { id, uid } of contacts)
    await pool.query(`insert into contact (id, uid, workspace_id, role, attributes) values ($1, $2, 1, 'user', '{}')`, [
      id,
      uid,
    ]);
  for (const { uid } of contacts)
    await pool.query(
      `insert into call (uid, workspace_id, version, origin, direction, state, conversation_id, lang, priority, carrier, carriers_tried, created_at, updated_at,
         hold_seconds, recording_permission, voicemail_reason, deflection, disconnected_by, fail_reason, answer_type, has_feedback, verified, flags,
         offer_seconds, groups_ahead, castings, passed_by, participants, transfers, deflections, report)
       values (gen_random_uuid(), 1, 1, 'reported', 'inbound', 'failed', 1, 'en', 0, 'reported', '[]', now(), now(),
         0, 'not_asked', 'not_voicemail', 'no_deflection', 'disconnected_by_unknown', 'nothing', 'manual', false, false, '{}', 0, '[]', '[]', '[]', '[]', '[]', '[]',
         jsonb_build_object('clientUid', $1::text, 'externalUuid', $1::text))`,
      [uid],
    );
  await migrate(pool);
  const uids = async (text: string): Promise<string[]> =>
    (await pool.query<{ uid: string }>(text)).rows.map((row) => row.uid);
  return {
    workspaces: await uids('select uid from workspace order by id'),
    contacts: await uids('select uid from contact order by id'),
    reports: await uids(`select report ->> 'clientUid' as uid from call order by id`),
  };
}

test('the demo workspace and its contact take the printed uid, and reported calls follow their contact', async () => {
  const after = await broughtAlong(
    [{ id: 1, uid: BUSINESS }],
    [
      { id: 80, uid: CLIENT },
      { id: 81, uid: OWN },
    ],
  );
  assert.deepEqual(after, { workspaces: [PRINTED], contacts: [PRINTED, OWN], reports: [PRINTED, OWN] });
});

test('where another row has the printed uid already, all stays as it is', async () => {
  const after = await broughtAlong(
    [
      { id: 1, uid: BUSINESS },
      { id: 2, uid: PRINTED },
    ],
    [
      { id: 80, uid: CLIENT },
      { id: 81, uid: PRINTED },
    ],
  );
  assert.deepEqual(after, {
    workspaces: [BUSINESS, PRINTED],
    contacts: [CLIENT, PRINTED],
    reports: [CLIENT, PRINTED],
  });
});

test('a workspace that is no demo keeps its uids', async () => {
  const after = await broughtAlong([{ id: 1, uid: OWN }], [{ id: 80, uid: OWN }]);
  assert.deepEqual(after, { workspaces: [OWN], contacts: [OWN], reports: [OWN] });
});
