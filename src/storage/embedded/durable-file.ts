import { randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { hasCode } from './errors.ts';

/** Creates a file, whole and on the disk, or not at all. False when there is one already. */
export async function createFile(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeToDisk(draft, text);
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

async function writeToDisk(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
