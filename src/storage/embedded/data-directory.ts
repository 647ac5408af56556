import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EmbeddedPostgresError, hasCode } from './errors.ts';

/**
 * Makes the data directory and what is missing above it, or throws `data_directory_unusable` with the reason. One level
 * at a time: on file systems that have no new directories (/proc), Node's own recursion never ends.
 */
export async function makeDataDirectory(directory: string): Promise<void> {
  const path = resolve(directory);
  try {
    await makeLevel(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(
      'data_directory_unusable',
      `The data directory ${path} cannot be used: ${words}. Set PATCHBAY_DATA_DIR to a directory that this user can write to.`,
      { cause: error },
    );
  }
}

async function makeLevel(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (found?.isDirectory() === true) return;
  if (found !== null) throw new Error('it is a file');
  if (dirname(path) !== path) await makeLevel(dirname(path));
  await mkdir(path).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error; // Another process was faster.
  });
}
