/** What every dialect is: the same six files (routes, read, write, status, refusals, schema) over the same engine. */
import type { Clock } from '#domain/ports/stores.ts';
import type { Engine } from '#engine/engine.ts';
import type { Signer } from '#http/signed-url.ts';

/** What dialects work with. */
export type DialectParts = {
  readonly engine: Engine;
  readonly clock: Clock;
  /** The address of this server as clients reach it, without a slash at the end. */
  publicUrl(): string;
  readonly signer: Signer;
};

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

/** Where the bytes of a recording are served, without a signature. */
export function recordingFile(uid: string): string {
  return `/recordings/${uid}`;
}
