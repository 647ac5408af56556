import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { hasCode } from './errors.ts';
import { findClosed, type Identity } from './identity.ts';
import type { Place } from './place.ts';

/** What `new pg.Pool(…)` needs to reach the server. */
export type Connection = {
  /** A directory with the socket; on Windows an address. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Said aloud, so that a PGSSLMODE in the environment has no say. */
  readonly ssl: false;
  /** Only on Windows. Elsewhere the socket's directory keeps others out. */
  readonly password?: string;
};

/** The name of the superuser and of the database. */
export const NAME = 'patchbay';

/** Names the socket, `.s.PGSQL.5432`; nothing listens on the network. */
const SOCKET_PORT = 5432;

/** Bytes. Linux allows 107, macOS 103. Source: unix(7), `sun_path`. */
const MAX_SOCKET_PATH = 103;

/** How the server of this place is reached. The same at every start, so that a running server can be found again. */
export async function chooseConnection(place: Place): Promise<Connection> {
  const common = { user: NAME, database: NAME, ssl: false } as const;
  if (process.platform === 'win32') return { ...common, host: '127.0.0.1', ...(await chooseLoopback(place.home)) };
  return { ...common, host: await chooseSocketDirectory(place), port: SOCKET_PORT };
}

/** How a server that was started in this home is reached; nothing is made or changed. Null when none was. */
export async function lookForConnection(home: string): Promise<Connection | null> {
  const common = { user: NAME, database: NAME, ssl: false } as const;
  if (process.platform !== 'win32') {
    const near = inside(home);
    const host = fits(near) ? near : await readOrNull(recordOf(home));
    return host === null ? null : { ...common, host, port: SOCKET_PORT };
  }
  const port = await readOrNull(portFile(home));
  const password = await readOrNull(passwordFile(home));
  return port === null || password === null ? null : { ...common, host: '127.0.0.1', port: Number(port), password };
}

/** The file with the password, as initdb wants it. Only on Windows. */
export function passwordFile(home: string): string {
  return join(home, 'password');
}

/** Where the socket file of this connection is, and beside it PostgreSQL's own lock. */
export function socketLockFile(connection: Connection): string {
  return join(connection.host, `.s.PGSQL.${connection.port}.lock`);
}

/** Removes a socket directory that lies outside the home; the next start makes another. */
export async function forgetSocketDirectory(place: Place, connection: Connection): Promise<void> {
  if (connection.host === inside(place.home) || process.platform === 'win32') return;
  await rm(connection.host, { recursive: true, force: true });
  await rm(recordOf(place.home), { force: true });
}

const inside = (home: string): string => join(home, 'run');
const recordOf = (home: string): string => join(home, 'run-location');
const portFile = (home: string): string => join(home, 'port');

async function chooseSocketDirectory(place: Place): Promise<string> {
  const near = inside(place.home);
  if (fits(near)) return await makePrivate(near, place.identity);
  const record = recordOf(place.home);
  const recorded = await readOrNull(record);
  if (recorded !== null && (await isPrivate(recorded, place.identity))) return recorded;
  const made = await mkdtemp(join(await chooseTemporary(place.identity), 'patchbay-'));
  await makePrivate(made, place.identity);
  await writeFile(record, made);
  return made;
}

/** The system's choice, unless it is as long as the home or closed to PostgreSQL's user. */
async function chooseTemporary(identity: Identity | null): Promise<string> {
  const chosen = tmpdir();
  const closed = await findClosed(chosen, identity, { reads: false });
  return fits(join(chosen, 'patchbay-XXXXXX')) && closed === null ? chosen : '/tmp';
}

function fits(directory: string): boolean {
  return Buffer.byteLength(join(directory, `.s.PGSQL.${SOCKET_PORT}`)) <= MAX_SOCKET_PATH;
}

async function makePrivate(directory: string, identity: Identity | null): Promise<string> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o700);
  if (identity !== null) await chown(directory, identity.uid, identity.gid);
  return directory;
}

/** A shared temporary directory is swept and open to all, so what is found there must still be ours and closed. */
async function isPrivate(directory: string, identity: Identity | null): Promise<boolean> {
  const found = await lstat(directory).catch(() => null);
  const owner = identity?.uid ?? process.getuid?.();
  return found !== null && found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0;
}

/** Windows has no sockets in directories that keep others out: loopback, with a password. */
async function chooseLoopback(home: string): Promise<{ port: number; password: string }> {
  const port = await keep(portFile(home), async () => String(await findFreePort()));
  const password = await keep(passwordFile(home), () => Promise.resolve(randomBytes(24).toString('base64url')));
  return { port: Number(port), password };
}

async function keep(file: string, choose: () => Promise<string>): Promise<string> {
  const kept = await readOrNull(file);
  if (kept !== null) return kept;
  const chosen = await choose();
  await writeFile(file, chosen, { mode: 0o600 });
  return chosen;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A listening server has no address.');
  return address.port;
}

async function readOrNull(file: string): Promise<string | null> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
}
