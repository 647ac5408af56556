import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { after, test } from 'node:test';
import { Client } from 'pg';
import { testDatabase } from '../../test/support/database.ts';
import { claimDatabase } from './sole-server.ts';
import { until } from '../../test/support/until.ts';

const fresh = await testDatabase();
const visitor = new Client(fresh.config);
await visitor.connect();
after(async () => {
  await visitor.end();
  await fresh.drop();
});

const unheard = (): void => undefined;

/** The number of PostgreSQL's process that holds the claim; null when none does. */
async function holder(): Promise<number | null> {
  const { rows } = await visitor.query<{ pid: number }>(
    `select pid from pg_locks where locktype = 'advisory' and granted and objsubid = 2
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0]?.pid ?? null;
}

test('a second server is refused and told who has the database, until the first lets go', async () => {
  const first = await claimDatabase(fresh.config, unheard);
  await assert.rejects(claimDatabase(fresh.config, unheard, 0), {
    name: 'DatabaseFault',
    fault: 'in_use',
    message: new RegExp(`^Another Patchbay \\(process ${process.pid} on \\S+\\) uses this database`),
  });
  await first.release();
  await (await claimDatabase(fresh.config, unheard, 0)).release();
  assert.equal(await holder(), null);
});

test('the claim of a server that was killed frees itself', async () => {
  const script = `
    import { claimDatabase } from ${JSON.stringify(new URL('sole-server.ts', import.meta.url))};
    await claimDatabase(${JSON.stringify(fresh.config)}, () => undefined);
    console.log('claimed');
    setInterval(() => null, 60_000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout, 'data');
  await assert.rejects(claimDatabase(fresh.config, unheard, 0), { fault: 'in_use' });
  other.kill('SIGKILL');
  await (await claimDatabase(fresh.config, unheard)).release();
});

test('a claim whose connection broke is made again', async () => {
  const breaks: string[] = [];
  const claim = await claimDatabase(fresh.config, (what) => breaks.push(what));
  const before = await holder();
  await visitor.query('select pg_terminate_backend($1)', [before]);
  await until(async () => ![null, before].includes(await holder()));
  assert.deepEqual(breaks, ['database.claim']);
  await claim.release();
  assert.equal(await holder(), null);
});

test('a claim that another server took in between is lost, with the reason', async () => {
  const claim = await claimDatabase(fresh.config, unheard);
  const other = new Client({ ...fresh.config, application_name: 'patchbay server 77 on elsewhere abc' });
  await other.connect();
  const taken = other.query('select pg_advisory_lock(7282422, 1)'); // It waits in line, and is served first.
  const pid = await holder();
  await until(async () => {
    const { rows } = await visitor.query(`select from pg_locks where locktype = 'advisory' and not granted`);
    return rows.length > 0;
  });
  await visitor.query('select pg_terminate_backend($1)', [pid]);
  await taken;
  assert.match(await claim.lost, /^Another Patchbay \(process 77 on elsewhere\) uses this database/);
  await claim.release();
  await other.end();
});
