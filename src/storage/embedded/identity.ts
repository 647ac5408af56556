import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';

/** The user as whom PostgreSQL runs. */
export type Identity = { readonly name: string; readonly uid: number; readonly gid: number };

/** Who is on this machine: the texts of /etc/passwd and /etc/group, and the users that own a process now. */
export type Users = { readonly passwd: string; readonly group: string; readonly running: ReadonlySet<number> };

/** The user that an operator may have made for us. */
const OWN = 'patchbay';

/**
 * Users that other programs run as. Earlier versions gave them the database; it is taken from them at the next start.
 */
const SHARED = ['nobody', 'postgres', '_postgres', 'daemon'];

/**
 * `nobody`, where /etc/passwd does not name it. Source: Linux, Documentation/admin-guide/sysctl/fs.rst, "overflowuid".
 */
const OVERFLOW = 65_534;

/**
 * Numbers that no distribution gives to a user. Below 2^16, so that containers with a map of that size have them.
 * Source: systemd, docs/UIDS-GIDS.md, "60578–61183: unused".
 */
const FIRST_FREE = 60_578;
const LAST_FREE = 61_183;

const READ = 4;
const ENTER = 1;

/**
 * The user as whom PostgreSQL must run, because it refuses root. Null when we are not root: then it runs as ourselves.
 * The owner of an existing cluster keeps it, unless that is root or a user that other programs share.
 * A new one's number is worked out of `key`, so that each data directory has its own.
 */
export async function chooseIdentity(clusterDirectory: string, key: string): Promise<Identity | null> {
  if (process.getuid?.() !== 0) return null;
  const users = await readUsers();
  const owner = await stat(clusterDirectory).catch(() => null);
  if (owner !== null && owner.uid !== 0 && !isShared(users, owner.uid))
    return { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  return pickIdentity(users, key);
}

/** Our own user out of /etc/passwd, or else a number that nothing on this machine uses. Source: passwd(5), group(5). */
export function pickIdentity(users: Users, key: string): Identity {
  const own = findUser(users, OWN);
  if (own !== null) return own;
  const taken = new Set([...numbersIn(users.passwd), ...numbersIn(users.group), ...users.running]);
  const count = LAST_FREE - FIRST_FREE + 1;
  const first = createHash('sha256').update(key).digest().readUInt32BE() % count;
  for (let step = 0; step < count; step += 1) {
    const uid = FIRST_FREE + ((first + step) % count);
    if (!taken.has(uid)) return { name: String(uid), uid, gid: uid };
  }
  throw new Error('Every number that could be the PostgreSQL user is taken on this machine.');
}

/**
 * As whom initdb runs for the identity: it refuses a user without a name. The group stays the identity's own, and the
 * directory above the cluster lets nobody but that group enter, so the shared name opens the files to no other program.
 */
export function forInitdb(identity: Identity, passwd: string): Identity {
  const users = { passwd };
  const isNamed = usersIn(passwd).some(({ uid }) => uid === identity.uid);
  if (isNamed) return identity;
  const named = SHARED.map((name) => findUser(users, name)).find((user) => user !== null) ?? anyUser(passwd);
  return named === null ? identity : { ...named, gid: identity.gid };
}

/** The text of /etc/passwd; empty where there is none. */
export async function readPasswd(): Promise<string> {
  return readFile('/etc/passwd', 'utf8').catch(() => '');
}

async function readUsers(): Promise<Users> {
  const group = await readFile('/etc/group', 'utf8').catch(() => '');
  return { passwd: await readPasswd(), group, running: await readRunning() };
}

/** The owners of all processes, where the system shows them as files. */
async function readRunning(): Promise<ReadonlySet<number>> {
  const processes = (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
  const owners = processes.map((name) =>
    stat(`/proc/${name}`).then(
      ({ uid }) => uid,
      () => 0, // It has ended meanwhile.
    ),
  );
  return new Set(await Promise.all(owners));
}

function isShared({ passwd }: Pick<Users, 'passwd'>, uid: number): boolean {
  return uid === OVERFLOW || usersIn(passwd).some((user) => user.uid === uid && SHARED.includes(user.name));
}

function findUser({ passwd }: Pick<Users, 'passwd'>, name: string): Identity | null {
  return usersIn(passwd).find((each) => each.name === name && each.uid > 0 && each.gid > 0) ?? null;
}

function anyUser(passwd: string): Identity | null {
  return usersIn(passwd).find(({ uid, gid }) => uid > 0 && gid > 0) ?? null;
}

function usersIn(passwd: string): readonly Identity[] {
  return passwd.split('\n').map((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid) };
  });
}

/** The numbers of the users, or of the groups, in the third field of each line. */
function numbersIn(text: string): number[] {
  return text.split('\n').map((line) => Number(line.split(':')[2]));
}

/**
 * The first of the path and the directories above it that is closed to the user; null when all are open to it. The
 * directories above must let it enter; the path itself also lets it read when `reads` is set.
 * Reads the mode bits only: a right granted by an access control list is not seen, which costs a copy, not a failure.
 */
export async function findClosed(
  path: string,
  identity: Identity | null,
  { reads }: { reads: boolean },
): Promise<string | null> {
  if (identity === null) return null;
  const steps = stepsTo(await realpath(path));
  for (const [index, step] of steps.entries()) {
    const wanted = reads && index === steps.length - 1 ? READ | ENTER : ENTER;
    if (!isOpen(await stat(step), identity, wanted)) return step;
  }
  return null;
}

/** `/a/b` → `/`, `/a`, `/a/b`. */
export function stepsTo(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [...stepsTo(above), path];
}

/** Source: path_resolution(7), "Permissions": one of owner, group and others decides, the first that fits. */
function isOpen(file: { mode: number; uid: number; gid: number }, identity: Identity, wanted: number): boolean {
  const shift = file.uid === identity.uid ? 6 : file.gid === identity.gid ? 3 : 0;
  return ((file.mode >> shift) & wanted) === wanted;
}
