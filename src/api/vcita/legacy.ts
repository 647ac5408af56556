/** The envelope of the vendor's older operations, under `/platform/v1`. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import type { ApiResponse } from '#http/surface.ts';

/** What was asked for. */
export function legacySuccess(data: object, status = 200): ApiResponse {
  return { status, body: { data, status: 'OK' } };
}

/** A "no", with its sentence. */
export function legacyFailure(status: number, message: string): ApiResponse {
  return { status, body: { message, status: 'Error' } };
}

/** What is asked for by a name that nothing has here, or another business has. */
export const UNKNOWN: ApiResponse = legacyFailure(404, 'Not found');

/** The shape of an answer. */
export const legacyShape = <T extends TSchema>(data: T) => Type.Object({ data, status: Type.Literal('OK') });
