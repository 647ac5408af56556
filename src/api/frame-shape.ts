/** Checks of the frames that our pages send: predicates over JSON values, from which each socket builds its table. */

/** Whether a value is as it should be. */
export type Is = (value: unknown) => boolean;

/** A positive safe integer. */
export const isId: Is = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

/** A boolean. */
export const isFlag: Is = (value) => typeof value === 'boolean';

/** A text of `least` to `most` UTF-16 units. */
export function text(least: number, most: number): Is {
  return (value) => typeof value === 'string' && value.length >= least && value.length <= most;
}

/** One of these words. */
export function oneOf(...words: readonly string[]): Is {
  return (value) => words.some((word) => word === value);
}

/** Null, or what `is` accepts. */
export function orNull(is: Is): Is {
  return (value) => value === null || is(value);
}

/** A session description of at most 32 Ki units; a browser's has some 5,000. */
export const isSdp: Is = text(10, 32 * 1024);
