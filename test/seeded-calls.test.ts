/** The calls that the benchmarks write as SQL are calls: every API reads them, and counts them alike. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Pool } from 'pg';
import { seedCalls, seedPresentHour } from '../bench/support/seed-calls.ts';
import { testDatabase } from './support/database.ts';
import { testPatchbay } from './support/patchbay.ts';

const CALLS = 40;
const OF_THE_HOUR = 10;

const database = await testDatabase();
const patchbay = await testPatchbay({}, { connection: database.config });
const pool = new Pool(database.config);
after(async () => {
  await pool.end();
  await database.drop();
});

test('seeded calls are read through every API', async () => {
  await seedCalls(pool, CALLS);
  await seedPresentHour(pool, OF_THE_HOUR);
  const all = CALLS + OF_THE_HOUR;
  const read = async (path: string): Promise<unknown> => {
    const { status, json, text } = await patchbay.send(path);
    assert.equal(status, 200, text);
    return json;
  };
  assert.equal(((await read('/apps/api/v1/calls?per=100')) as unknown[]).length, all);
  assert.equal(((await read('/calls?per_page=50')) as { total_count: number }).total_count, all);
  assert.equal(((await read('/v1/calls?limit=100')) as { data: unknown[] }).data.length, all);
  const { data } = (await read('/v3/communication/voice_calls?page[limit]=100')) as {
    data: { voice_calls: unknown[] };
  };
  assert.ok(data.voice_calls.length > 0);
  for (let id = 1001; id <= 1000 + CALLS; id += 1) await read(`/v1/calls/${id}/events`);
});
