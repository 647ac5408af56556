/** One text for each JSON value, whatever order its members came in. */
import { decimalOf } from '#json/exact-numbers.ts';

/**
 * The value as JSON with the members of every object by name, in the order of their UTF-16 units. Raw JSON values are
 * numbers that JavaScript would round: one text for each decimal. Source: RFC 8785, section 3.2.3.
 */
export function canonical(value: unknown): string {
  if (JSON.isRawJSON(value)) return decimalOf(value.rawJSON);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}
