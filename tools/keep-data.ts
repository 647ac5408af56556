/**
 * Keeps the data of a running server for the tests of later versions: `test/kept/<name>.sql.gz`, and what its APIs say
 * of its calls, `<name>.json`. Run it once for each release. The job queue's tables are left out: it makes them anew.
 *
 * node tools/run.mjs tools/keep-data.ts <name> <data directory> <address> <demo token> <number of calls> [<migrations>]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { findEmbeddedPostgres } from '../src/storage/embedded.ts';
import { readKeptViews } from '../test/support/kept-views.ts';

const [name = '', dataDirectory = '', address = '', token = '', last = '0', migrations = 'src/storage/migrations'] =
  process.argv.slice(2);
const connection = await findEmbeddedPostgres({ dataDirectory });
if (connection === null) throw new Error(`No server runs on ${dataDirectory}.`);
const client = new Client(connection);
await client.connect();

async function column(sql: string): Promise<string[]> {
  return (await client.query<{ value: string }>(sql)).rows.map(({ value }) => value);
}

async function tableRows(table: string): Promise<string> {
  const [rows = 'null'] = await column(`select coalesce(json_agg(t), '[]')::text as value from "${table}" t`);
  if (rows === '[]') return '';
  const quoted = rows.replaceAll("'", "''");
  return `insert into "${table}" overriding system value select * from json_populate_recordset(null::"${table}", '${quoted}');\n`;
}

async function dump(): Promise<string> {
  const files = await column('select name as value from migration order by name');
  const schema = files.map((file) => readFileSync(join(migrations, file), 'utf8'));
  schema.unshift('create table migration (name text primary key, at timestamptz not null default now());');
  const tables = await column(
    `select tablename as value from pg_tables where schemaname = 'public' order by tablename`,
  );
  const rows: string[] = [];
  for (const table of tables) rows.push(await tableRows(table));
  const sequences = await column(
    `select format('select setval(%L, %s);', sequencename, last_value) as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
  );
  return [
    ...schema,
    // Tables point at one another, and are filled in the order of their names.
    'set session_replication_role = replica;',
    ...rows,
    'set session_replication_role = origin;',
    ...sequences,
  ].join('\n');
}

const headersOf = (path: string): Record<string, string> => ({
  authorization: path.startsWith('/apps/')
    ? `Basic ${Buffer.from(`demo:${token}`).toString('base64')}`
    : `Bearer ${token}`,
});
const views = await readKeptViews(async (path) => {
  const response = await fetch(address + path, { headers: headersOf(path) });
  return { status: response.status, text: await response.text() };
}, Number(last));
writeFileSync(`test/kept/${name}.json`, `${JSON.stringify(views, null, 2)}\n`);
writeFileSync(`test/kept/${name}.sql.gz`, gzipSync(await dump(), { level: 9 }));
await client.end();
