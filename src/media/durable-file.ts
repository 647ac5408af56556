import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How an unfinished file's name ends. After a crash such files may lie about and can be removed. */
export const PARTIAL_SUFFIX = '.partial';

/**
 * Writes the whole file or none of it, also when the power fails: a temporary file beside it, fsync, rename, fsync of
 * the directory. The file is 0600, a directory made for it 0700; an older file of that name is replaced.
 * It blocks: for a worker, never for the event loop. Bytes in parts are made and written one part after another.
 */
export function writeDurably(path: string, bytes: Uint8Array | Iterable<Uint8Array>): void {
  const directory = dirname(path);
  makeDirectory(directory);
  const partial = join(directory, `.${randomUUID()}${PARTIAL_SUFFIX}`);
  try {
    writeSynced(partial, bytes);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  syncDirectory(directory);
}

function writeSynced(path: string, bytes: Uint8Array | Iterable<Uint8Array>): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (const part of bytes instanceof Uint8Array ? [bytes] : bytes) writeFileSync(file, part);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A new directory outlives a crash only once the directory that names it is on the disk, too. */
function makeDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = directory; made.length >= first.length; made = dirname(made)) syncDirectory(dirname(made));
}

/** Windows keeps no directory handles to sync; there the rename itself is all that can be had. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
