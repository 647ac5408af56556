/** Queries as clients really send them. */
import type { TSchema } from 'typebox';

/** A date and a time with an offset whose `+` was sent raw, which forms decode to a blank (WHATWG URL, section 5.1). */
const RAW_OFFSET = /^(\d{4}-?\d\d-?\d\d[T ]\d\d[\d:.,]*) (\d\d(?::?\d\d)?)$/i;

/** The value with its plus again, where it can only have been one: `2026-01-01T00:00:00 02:00`. */
export function withOffset(value: string): string {
  return value.replace(RAW_OFFSET, '$1+$2');
}

/** The parameters of a query whose values can name no one: numbers, choices and times. */
export function plainParameters(schema: TSchema | undefined): ReadonlySet<string> {
  const properties: unknown = schema !== undefined && 'properties' in schema ? schema.properties : {};
  const all = Object.entries(properties as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  return new Set(all.filter(([, property]) => isPlain(property)).map(([name]) => name));
}

function isPlain(property: Readonly<Record<string, unknown>>): boolean {
  const isCounted = ['integer', 'number', 'boolean'].includes(String(property['type']));
  return isCounted || 'enum' in property || property['format'] === 'date-time' || property['format'] === 'date';
}
