import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { Client } from 'pg';
import { testDatabase } from '../../test/support/database.ts';
import { examineDatabase } from './examine.ts';
import { PatientPool } from './patient-pool.ts';

const fresh = await testDatabase();
const ROLE = `few_${fresh.config.database}`;
const limited = { ...fresh.config, user: ROLE };

async function administer(sql: string): Promise<void> {
  const client = new Client(fresh.config);
  await client.connect();
  await client.query(sql);
  await client.end();
}

await administer(`create role ${ROLE} login connection limit 2`);
after(async () => {
  await administer(`drop role ${ROLE}`);
  await fresh.drop();
});

test('a database with enough connections is enough', async () => {
  await examineDatabase(fresh.config, 16);
});

test('one with fewer, in all or for this role, is said before anything is done with it', async () => {
  const few = { name: 'DatabaseFault', fault: 'too_few_connections' };
  await assert.rejects(examineDatabase(fresh.config, 1_000), { ...few, message: /gives this user \d+ connections/ });
  await assert.rejects(examineDatabase(limited, 3), { ...few, message: /gives this user 2 connections, .* needs 3/ });
  await examineDatabase(limited, 2);
});

test('one that does not answer, or does not let us in, is said in a sentence', async (t) => {
  const silent = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  t.after(() => silent.close());
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as AddressInfo;
  for (const connection of [
    { host: '127.0.0.1', port: 1, user: 'x', database: 'x' },
    { host: '127.0.0.1', port, user: 'x', database: 'x' },
    { ...fresh.config, database: 'there_is_none' },
    { connectionString: 'postgres://x@no-such-host.invalid/x' },
  ])
    await assert.rejects(examineDatabase(connection, 1), { fault: 'unreachable', message: /^The database cannot be/ });
});

test('who asks for a connection waits while PostgreSQL has none to give, and no longer than the bound', async () => {
  const first = new PatientPool({ ...limited, max: 2, connectionTimeoutMillis: 10_000 });
  const second = new PatientPool({ ...limited, max: 1, connectionTimeoutMillis: 10_000 });
  const impatient = new PatientPool({ ...limited, max: 1, connectionTimeoutMillis: 100 });
  const held = [await first.connect(), await first.connect()];
  await assert.rejects(impatient.query('select 1'), { code: '53300' });
  const answers = [second.query<{ one: number }>('select 1 as one'), second.query<{ one: number }>('select 2 as one')];
  for (const client of held) client.release(true);
  assert.deepEqual(
    (await Promise.all(answers)).map(({ rows }) => rows[0]?.one),
    [1, 2],
  );
  await Promise.all([first, second, impatient].map((pool) => pool.end()));
});
