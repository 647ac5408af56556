/**
 * `Digest realm="atlanta.example.com", qop="auth,auth-int", algorithm=SHA-256`: what challenges and credentials are
 * made of. Source: RFC 7235 section 2.1.
 */
import { COMMA, isToken, quote, splitOutside, unquote } from '../address/grammar.ts';
import { SIP_LIMITS } from '../limits.ts';

/** The names in lower case, each once, with what they say. */
export type AuthFields = ReadonlyMap<string, string>;

const SCHEME = 'digest ';

/** Reads the fields of the Digest scheme; null for another scheme, and where a name stands twice or has no value. */
export function readAuthFields(value: string): AuthFields | null {
  const text = value.trim();
  if (text.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return null;
  const parts = splitOutside(text.slice(SCHEME.length), COMMA);
  if (parts === null || parts.length > SIP_LIMITS.parameters) return null;
  const fields = new Map<string, string>();
  for (const part of parts) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim().toLowerCase();
    if (!isToken(name) || fields.has(name)) return null;
    fields.set(name, unquote(part.slice(equals + 1).trim()));
  }
  return fields;
}

/**
 * A value that is written with quotes, or without (RFC 7616 section 3.4: algorithm, qop and nc of credentials have
 * none).
 */
export type AuthField = readonly [name: string, value: string, form: 'quoted' | 'plain'];

/** The fields as the value of a header field. */
export function writeAuthFields(fields: readonly AuthField[]): string {
  return `Digest ${fields.map(([name, value, form]) => `${name}=${form === 'quoted' ? quote(value) : value}`).join(', ')}`;
}
