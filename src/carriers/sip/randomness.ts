/** Words that no one can guess, and the hashes of digest authentication, from Node's own library. */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { DigestHash } from '#sip/digest/algorithm.ts';
import type { Via } from '#sip/message/via.ts';
import type { HostPort } from '#sip/address/host.ts';

/** A new word of 96 random bits: a tag, a branch, a Call-ID. Tags need 32 (RFC 3261 section 19.3). */
export function newWord(): string {
  return randomBytes(12).toString('hex');
}

/** A number from 0 up to 1. */
export function random(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

const HASHES = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' } as const;

/** Hashes for digest authentication. */
export const digestHash: DigestHash = (name, data) => createHash(HASHES[name]).update(data).digest('hex');

/** Our hop, with a branch of its own; rport asks where the request is seen to come from (RFC 3581). */
export function newVia(transport: string, sentBy: HostPort): Via {
  const parameters = [
    { name: 'branch', value: `z9hG4bK${newWord()}` },
    { name: 'rport', value: '' },
  ];
  return { version: '2.0', transport, ...sentBy, parameters };
}
