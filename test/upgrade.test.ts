/**
 * Data of earlier versions, kept by `tools/keep-data.ts`, opens in this one, and every call reads as it did; reported
 * calls have the times that a migration gives them.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { emptyDatabase } from './support/database.ts';
import { readKeptViews } from './support/kept-views.ts';
import type { KeptViews } from './support/kept-views.ts';
import { testPatchbay } from './support/patchbay.ts';

/** Of every kept server. */
const TOKEN = 'kept-token-0123456789';
const CALLS = 6;

const names = globSync('test/kept/*.sql.gz').map((file) => basename(file, '.sql.gz'));

test('data of several versions is kept', () => {
  assert.ok(names.length >= 4);
});

for (const name of names)
  test(`data of ${name} opens, reads as it did in every API, and continues`, async () => {
    const database = await emptyDatabase();
    after(async () => database.drop());
    const client = new Client(database.config);
    await client.connect();
    await client.query(gunzipSync(readFileSync(`test/kept/${name}.sql.gz`)).toString());
    await client.end();

    const patchbay = await testPatchbay({ PATCHBAY_DEMO_TOKEN: TOKEN }, { connection: database.config });
    const ask = async (path: string) => patchbay.send(path, { token: TOKEN });
    // The test wrote the file by the same reader.
    const kept = JSON.parse(readFileSync(`test/kept/${name}.json`, 'utf8')) as KeptViews;
    assert.deepEqual(await readKeptViews(ask, CALLS), kept);
    for (const path of ['/calls/1/recording', '/calls/4/recording']) assert.equal((await ask(path)).status, 302);

    // The administrator, who once was the simulated agent as well, is an agent of their own and rung beside it.
    const { rows: parted } = await patchbay.database.pool.query(
      `select email, simulated, count(menu.id) > 0 as "isRung" from agent left join menu
         on groups @> jsonb_build_array(jsonb_build_object('agentIds', jsonb_build_array(agent.id)))
       where email in ('admin@somedomain.com', 'owner@somedomain.com') group by email, simulated order by email`,
    );
    assert.deepEqual(parted, [
      { email: 'admin@somedomain.com', simulated: true, isRung: true },
      { email: 'owner@somedomain.com', simulated: false, isRung: true },
    ]);

    const registered = { phone_number: '+14155550124', call_id: 'new-1', source: 'aws_connect' };
    const headers = { 'idempotency-key': 'an-upgrade' };
    const created = await patchbay.send('/fin_voice/register', { body: registered, headers, token: TOKEN });
    assert.equal(created.status, 200);
    const incoming = { from: '+14155550148', to: '+13392195276' };
    const { status, json } = await patchbay.send('/v1/simulator/calls', { body: incoming, token: TOKEN });
    assert.equal(status, 201);
    await patchbay.reached((json as { readonly id: number }).id, 'finished');
    await patchbay.stop();
  });
