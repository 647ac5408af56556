/** Queries as clients really send them. */

/** A date and a time with an offset whose `+` was sent raw, which forms decode to a blank (WHATWG URL, section 5.1). */
const RAW_OFFSET = /^(\d{4}-?\d\d-?\d\d[T ]\d\d[\d:.,]*) (\d\d(?::?\d\d)?)$/i;

/** The value with its plus again, where it can only have been one: `2026-01-01T00:00:00 02:00`. */
export function withOffset(value: string): string {
  return value.replace(RAW_OFFSET, '$1+$2');
}
