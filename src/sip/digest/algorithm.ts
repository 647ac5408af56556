/**
 * Hash algorithms of digest authentication, strongest first, as one table. Source: RFC 7616 section 6.1, RFC 8760
 * section 2.1.
 */
const ALGORITHMS = {
  'SHA-512-256': { hash: 'SHA-512-256', isSession: false },
  'SHA-512-256-SESS': { hash: 'SHA-512-256', isSession: true },
  'SHA-256': { hash: 'SHA-256', isSession: false },
  'SHA-256-SESS': { hash: 'SHA-256', isSession: true },
  MD5: { hash: 'MD5', isSession: false },
  'MD5-SESS': { hash: 'MD5', isSession: true },
} as const satisfies Record<string, { readonly hash: HashName; readonly isSession: boolean }>;

/** A hash function's name. */
export type HashName = 'MD5' | 'SHA-256' | 'SHA-512-256';

/** Hashes bytes, or text as UTF-8, to lower-case hex. Whoever uses the room hands it in. */
export type DigestHash = (name: HashName, data: string | Uint8Array) => string;

/** The algorithm's hash, whether it binds the key to a session, and how strong it is: 0 is the strongest. */
export type Algorithm = { readonly hash: HashName; readonly isSession: boolean; readonly rank: number };

const BY_NAME = new Map(Object.entries(ALGORITHMS).map(([name, entry], rank) => [name, { ...entry, rank }]));

/**
 * The algorithm of a name, in whatever case; MD5 where none is named (RFC 7616 section 3.3); null where it is unknown.
 */
export function algorithmOf(name: string | null): Algorithm | null {
  return BY_NAME.get((name ?? 'MD5').toUpperCase()) ?? null;
}
