/** What all dialects and our own pages share: bearer tokens, addresses of recordings, and readers of plain values. */
import type { IncomingHttpHeaders } from 'node:http';
import { readBearer } from '#http/auth.ts';
import { HttpFault } from '#http/fault.ts';
import type { FindToken, Principal } from '#http/surface.ts';
import type { DialectParts } from './dialect.ts';

/** How long the signed address of a recording or a voicemail works, whichever API or page gave it. Minutes. */
const RECORDING_MINUTES = 60;

/**
 * The path of a recording with its signature, for our own pages. Works for {@link RECORDING_MINUTES}, and until the
 * minute is full: so it stays the same for a minute, and is signed once. `by`: whom it is for, where that is not who
 * asks; whoever plays it is named so in the audit log.
 */
export function recordingPath(
  { clock, signer }: Pick<DialectParts, 'clock' | 'signer'>,
  uid: string,
  by?: string,
): string {
  const minute = Math.ceil(clock.now().getTime() / 60_000);
  return signer.sign(`/recordings/${uid}`, new Date((minute + RECORDING_MINUTES) * 60_000), by);
}

/** The same as a whole address, for clients of an API. */
export function recordingUrl(parts: Pick<DialectParts, 'clock' | 'signer' | 'publicUrl'>): (uid: string) => string {
  return (uid) => parts.publicUrl() + recordingPath(parts, uid);
}

/** The refusal of a request whose credentials are missing or unknown. Source: RFC 9110, section 11.6.1. */
export function unauthorized(scheme: 'Bearer' | 'Basic'): HttpFault {
  return new HttpFault('unauthorized', { 'www-authenticate': `${scheme} realm="Patchbay"` });
}

/** Authenticates by `Authorization: Bearer …`, or by what `read` finds instead. Throws `unauthorized`. */
export async function authenticateBearer(
  { authorization }: IncomingHttpHeaders,
  findToken: FindToken,
  read: (authorization: string | undefined) => string | null = readBearer,
): Promise<Principal> {
  const token = read(authorization);
  const principal = token === null ? null : await findToken(token);
  if (principal === null) throw unauthorized('Bearer');
  return principal;
}

/** An id in a path: a positive safe integer in plain decimal; null otherwise. */
export function readId(text: string | undefined): number | null {
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text)) return null;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : null;
}

/** The fields of a JSON object; of anything else none, so that each is judged as missing. */
export function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return body !== null && typeof body === 'object' && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
}

/** Whether a field counts as missing: absent, null, or a text of white space. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
