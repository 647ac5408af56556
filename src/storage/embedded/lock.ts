import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { EmbeddedPostgresError } from './errors.ts';

/** Source: https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** A hold on a cluster: one process at a time. */
export type Lock = { release(): void };

/**
 * Takes the cluster for this process, or throws `data_directory_in_use`.
 *
 * The kernel holds the lock (fcntl, or LockFileEx), so it ends with the process, however that ends, and also keeps out
 * a process in another container on the same volume. Node offers no file lock of its own; SQLite's is borrowed, and its
 * file stays empty.
 */
export async function takeLock(home: string, dataDirectory: string): Promise<Lock> {
  const holder = join(home, 'holder');
  const database = new DatabaseSync(join(home, 'lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw inUse(dataDirectory, await readFile(holder, 'utf8').catch(() => 'unknown'), error);
  }
  await writeFile(holder, String(process.pid));
  return { release: () => database.isOpen && database.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function inUse(dataDirectory: string, holder: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'data_directory_in_use',
    `Another Patchbay (process ${holder}) uses the data directory ${dataDirectory}. Stop it, or choose another directory.`,
    { cause },
  );
}
