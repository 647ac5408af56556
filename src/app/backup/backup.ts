/** `backup FILE`: all that is kept, as it is at one moment, in one file; beside a running server or without one. */
import type { Dirent } from 'node:fs';
import { createWriteStream } from 'node:fs';
import { access, link, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import type { Config } from '#config/config.ts';
import { VERSION } from '#config/version.ts';
import type { ZipEntry } from '#http/zip.ts';
import { zip } from '#http/zip.ts';
import { keepNames } from '#storage/embedded/durable-file.ts';
import { hasCode } from '#storage/embedded/errors.ts';
import { lookForPlace } from '#storage/embedded/place.ts';
import { ranMigrations } from '#storage/migrate.ts';
import type { Table } from '#storage/table-rows.ts';
import { beginReading, rowsOf, sequencesOf, tablesOf } from '#storage/table-rows.ts';
import { reachDatabase } from '../reach-database.ts';
import type { Manifest } from './backup-file.ts';
import { createSum, filesOf, FORMAT, FORMAT_VERSION, KEY, MANIFEST, RECORDINGS, tableFile } from './backup-file.ts';
import { BackupFault } from './backup-fault.ts';

/** Only its owner reads it: all that callers said is in it. */
const MODE = 0o600;

/** What goes into it. `withKey`: the key of secrets as well, where it lies in the data directory. */
export type BackupWish = { readonly file: string; readonly withKey: boolean };

/** Makes the file, whole and on the disk, or not at all; answers what to print. Throws a sentence where it cannot. */
export async function backUp(config: Config, { file, withKey }: BackupWish, now: Date): Promise<string> {
  const path = resolve(file);
  if (await isThere(path)) throw taken(path);
  if (config.secrets.databaseUrl === null && (await lookForPlace(config.dataDirectory)) === null)
    throw new BackupFault('nothing', `There is nothing in ${config.dataDirectory} to back up (PATCHBAY_DATA_DIR).`);
  await using opened = new AsyncDisposableStack();
  const { connection } = await reachDatabase(config, opened);
  const client = new Client({ application_name: 'patchbay-backup', ...connection });
  await client.connect();
  opened.defer(async () => client.end());
  const draft = `${path}.part`;
  opened.defer(async () => rm(draft, { force: true }));
  await rm(draft, { force: true });
  const counts = { tables: 0, rows: 0, files: 0, hasKey: false };
  const entries = entriesFor(client, config, withKey, now, counts);
  await pipeline(zip(entries), createWriteStream(draft, { flags: 'wx', mode: MODE, flush: true }));
  await link(draft, path).catch((error: unknown) => {
    throw hasCode(error, 'EEXIST') ? taken(path) : error;
  });
  await keepNames(dirname(path));
  return [
    `${path}: ${counts.tables} tables, ${counts.rows} rows, ${filesOf(counts.files)} of recordings.`,
    ...(await keySentence(config, counts.hasKey)),
  ].join('\n');
}

/** Where the key of secrets is; nothing where no secret was ever encrypted. */
async function keySentence({ secrets, dataDirectory }: Config, isInside: boolean): Promise<readonly string[]> {
  if (isInside) return ['The key of secrets is in it. Keep it as you keep the data directory.'];
  const isKept = secrets.secretKey !== null || (await isThere(join(dataDirectory, KEY)));
  return isKept ? ['The key of secrets is not in it: keep secret.key, or PATCHBAY_SECRET_KEY, apart.'] : [];
}

type Counts = { tables: number; rows: number; files: number; hasKey: boolean };

/** The files of the backup: the rows first, so that no recording is missing that they name. */
async function* entriesFor(
  client: Client,
  config: Config,
  withKey: boolean,
  at: Date,
  counts: Counts,
): AsyncGenerator<ZipEntry> {
  const sum = createSum();
  const summed = ({ content, ...entry }: ZipEntry): ZipEntry => ({
    ...entry,
    content: sum.passing(entry.name, content),
  });
  yield summed({ name: 'README.txt', at, content: [README] });
  await beginReading(client);
  const migrations = await ranMigrations(client);
  const tables: (Table & { rows: number })[] = [];
  for (const table of await tablesOf(client)) {
    const counted = { ...table, rows: 0 };
    tables.push(counted);
    yield summed({ name: tableFile(table), at, content: countedRows(client, counted) });
    counts.rows += counted.rows;
  }
  counts.tables = tables.length;
  const sequences = await sequencesOf(client);
  await client.query('commit');
  for await (const entry of recordingFiles(join(config.dataDirectory, 'recordings'), RECORDINGS, at)) {
    counts.files += 1;
    yield summed(entry);
  }
  const key = withKey ? await readFile(join(config.dataDirectory, KEY)).catch(unlessMissing) : null;
  if (key !== null) yield summed({ name: KEY, at, content: [key] });
  counts.hasKey = key !== null;
  const manifest: Omit<Manifest, 'sha256'> = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    version: VERSION,
    at: at.toISOString(),
    migrations,
    tables,
    sequences,
    hasKey: counts.hasKey,
  };
  yield { name: MANIFEST, at, content: [JSON.stringify({ ...manifest, sha256: sum.done(manifest) }, null, 1)] };
}

async function* countedRows(client: Client, table: Table & { rows: number }): AsyncGenerator<string> {
  for await (const lines of rowsOf(client, table)) {
    table.rows += lines.split('\n').length - 1;
    yield lines;
  }
}

/** Every file below the directory, one at a time. What is deleted meanwhile is not there. */
async function* recordingFiles(directory: string, prefix: string, at: Date): AsyncGenerator<ZipEntry> {
  const found: readonly Dirent[] = (await readdir(directory, { withFileTypes: true }).catch(unlessMissing)) ?? [];
  for (const each of found) {
    const path = join(directory, each.name);
    if (each.isDirectory()) yield* recordingFiles(path, `${prefix}${each.name}/`, at);
    if (!each.isFile()) continue;
    const file = await open(path).catch(unlessMissing);
    if (file !== null) yield { name: prefix + each.name, at, content: file.createReadStream(), isDense: true };
  }
}

function unlessMissing(error: unknown): null {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
  throw error;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function taken(path: string): BackupFault {
  return new BackupFault('taken', `${path} is there already. Name another file.`);
}

const README = `A backup of Patchbay. To put it back into an empty data directory: patchbay restore FILE

database/       the rows of each table, one a line: a JSON array of texts, in the order of the table's columns
recordings/     the sound of calls and voicemails
secret.key      what passwords of trunks and of the mail server are encrypted with; not there if it was left out
manifest.json   columns, sequences, migrations, and a check sum over all of it

Sessions, tokens and passwords are in it as they are in the database. Anyone who has this file has all of it.
`;
