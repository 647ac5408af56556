/**
 * `npm start -- doctor`: looks at everything a server needs, beside a running one or without, and says what to do about
 * each.
 */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Client } from 'pg';
import type { Config } from '#config/config.ts';
import { urlOf } from '#config/addresses.ts';
import { findEmbeddedPostgres } from '#storage/embedded.ts';
import { examineDatabase } from '#storage/examine.ts';
import { missingMigrations } from '#storage/migrate.ts';
import { freeBytes } from './disk-room.ts';
import { lastWordsOf } from './exit-code.ts';
import { checkMediaPorts, checkPublicUrl, isPatchbayAt } from './doctor-network.ts';
import type { Verdict } from './doctor-network.ts';
import { checkPort } from './port.ts';

/** What was found about one thing. */
export type Finding = Verdict & { readonly about: string };

/**
 * The clock of this machine and of the database's may differ by so much before times of calls look wrong. Milliseconds.
 */
const CLOCK_WARN_MS = 2_000;
const CLOCK_FAIL_MS = 60_000;
const MIB = 1024 * 1024;

/** Looks at everything. Nothing is made or changed, and no check that fails keeps the others from being made. */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const isRunning = await isPatchbayAt(urlOf(config.host, config.port));
  const database = await findDatabase(config);
  const checks: readonly (readonly [about: string, check: () => Promise<Verdict>])[] = [
    ['data directory', async () => checkDataDirectory(config.dataDirectory)],
    ['disk', async () => checkDisk(config)],
    ['database', async () => checkDatabase(config, database, isRunning)],
    ['migrations', async () => checkMigrations(database)],
    ['clock', async () => checkClock(database)],
    ['port', async () => checkHttpPort(config, isRunning)],
    ['media ports', async () => checkMediaPorts(config.media, isRunning)],
    ['public URL', async () => checkPublicUrl(config.publicUrl, isRunning)],
  ];
  const findings: Finding[] = [];
  for (const [about, check] of checks) {
    const verdict = await check().catch((error: unknown) => fail(lastWordsOf(error)));
    findings.push({ about, ...verdict });
  }
  return findings;
}

/** The findings as lines, and whether none of them failed. */
export function report(findings: readonly Finding[]): { readonly text: string; readonly isWell: boolean } {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.map(({ about, verdict, words }) => `${verdict.padEnd(4)}  ${about.padEnd(width)}  ${words}`);
  return { text: lines.join('\n'), isWell: findings.every(({ verdict }) => verdict !== 'fail') };
}

function ok(words: string): Verdict {
  return { verdict: 'ok', words };
}
function warn(words: string): Verdict {
  return { verdict: 'warn', words };
}
function fail(words: string): Verdict {
  return { verdict: 'fail', words };
}

/**
 * How to reach the database; null where it is the embedded one, and no server runs it; an error's words where it cannot
 * be found.
 */
type Found = { readonly connection: object } | { readonly fault: string } | null;

async function findDatabase({ dataDirectory, secrets }: Config): Promise<Found> {
  if (secrets.databaseUrl !== null) return { connection: { connectionString: secrets.databaseUrl } };
  try {
    const connection = await findEmbeddedPostgres({ dataDirectory });
    return connection === null ? null : { connection };
  } catch (error) {
    return { fault: lastWordsOf(error) };
  }
}

async function checkDataDirectory(directory: string): Promise<Verdict> {
  const there = await stat(directory).catch(() => null);
  if (there !== null && !there.isDirectory())
    return fail(`${directory} is a file. Set PATCHBAY_DATA_DIR to a directory.`);
  const place = there === null ? await existing(dirname(directory)) : directory;
  const mayWrite = await access(place, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!mayWrite)
    return fail(`This user may not write in ${place}. Give it to them, or set PATCHBAY_DATA_DIR to another place.`);
  return there === null ? ok(`${directory} is made at the first start.`) : ok(`${directory} can be written.`);
}

/** The directory, or the nearest one above it that is there. */
async function existing(directory: string): Promise<string> {
  const there = await stat(directory).catch(() => null);
  return there !== null || dirname(directory) === directory ? directory : existing(dirname(directory));
}

async function checkDisk({ dataDirectory, diskReserveBytes }: Config): Promise<Verdict> {
  const free = await freeBytes(await existing(dataDirectory));
  const words = `${Math.floor(free / MIB)} MiB are free; recordings leave ${Math.floor(diskReserveBytes / MIB)} MiB to the database.`;
  if (free < diskReserveBytes) return fail(`${words} Nothing is recorded until there is more: make room.`);
  return free < 2 * diskReserveBytes ? warn(`${words} Make room soon.`) : ok(words);
}

async function checkDatabase(config: Config, database: Found, isRunning: boolean): Promise<Verdict> {
  if (database === null)
    return isRunning
      ? fail('A server runs, but not on this data directory. Set PATCHBAY_DATA_DIR as it has it.')
      : ok('The embedded PostgreSQL starts with the server, which does not run.');
  if ('fault' in database) return fail(database.fault);
  // A running server holds its connections already: only whether one more is given counts then.
  await examineDatabase(database.connection, isRunning ? 1 : config.databaseConnections);
  return ok(config.secrets.databaseUrl === null ? 'The embedded PostgreSQL answers.' : 'PostgreSQL answers.');
}

async function checkMigrations(database: Found): Promise<Verdict> {
  if (database === null || 'fault' in database) return ok('They run at the next start.');
  return withClient(database.connection, async (client) => {
    const missing = await missingMigrations(client);
    if (missing.length === 0) return ok('The schema is up to date.');
    return warn(
      `${missing.length} have not run (${missing[0]} is next). Back up, then start the server, which runs them.`,
    );
  });
}

async function checkClock(database: Found): Promise<Verdict> {
  if (database === null || 'fault' in database) return ok(`It is ${new Date().toISOString()} here; compare.`);
  return withClient(database.connection, async (client) => {
    const asked = Date.now();
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
    const middle = (asked + Date.now()) / 2;
    const apart = Math.abs((rows[0]?.now.getTime() ?? middle) - middle);
    const words = `The database's clock is ${(apart / 1000).toFixed(1)} s from this machine's.`;
    if (apart > CLOCK_FAIL_MS) return fail(`${words} Set both by NTP: offers and deadlines go wrong.`);
    return apart > CLOCK_WARN_MS ? warn(`${words} Set both by NTP.`) : ok(words);
  });
}

async function withClient<T>(connection: object, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionTimeoutMillis: 10_000, query_timeout: 10_000, ...connection });
  client.on('error', () => undefined); // A lost connection fails the question, too.
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkHttpPort({ host, port }: Config, isRunning: boolean): Promise<Verdict> {
  if (isRunning) return ok(`Patchbay answers at ${urlOf(host, port)}.`);
  await checkPort(host, port);
  return ok(`Port ${port} of ${host} is free.`);
}
