import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';

/** The user as whom PostgreSQL runs. */
export type Identity = { readonly name: string; readonly uid: number; readonly gid: number };

/** In this order: our own user, then one that owns nothing, then one that may own another database. */
const PREFERRED = ['patchbay', 'nobody', 'postgres', '_postgres', 'daemon'];

/** initdb asks for the name of its user, so a number that /etc/passwd does not know is the last resort. */
const UNNAMED: Identity = { name: '65534', uid: 65534, gid: 65534 };

const READ = 4;
const ENTER = 1;

/**
 * The user as whom PostgreSQL must run, because it refuses root. Null when we are not root: then it runs as ourselves.
 * Who owns an existing cluster keeps it, whatever users appear on the machine later.
 */
export async function chooseIdentity(clusterDirectory: string): Promise<Identity | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDirectory).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  return pickIdentity(await readFile('/etc/passwd', 'utf8').catch(() => ''));
}

/** The most fitting user without rights, out of the text of /etc/passwd. Source: passwd(5). */
export function pickIdentity(passwd: string): Identity {
  const users = passwd.split('\n').map((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid) };
  });
  for (const name of PREFERRED) {
    const user = users.find((each) => each.name === name && each.uid > 0 && each.gid > 0);
    if (user !== undefined) return user;
  }
  return UNNAMED;
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
function stepsTo(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [...stepsTo(above), path];
}

/** Source: path_resolution(7), "Permissions": one of owner, group and others decides, the first that fits. */
function isOpen(file: { mode: number; uid: number; gid: number }, identity: Identity, wanted: number): boolean {
  const shift = file.uid === identity.uid ? 6 : file.gid === identity.gid ? 3 : 0;
  return ((file.mode >> shift) & wanted) === wanted;
}
