/** Where the server is and the token for it: of the environment, or of the file that `login` writes. */
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EXIT_CODES } from './exit-codes.ts';
import { CliFault, misused } from './fault.ts';

/** A server, and the token for it. */
export type Profile = { readonly server: string; readonly token: string };

/** Where a server is that was started as the README says. */
export const DEFAULT_SERVER = 'http://127.0.0.1:8080';

type Env = Readonly<Record<string, string | undefined>>;

/** The directory of the profile. Source: XDG Base Directory Specification. */
export function configDirectoryOf(env: Env): string {
  const base = env['XDG_CONFIG_HOME'] ?? '';
  return join(base === '' ? join(homedir(), '.config') : base, 'patchbay');
}

/** The file in it. */
export function profileFile(directory: string): string {
  return join(directory, 'profile.json');
}

/** The profile to use. `PATCHBAY_TOKEN` and `PATCHBAY_SERVER` go before the file. */
export async function readProfile(directory: string, env: Env): Promise<Profile> {
  const kept = await keptProfile(directory);
  const server = env['PATCHBAY_SERVER'] ?? kept?.server ?? DEFAULT_SERVER;
  // A token is for the server that it was kept with, and is sent to no other.
  const token = env['PATCHBAY_TOKEN'] ?? (kept?.server === readServer(server) ? kept.token : '');
  if (token === '')
    throw new CliFault(
      `There is no token for ${server}: run \`patchbay login\`, or set PATCHBAY_TOKEN.`,
      EXIT_CODES.denied,
    );
  return { server: readServer(server), token };
}

async function keptProfile(directory: string): Promise<Profile | null> {
  const file = profileFile(directory);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new CliFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  if (text === null) return null;
  const kept = parsed(text) as Partial<Profile> | null;
  if (typeof kept?.server !== 'string' || typeof kept.token !== 'string')
    throw new CliFault(`${file} is no profile: remove it, and run \`patchbay login\`.`);
  return { server: kept.server, token: kept.token };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Keeps the profile in a file that only its owner reads, written aside and moved into place. */
export async function writeProfile(directory: string, profile: Profile): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = profileFile(directory);
  const beside = `${file}.new`;
  await writeFile(beside, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 });
  await chmod(beside, 0o600); // Also where it was left behind by another run.
  await rename(beside, file);
  return file;
}

/** The address of a server without a slash at its end. Throws a usage fault when it is none. */
export function readServer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '')
    throw misused(`${text} is no address of a server, such as ${DEFAULT_SERVER}.`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whether what is sent there stays on this machine or is encrypted. */
export function isPrivate(server: string): boolean {
  const { protocol, hostname } = new URL(server);
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
