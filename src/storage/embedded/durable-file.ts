import { randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { hasCode } from './errors.ts';

/**
 * Creates a file, whole and on the disk, or not at all. False when there is one already. `mode`: who may read it, as
 * `chmod` has it, less what the process's mask takes away.
 */
export async function createFile(path: string, text: string, mode = 0o666): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeToDisk(draft, text, mode);
  try {
    await link(draft, path);
    await keepNames(dirname(path));
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft);
  }
}

/**
 * Brings the names in a directory to the disk, so that they survive the loss of power. Windows cannot, and need not.
 */
export async function keepNames(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await open(directory);
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

async function writeToDisk(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
