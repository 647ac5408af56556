/**
 * How a browser names its certificate before it shows it. Apart from the handshake, which loads a package that only
 * workers need.
 */

/** Hash functions a browser may name it by. Source: RFC 8122 section 5, without the broken ones. */
const FINGERPRINT_HASHES = ['sha-256', 'sha-384', 'sha-512'] as const;

/** `sha-256`, and the hash as SDP writes it. */
export type Fingerprint = { readonly algorithm: string; readonly value: string };

/** Whether the fingerprint can be compared at all. */
export function isKnownFingerprint({ algorithm }: Fingerprint): boolean {
  return FINGERPRINT_HASHES.some((known) => known === algorithm.toLowerCase());
}
