/** `restore FILE`: a backup into an empty data directory, and an empty database where one is configured. */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import type { ClientBase } from 'pg';
import { Pool } from 'pg';
import type { Config } from '#config/config.ts';
import { makeDataDirectory } from '#storage/embedded/data-directory.ts';
import { keepNames } from '#storage/embedded/durable-file.ts';
import { hasCode } from '#storage/embedded/errors.ts';
import { startEmbeddedPostgres } from '#storage/embedded.ts';
import { examineDatabase } from '#storage/examine.ts';
import { foreignMigration, migrate } from '#storage/migrate.ts';
import { claimDatabase } from '#storage/sole-server.ts';
import { beginWriting, finishWriting, isEmptyDatabase, putRows } from '#storage/table-rows.ts';
import type { Manifest } from './backup-file.ts';
import { checkBackup, entriesOf, KEY, RECORDINGS, tableFile, filesOf } from './backup-file.ts';
import { BackupFault } from './backup-fault.ts';
import { beginRestore, endRestore, refuseUnfinished } from './unfinished.ts';

/** One that migrates and writes, and one that is asked whether there is anything. */
const CONNECTIONS = 2;
/** With that of the claim. */
const NEEDED = CONNECTIONS + 1;
const KEY_MODE = 0o600;

/**
 * Puts all of it back; answers what to print. The file is checked whole before anything is made. Throws a sentence
 * where it is no backup of this version or an older one, or where there is something already.
 */
export async function restore(config: Config, file: string): Promise<string> {
  const { dataDirectory } = config;
  await refuseUnfinished(dataDirectory);
  await refuseUnlessEmpty(dataDirectory);
  const manifest = await checkBackup(file);
  const foreign = await foreignMigration(manifest.migrations);
  if (foreign !== null)
    throw new BackupFault(
      'newer',
      `${file} was made by Patchbay ${manifest.version}, whose migration ${foreign} this version does not have. ` +
        'Restore it with that version, or a newer one.',
    );
  await using opened = new AsyncDisposableStack();
  const { pool, begin } = await openEmpty(config, opened);
  await begin();
  await migrate(pool, new Set(manifest.migrations.map(({ name }) => name)));
  const files = await putBack(pool, dataDirectory, file, manifest);
  await migrate(pool);
  await opened.disposeAsync();
  await endRestore(dataDirectory);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `Restored ${file} of ${manifest.at} into ${dataDirectory}: ${manifest.tables.length} tables, ${rows} rows, ${filesOf(files)}.`,
    ...(manifest.hasKey
      ? []
      : [
          'There is no key of secrets in it. If there was one, put secret.key into the data directory or set PATCHBAY_SECRET_KEY.',
        ]),
  ].join('\n');
}

async function refuseUnlessEmpty(dataDirectory: string): Promise<void> {
  const found = await readdir(dataDirectory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  // A disk of its own comes with a directory of its own.
  if (found.some((name) => name !== 'lost+found'))
    throw new BackupFault(
      'not_empty',
      `${dataDirectory} is not empty. Set PATCHBAY_DATA_DIR to a directory that is, or that is not there yet.`,
    );
}

/** The database, which no other server has. `begin` notes that the restore begins: from then on nothing starts here. */
async function openEmpty(
  { dataDirectory, secrets }: Config,
  opened: AsyncDisposableStack,
): Promise<{ readonly pool: Pool; begin(): Promise<void> }> {
  const begin = async (): Promise<void> => {
    await makeDataDirectory(dataDirectory);
    await beginRestore(dataDirectory);
  };
  if (secrets.databaseUrl === null) {
    await begin();
    const postgres = await startEmbeddedPostgres({ dataDirectory });
    opened.defer(async () => postgres.stop());
    return { pool: poolOn(postgres.connection, opened), begin: async () => undefined };
  }
  const connection = { connectionString: secrets.databaseUrl };
  await examineDatabase(connection, NEEDED);
  const claim = await claimDatabase(connection, () => undefined);
  opened.defer(async () => claim.release());
  const pool = poolOn(connection, opened);
  const client = await pool.connect();
  const isEmpty = await isEmptyDatabase(client);
  client.release();
  if (!isEmpty)
    throw new BackupFault('not_empty', 'The database of PATCHBAY_DATABASE_URL is not empty. Name one that is.');
  return { pool, begin };
}

function poolOn(connection: object, opened: AsyncDisposableStack): Pool {
  const pool = new Pool({ application_name: 'patchbay-restore', max: CONNECTIONS, ...connection });
  pool.on('error', () => undefined); // What is asked next fails.
  opened.defer(async () => pool.end());
  return pool;
}

/** Rows in one transaction, and files; answers how many files there were. */
async function putBack(pool: Pool, dataDirectory: string, file: string, manifest: Manifest): Promise<number> {
  const tables = new Map(manifest.tables.map((table) => [tableFile(table), table]));
  const client = await pool.connect();
  let files = 0;
  try {
    const references = await beginWriting(client);
    for await (const { name, read } of entriesOf(file)) {
      const table = tables.get(name);
      if (table !== undefined) await putTable(client, table, await read());
      else if (name === KEY || isRecording(name)) {
        await putFile(join(dataDirectory, name), await read(), name === KEY ? KEY_MODE : undefined);
        files += name === KEY ? 0 : 1;
      }
    }
    await finishWriting(client, references, manifest.sequences);
  } finally {
    client.release(true);
  }
  return files;
}

/** Nothing that leads out of the folder; the reader has refused absolute names. */
function isRecording(name: string): boolean {
  return name.startsWith(RECORDINGS) && !name.split('/').some((part) => ['', '.', '..'].includes(part));
}

async function putTable(client: ClientBase, table: Manifest['tables'][number], content: Readable): Promise<void> {
  const count = await putRows(client, table, linesOf(content));
  if (count !== table.rows) throw new Error(`${table.name} has ${count} rows instead of ${table.rows}.`);
}

async function putFile(path: string, content: Readable, mode: number | undefined): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await pipeline(
    content,
    createWriteStream(path, { flags: 'wx', flush: true, ...(mode === undefined ? {} : { mode }) }),
  );
  await keepNames(dirname(path));
}

/** Lines end with a line feed and nothing else: other ends of lines may stand in texts. */
async function* linesOf(content: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  for await (const part of content as AsyncIterable<Buffer>) {
    const [first = '', ...others] = decoder.write(part).split('\n');
    rest.push(first);
    for (const next of others) {
      yield rest.join('');
      rest = [next];
    }
  }
}
