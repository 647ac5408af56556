/** Addresses that are their own permission, until they expire. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export type Signer = {
  /** The path with `expires` (unix seconds) and `signature`. */
  sign(path: string, expiresAt: Date): string;
  verify(path: string, query: Readonly<Record<string, string>>, now: Date): 'valid' | 'expired' | 'forged';
};

/** Makes a signer from a secret of 32 bytes. */
export function createSigner(secret: Buffer): Signer {
  const signatureOf = (path: string, expires: string): Buffer =>
    createHmac('sha256', secret).update(`${path}\n${expires}`).digest();
  return {
    sign(path, expiresAt) {
      const expires = String(Math.floor(expiresAt.getTime() / 1000));
      return `${path}?expires=${expires}&signature=${signatureOf(path, expires).toString('base64url')}`;
    },
    verify(path, query, now) {
      const given = Buffer.from(query['signature'] ?? '', 'base64url');
      const expires = query['expires'] ?? '';
      const wanted = signatureOf(path, expires);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged';
      return Number(expires) * 1000 > now.getTime() ? 'valid' : 'expired';
    },
  };
}
