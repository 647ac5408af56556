/** Where the files of recordings lie, and the server's own secrets. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

/** The folder and name of a recording's file; uids are spread over folders by their last two digits. */
export function recordingFile(
  dataDirectory: string,
  uid: string,
): { readonly folder: string; readonly name: string; readonly path: string } {
  const folder = join(dataDirectory, 'recordings', uid.slice(-2));
  const name = `${uid}.wav`;
  return { folder, name, path: join(folder, name) };
}

/** Removes the file, and what was recorded and never finished; they may be gone already. */
export async function removeRecording(dataDirectory: string, uid: string): Promise<void> {
  const { path } = recordingFile(dataDirectory, uid);
  await rm(path, { force: true });
  await rm(`${path}.tracks`, { force: true, recursive: true });
}

/** The named secret of 32 bytes, made at first need and the same on every node. */
export async function loadSecret(pool: pg.Pool, name: string): Promise<Buffer> {
  await pool.query('insert into secret (name, value) values ($1, $2) on conflict do nothing', [name, randomBytes(32)]);
  const { rows } = await pool.query<{ value: Buffer }>('select value from secret where name = $1', [name]);
  const value = rows[0]?.value;
  if (value === undefined) throw new Error(`The secret ${name} was neither found nor made.`);
  return value;
}
