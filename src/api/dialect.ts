/**
 * What every dialect works with. Each has the same six files (routes, read, write, status, refusals, schema) over the
 * same engine.
 */
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { Signer } from '#http/signed-url.ts';

/** What dialects work with. */
export type DialectParts = {
  readonly engine: EngineDoor;
  readonly clock: Clock;
  /** The address of this server as clients reach it, without a slash at the end. */
  publicUrl(): string;
  readonly signer: Signer;
};
