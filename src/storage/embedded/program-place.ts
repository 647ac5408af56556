import { chmod, lstat, mkdir, realpath } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { EmbeddedPostgresError, hasCode } from './errors.ts';
import { findClosed, stepsTo, type Identity } from './identity.ts';

/** Others may write. */
const OTHERS_WRITE = 0o022;
/** In a directory with this bit, names belong to their owners. Source: inode(7), "S_ISVTX". */
const STICKY = 0o1000;

/**
 * Whether initdb can start its neighbors from here: it names them to a shell, in double quotes.
 * Source: PostgreSQL 18, src/common/exec.c, `find_other_exec`; POSIX.1-2024, Shell Command Language 2.2.3.
 */
export function isSafeForShell(path: string): boolean {
  return process.platform === 'win32' || !/["$`\\\n\r]/.test(path);
}

/**
 * The directory that a copy of the programs goes to: the first of `preferred` that is safe for the shell, that the
 * identity can enter, and where no other user can put programs of theirs; else one in our home, else one of ours in
 * /tmp. Throws `no_place_for_programs`.
 */
export async function choosePlaceForPrograms(preferred: readonly string[], identity: Identity | null): Promise<string> {
  const ours = `patchbay-programs-${process.getuid?.() ?? 'user'}`;
  const places = [...preferred, join(homedir(), '.cache', 'patchbay'), join(tmpdir(), ours), join('/tmp', ours)];
  for (const place of places) if (await isFit(place, identity)) return place;
  throw new EmbeddedPostgresError(
    'no_place_for_programs',
    `PostgreSQL's programs must be copied to be run, and none of these directories can hold them: ${places.join(', ')}. ` +
      'Each needs a path without quotes, dollar signs and backslashes, that only its owner can write to.',
  );
}

async function isFit(place: string, identity: Identity | null): Promise<boolean> {
  if (!isSafeForShell(place)) return false;
  try {
    if ((await mkdir(place, { recursive: true, mode: 0o755 })) !== undefined) await chmod(place, 0o755);
    const real = await realpath(place);
    return (
      isSafeForShell(real) && (await isOurs(real)) && (await findClosed(real, identity, { reads: false })) === null
    );
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST')) return false;
    throw error;
  }
}

/** Whether no one but us and root can change what is in the directory, or put another one in its place. */
export async function isOurs(directory: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const steps = stepsTo(directory);
  for (const [index, step] of steps.entries()) {
    const { mode, uid } = await lstat(step);
    const isLast = index === steps.length - 1;
    if (isLast && uid !== 0 && uid !== process.getuid?.()) return false;
    if ((mode & OTHERS_WRITE) !== 0 && (isLast || (mode & STICKY) === 0)) return false;
  }
  return true;
}
