/**
 * Secrets that the server must be able to read again, encrypted at rest. The key is not in the database, so that a copy
 * of the database tells nothing.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createFile } from './embedded/durable-file.ts';
import { hasCode } from './embedded/errors.ts';

/** Seals and opens. `context` says what the secret is of: one that is moved elsewhere does not open there. */
export type SecretBox = {
  seal(secret: string, context: string): Promise<Buffer>;
  /** Null when the key is gone or another one, or when anything was changed; never anything but what was sealed. */
  open(sealed: Buffer, context: string): Promise<string | null>;
};

/** The key file is there and cannot be used. */
class SecretKeyError extends Error {
  override name = 'SecretKeyError';
}

/** Bytes of a key. */
const KEY_BYTES = 32;

/**
 * A sealed secret:
 *
 *      0          1                9             21            37
 *     +----------+----------------+-------------+-------------+---------- - -
 *     | version  | which key      | nonce       | tag         | ciphertext
 *     | 1        | 8 bytes        | 12 bytes    | 16 bytes    |
 *     +----------+----------------+-------------+-------------+---------- - -
 *
 * AES-256-GCM (NIST SP 800-38D); version, key and context are authenticated. With a random nonce a key is good for 2^32
 * secrets.
 */
const VERSION = 1;
const [KEY_ID, NONCE, TAG] = [8, 12, 16];
const HEAD = 1 + KEY_ID;
const CIPHER = 'aes-256-gcm';

/** Only its owner reads it. */
const KEY_MODE = 0o600;

/**
 * Makes the box. `given` is the configured key; without one it is read from the file, which is made at first need. What
 * was sealed with the file's key still opens after a key was configured.
 */
export function createSecretBox(path: string, given: Buffer | null): SecretBox {
  let ownKey: Promise<Buffer | null> | null = null;
  // A file that is not there yet, or cannot be read now, is looked for again.
  const fromFile = async (): Promise<Buffer | null> => {
    ownKey ??= readKeyFile(path);
    const found = await ownKey.catch((error: unknown) => {
      ownKey = null;
      throw error;
    });
    if (found === null) ownKey = null;
    return found;
  };
  return {
    async seal(secret, context) {
      const key = given ?? (await fromFile()) ?? (await makeKeyFile(path));
      return sealed(key, secret, context);
    },
    async open(box, context) {
      if (box.length < HEAD + NONCE + TAG || box[0] !== VERSION) return null;
      const wanted = box.subarray(1, HEAD);
      if (given !== null && idOf(given).equals(wanted)) return opened(given, box, context);
      const own = await fromFile().catch(() => null);
      return own !== null && idOf(own).equals(wanted) ? opened(own, box, context) : null;
    },
  };
}

/** Tells keys apart without telling anything of them. */
function idOf(key: Buffer): Buffer {
  return createHash('sha256').update('patchbay secret key').update(key).digest().subarray(0, KEY_ID);
}

function sealed(key: Buffer, secret: string, context: string): Buffer {
  const head = Buffer.concat([Buffer.from([VERSION]), idOf(key)]);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.concat([head, Buffer.from(context)]));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), text]);
}

function opened(key: Buffer, box: Buffer, context: string): string | null {
  const [nonceEnd, tagEnd] = [HEAD + NONCE, HEAD + NONCE + TAG];
  const decipher = createDecipheriv(CIPHER, key, box.subarray(HEAD, nonceEnd), { authTagLength: TAG });
  decipher.setAAD(Buffer.concat([box.subarray(0, HEAD), Buffer.from(context)]));
  decipher.setAuthTag(box.subarray(nonceEnd, tagEnd));
  const text = decipher.update(box.subarray(tagEnd));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null; // Changed, or of another context: `final` has checked the tag.
  }
}

async function readKeyFile(path: string): Promise<Buffer | null> {
  try {
    const key = Buffer.from(await readFile(path, 'utf8'), 'base64');
    if (key.length !== KEY_BYTES) throw new SecretKeyError(`${path} holds no key: 32 bytes in base64 belong there.`);
    return key;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Makes the key; of two who make it at once both have the same. */
async function makeKeyFile(path: string): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true });
  await createFile(path, `${randomBytes(KEY_BYTES).toString('base64')}\n`, KEY_MODE);
  const key = await readKeyFile(path);
  if (key === null) throw new SecretKeyError(`${path} was made and is gone again.`);
  return key;
}
