/**
 * The number that proves that someone knows a password without saying it.
 *
 * ```text
 *  A1       = user : realm : password                      -sess: H(A1) : nonce : cnonce
 *  A2       = method : uri                                 auth-int: A2 : H(body)
 *  response = H( H(A1) : nonce : nc : cnonce : qop : H(A2) )        without qop: H( H(A1) : nonce : H(A2) )
 * ```
 *
 * Source: RFC 7616 section 3.4, RFC 2617 section 3.2.2.
 */
import type { Algorithm, DigestHash } from './algorithm.ts';
import type { Qop } from './challenge.ts';

/** What goes into the response beside the secret. */
export type DigestInput = {
  readonly algorithm: Algorithm;
  readonly nonce: string;
  readonly method: string;
  /** As it stands in the credentials' "uri". */
  readonly uri: string;
  readonly body: Uint8Array;
  /** The client's nonce; null where neither a qop nor a session asks for one. */
  readonly cnonce: string | null;
  /** Null with a server of RFC 2069. */
  readonly qop: { readonly name: Qop; readonly count: string } | null;
};

/** H(user : realm : password): what a server may store instead of the password. */
export function secretOf(
  hash: DigestHash,
  { hash: name }: Algorithm,
  user: string,
  realm: string,
  password: string,
): string {
  return hash(name, `${user}:${realm}:${password}`);
}

/** The response, in lower-case hex. */
export function digestResponse(hash: DigestHash, secret: string, input: DigestInput): string {
  const { algorithm, nonce, cnonce, method, uri, body, qop } = input;
  const digest = (data: string | Uint8Array): string => hash(algorithm.hash, data);
  const key = algorithm.isSession ? digest(`${secret}:${nonce}:${cnonce ?? ''}`) : secret;
  const protects = digest(qop?.name === 'auth-int' ? `${method}:${uri}:${digest(body)}` : `${method}:${uri}`);
  if (qop === null) return digest(`${key}:${nonce}:${protects}`);
  return digest(`${key}:${nonce}:${qop.count}:${cnonce ?? ''}:${qop.name}:${protects}`);
}

/** The user name as it is sent where a server asks for its hash. Source: RFC 7616 section 3.4.4. */
export function userHash(hash: DigestHash, { hash: name }: Algorithm, user: string, realm: string): string {
  return hash(name, `${user}:${realm}`);
}

/** A nonce count as it is written: eight digits of hex. */
export function writeCount(count: number): string {
  return count.toString(16).padStart(8, '0');
}
