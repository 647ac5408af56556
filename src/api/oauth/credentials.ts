/** What an application shows of itself: 64 hexadecimal digits each, as vcita's are. */
import { randomBytes } from 'node:crypto';
import { hashToken } from '#http/auth.ts';

/** Makes both, and the hash that is kept of the secret. */
export function newCredentials(): { readonly clientId: string; readonly secret: string; readonly secretHash: Buffer } {
  const [clientId, secret] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  return { clientId, secret, secretHash: hashToken(secret) };
}
