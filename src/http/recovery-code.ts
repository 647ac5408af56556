/** Recovery codes: what a person keeps on paper for the day their authenticator app is lost. */
import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter that is read as a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 80 random bits: no one finds one by trying, not even against its hash. */
const LENGTH = 16;

/** A new one: `ABCD-EFGH-JKMN-PQRS`. */
export function newRecoveryCode(): string {
  // 256 is a multiple of 32: each letter is as likely as the others.
  const letters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return letters.join('').replaceAll(/.{4}(?!$)/g, '$&-');
}

/**
 * What is stored of a code, however it was typed: case, spaces and hyphens do not count, O is 0, I and L are 1. Null
 * where it is none.
 */
export function hashRecoveryCode(typed: string): Buffer | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? createHash('sha256').update(code).digest() : null;
}
