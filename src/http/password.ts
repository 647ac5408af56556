/** Passwords: hashed with argon2id, on the thread pool and never on the event loop. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const hashWith = promisify(argon2);

/** Source: OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Memory in KiB. */
const MEMORY = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** Source: NIST SP 800-63B, 3.1.1.2: eight characters at the least. */
export const MIN_PASSWORD = 8;

/** Longer passwords are cut off by nobody: they are refused. */
export const MAX_PASSWORD = 200;

/** A hash in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, salt, MEMORY, PASSES, LANES);
  return `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=${LANES}$${base64(salt)}$${base64(tag)}`;
}

/** A hash that no password has: anyone who is unknown is judged by it, and takes as long as anyone who is known. */
const DUMMY_HASH: Hash = {
  salt: randomBytes(SALT_BYTES),
  tag: randomBytes(TAG_BYTES),
  memory: MEMORY,
  passes: PASSES,
  lanes: LANES,
};

/** Whether the password is the one of the hash; null, and any hash that is not ours, is no one's. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const known = hash === null ? null : readHash(hash);
  const { salt, tag, memory, passes, lanes } = known ?? DUMMY_HASH;
  const computed = await tagOf(password, salt, memory, passes, lanes, tag.length);
  return timingSafeEqual(computed, tag) && known !== null;
}

type Hash = {
  readonly salt: Buffer;
  readonly tag: Buffer;
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
};

function readHash(text: string): Hash | null {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([\w+/]{11,86})\$([\w+/]{22,86})$/.exec(text);
  if (match === null) return null;
  const [, memory = '', passes = '', lanes = '', salt = '', tag = ''] = match;
  return {
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
  };
}

async function tagOf(
  password: string,
  nonce: Buffer,
  memory: number,
  passes: number,
  parallelism: number,
  tagLength = TAG_BYTES,
): Promise<Buffer> {
  return hashWith('argon2id', { message: password, nonce, memory, passes, parallelism, tagLength });
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
