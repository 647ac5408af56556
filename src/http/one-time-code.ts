/** One-time codes of an authenticator app: six digits, a new one every 30 seconds (RFC 6238). */
import { Secret, TOTP } from 'otpauth';

/** Bits of a seed: as many as the hash has (RFC 4226, section 4, R6). */
const SEED_BYTES = 20;
/** Seconds of a step. Apps show no other. */
const STEP_SECONDS = 30;
/** Steps before and after the present one whose codes are taken: clocks differ, and typing takes time. */
const WINDOW = 1;

/** Digits of a code. */
const CODE_DIGITS = 6;

/** A new seed, in base 32. */
export function newSeed(): string {
  return new Secret({ size: SEED_BYTES }).base32;
}

/**
 * What the QR code of a seed says to the app. `issuer`: whose sign-in it is; `label`: whose account. Source: Google
 * Authenticator, Key Uri Format.
 */
export function codeUri(seed: string, issuer: string, label: string): string {
  return codesOf(seed, issuer, label).toString();
}

/**
 * The step that a code is of; null where it is none of the present step or of its neighbors. Spaces in the code do not
 * count.
 */
export function stepOf(seed: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const delta = codesOf(seed).validate({ token, timestamp, window: WINDOW });
  return delta === null ? null : TOTP.counter({ period: STEP_SECONDS, timestamp }) + delta;
}

function codesOf(seed: string, issuer = '', label = ''): TOTP {
  const secret = Secret.fromBase32(seed);
  return new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits: CODE_DIGITS, period: STEP_SECONDS });
}
