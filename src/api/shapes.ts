/** The shapes that bodies and answers of our own APIs are made of. */
import type { TProperties, TSchema } from 'typebox';
import { Type } from 'typebox';

/** The largest value of a 32-bit column. */
export const MAX_INTEGER = 2_147_483_647;

/** The schema, or null. */
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** An id of ours. */
export const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
/** A UUID. */
export const uid = Type.String({ format: 'uuid' });
/** Any text. */
export const text = Type.String();
/** An instant. */
export const time = Type.String({ format: 'date-time', description: 'UTC, milliseconds.' });
/** A text of a person's choosing, not empty. */
export const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
/** A count that a 32-bit column holds. */
export const count = Type.Integer({ minimum: 0, maximum: MAX_INTEGER });

/** A body: what it does not name is refused, which finds misspelt fields. */
export const body = <T extends TProperties>(properties: T, title: string) =>
  Type.Object(properties, { additionalProperties: false, title });
/** A body of changes: at least one field. */
export const change = <T extends TProperties>(properties: T, title: string) =>
  Type.Partial(Type.Object(properties), { additionalProperties: false, minProperties: 1, title });
