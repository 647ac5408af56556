/** Addresses that are their own permission, until they expire. */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { lruOf } from './lru.ts';

/**
 * Addresses that are remembered: a list that is read again and again has the same ones, and a signature is its dearest
 * part.
 */
const MAX_SIGNED = 10_000;

export type Signer = {
  /**
   * The path with `by`, `expires` (unix seconds) and `signature`. `by`: whom it was handed to, `a` or `t` and a number;
   * empty is no one known.
   */
  sign(path: string, expiresAt: Date, by?: string): string;
  /** A secret that stands for a name: the same name always has the same. */
  secretOf(name: string): string;
  isSecretOf(name: string, given: string): boolean;
  verify(path: string, query: Readonly<Record<string, string>>, now: Date): 'valid' | 'expired' | 'forged';
};

/** Makes a signer from a secret of 32 bytes. */
export function createSigner(secret: Buffer): Signer {
  // A key object is prepared once; bytes would be anew for each signature, which costs six times the signature itself.
  const key = createSecretKey(secret);
  const signatureOf = (path: string, expires: string, by: string): Buffer =>
    createHmac('sha256', key)
      .update(by === '' ? `${path}\n${expires}` : `${path}\n${expires}\n${by}`)
      .digest();
  const signed = lruOf<string, string>(MAX_SIGNED);
  const secretOf = (name: string): Buffer => createHmac('sha256', key).update(`secret\n${name}`).digest();
  return {
    secretOf: (name) => secretOf(name).toString('base64url'),
    isSecretOf(name, text) {
      const given = Buffer.from(text, 'base64url');
      const wanted = secretOf(name);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
    sign(path, expiresAt, by = '') {
      const expires = String(Math.floor(expiresAt.getTime() / 1000));
      const address = `${path}?${by === '' ? '' : `by=${by}&`}expires=${expires}`;
      const known = signed.get(address);
      if (known !== undefined) return known;
      const whole = `${address}&signature=${signatureOf(path, expires, by).toString('base64url')}`;
      signed.set(address, whole);
      return whole;
    },
    verify(path, query, now) {
      const given = Buffer.from(query['signature'] ?? '', 'base64url');
      const expires = query['expires'] ?? '';
      const by = query['by'] ?? '';
      const wanted = signatureOf(path, expires, by);
      if (!/^(?:[at]\d{1,16})?$/.test(by)) return 'forged';
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged';
      return Number(expires) * 1000 > now.getTime() ? 'valid' : 'expired';
    },
  };
}
