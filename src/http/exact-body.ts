/**
 * Bodies hold plain numbers, which is what fields are judged by. Where the numbers were rounded, what was written is
 * kept beside them, for the places that keep any JSON: `exactOf`.
 */
import { exactNumber, mayRound } from '#json/exact-numbers.ts';
import { HttpFault } from './fault.ts';

/** The longest number that is kept, in characters: PostgreSQL counts it out in full. */
const MAX_NUMBER = 1000;

/** Objects and lists of a body -> the same with raw JSON values instead of rounded numbers. */
const exact = new WeakMap<object, object>();

/**
 * The object or list of a body as it was written, to be stored or compared: a number that would be rounded is a raw
 * JSON value (`JSON.rawJSON`). Anything else is itself.
 */
export function exactOf<T>(value: T): T {
  // What stands beside a value has its shape, but for numbers; they are unknown to all that ask here.
  return typeof value === 'object' && value !== null ? ((exact.get(value) as T | undefined) ?? value) : value;
}

/**
 * Keeps what was written beside the value read from the text. Throws `value_refused` for a number that has no double
 * near it.
 */
export function keepExact(value: unknown, text: string, parse: (revive: Revive) => unknown): void {
  if (!mayRound(text)) return;
  let isRounded = false;
  const twin = parse((each, source) => {
    if (source.length > MAX_NUMBER || !isInRange(each, source)) throw new HttpFault('value_refused');
    const kept = exactNumber(each, source);
    isRounded ||= kept !== each;
    return kept;
  });
  if (isRounded) pair(value, twin);
}

/** What stands for the number that was read from the source. */
export type Revive = (value: number, source: string) => unknown;

/** Whether the number is a finite one, and zero only where zero is written. */
function isInRange(value: number, source: string): boolean {
  return Number.isFinite(value) && (value !== 0 || !/^[^eE]*[1-9]/.test(source));
}

/** Both have the same shape, and are no deeper than a body may be. */
function pair(value: unknown, twin: unknown): void {
  if (typeof value !== 'object' || value === null || typeof twin !== 'object' || twin === null) return;
  exact.set(value, twin);
  const twins: Readonly<Record<string, unknown>> = { ...twin };
  for (const [key, inner] of Object.entries(value)) pair(inner, twins[key]);
}
