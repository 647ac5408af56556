/**
 * Reads the searches of contacts and conversations: conditions, nested in AND and OR. Source: the vendor's OpenAPI and
 * its reference of version 2.3, "Search for contacts", which prints the errors.
 */
import type { SearchTerm, SearchTree, SearchValue } from '#domain/ports/contact-search.ts';
import { fieldsOf } from '../../kit.ts';
import type { Read } from '../read.ts';

/** What the values of a field are; `any` is a custom attribute. */
type Kind = 'text' | 'id' | 'date' | 'integer' | 'boolean' | 'any';

/** A field that can be searched: what its values are, and which of ours it is. */
export type Searchable<Field> = {
  readonly kind: Kind;
  readonly field: Field;
  /** How its texts are stored, whole or a part of one; absent: as they are. */
  readonly stored?: (text: string, isWhole: boolean) => string;
};

/** The field with the vendor's name; undefined where there is none. */
type FieldOf<Field> = (name: string) => Searchable<Field> | undefined;

/** The most conditions of one AND or OR, how deep they nest, and the most of all. Source of the first: the vendor. */
const MAX_ELEMENTS = 15;
const MAX_DEPTH = 3;
const MAX_TERMS = MAX_ELEMENTS * MAX_ELEMENTS;
/** The most values of an IN, and the longest text. Ours. */
const MAX_VALUES = 150;
const MAX_TEXT = 1000;
/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799;

const TEXT = ['=', '!=', 'IN', 'NIN', '~', '!~', '^', '$'] as const;
const NUMBER = ['=', '!=', 'IN', 'NIN', '>', '<', '>=', '<='] as const;
/** Which operators a field takes. Source: the vendor's OpenAPI, "Accepted Operators". */
const OPERATORS: Readonly<Record<Kind, readonly string[]>> = {
  text: TEXT,
  id: ['=', '!=', 'IN', 'NIN'],
  date: ['=', '!=', '>', '<', '>=', '<='],
  integer: NUMBER,
  boolean: ['=', '!=', 'IN', 'NIN'],
  any: [...TEXT, ...NUMBER],
};

const no = (code: string, message: string) => ({ ok: false, wrong: { code, message } }) as const;
const INVALID_QUERY = no(
  'invalid_query',
  "Invalid query. Ensure 'field', 'operator', 'value' are present for field queries. Ensure 'operator' and 'value' for composite queries.",
);
const TOO_MANY = no(
  'invalid_value',
  `Number of elements in composite query is greater than ${MAX_ELEMENTS}, please try again with a smaller list`,
);

/** Reads `query`. */
export function readQuery<Field>(query: unknown, fieldOf: FieldOf<Field>): Read<SearchTree<Field>> {
  const tree = readTree(query, fieldOf, 1);
  return tree.ok && termsOf(tree.value) > MAX_TERMS ? TOO_MANY : tree;
}

function termsOf<Field>(tree: SearchTree<Field>): number {
  return tree.kind === 'term' ? 1 : tree.of.reduce((sum, each) => sum + termsOf(each), 0);
}

function readTree<Field>(query: unknown, fieldOf: FieldOf<Field>, depth: number): Read<SearchTree<Field>> {
  const { field, operator, value } = fieldsOf(query);
  if (typeof operator !== 'string' || value === undefined) return INVALID_QUERY;
  if (field !== undefined) return typeof field === 'string' ? readTerm(field, operator, value, fieldOf) : INVALID_QUERY;
  if (operator !== 'AND' && operator !== 'OR')
    return no('invalid_operator', 'Composite operators must be of type AND or OR ');
  if (!Array.isArray(value) || value.length === 0 || depth > MAX_DEPTH) return INVALID_QUERY;
  if (value.length > MAX_ELEMENTS) return TOO_MANY;
  const of: SearchTree<Field>[] = [];
  for (const each of value) {
    const read = readTree(each, fieldOf, depth + 1);
    if (!read.ok) return read;
    of.push(read.value);
  }
  return { ok: true, value: { kind: operator === 'AND' ? 'all' : 'any', of } };
}

function readTerm<Field>(
  name: string,
  operator: string,
  value: unknown,
  fieldOf: FieldOf<Field>,
): Read<SearchTree<Field>> {
  const searchable = fieldOf(name);
  if (searchable === undefined) return no('invalid_field', `${shown(name)} is not a valid field`);
  const { kind, field, stored = (text: string) => text } = searchable;
  if (!OPERATORS[kind].includes(operator))
    return no('invalid_operator', `${shown(name)} does not support operator: ${shown(operator)}`);
  const isList = operator === 'IN' || operator === 'NIN';
  const given: readonly unknown[] = isList && Array.isArray(value) ? value : [value];
  if (isList && (!Array.isArray(value) || given.length === 0 || given.length > MAX_VALUES))
    return no('invalid_value', `${operator} takes a list of 1 to ${MAX_VALUES} values`);
  const values: SearchValue[] = [];
  const [isPart, isLimit] = [Object.hasOwn(PART, operator), Object.hasOwn(LIMITS, operator)];
  for (const each of given) {
    const read = readValue(isPart ? 'text' : isLimit && kind === 'any' ? 'number' : kind, each, !isPart && !isLimit);
    if (!read.ok) return read;
    values.push(typeof read.value === 'string' ? stored(read.value, !isPart) : read.value);
  }
  return { ok: true, value: treeOf(field, operator, kind, values) };
}

/** What the vendor calls a value of each kind. */
const CALLED = {
  text: 'string',
  id: 'string',
  date: 'date',
  integer: 'integer',
  boolean: 'boolean',
  any: 'value',
  number: 'number',
} as const satisfies Record<Kind | 'number', string>;

function readValue(kind: Kind | 'number', value: unknown, mayBeNull: boolean): Read<SearchValue> {
  if (value === null && mayBeNull) return { ok: true, value };
  const read = READERS[kind](value);
  if (read === undefined) return no('invalid_value', `${shown(value)} is not a valid ${CALLED[kind]}`);
  if (typeof read === 'string' && read.length > MAX_TEXT)
    return no('invalid_value', `A value may have ${MAX_TEXT} characters at most`);
  return { ok: true, value: read };
}

const readText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A value of the kind; undefined where it is none. The vendor's own examples give numbers as texts as well. */
const READERS: Readonly<Record<Kind | 'number', (value: unknown) => SearchValue | undefined>> = {
  text: readText,
  id: readText,
  date: (value) => {
    const second = readInteger(value);
    return second !== undefined && Math.abs(second) <= LAST_SECOND ? second : undefined;
  },
  integer: readInteger,
  boolean: (value) => (typeof value === 'boolean' ? value : { true: true, false: false }[String(value)]),
  number: (value) => (typeof value === 'number' ? value : readInteger(value)),
  any: (value) => (['string', 'number', 'boolean'].includes(typeof value) ? (value as SearchValue) : undefined),
};

function readInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 100);
}

function treeOf<Field>(field: Field, operator: string, kind: Kind, values: readonly SearchValue[]): SearchTree<Field> {
  const [value = null] = values;
  const term = (each: SearchTerm<Field>): SearchTree<Field> => ({ kind: 'term', term: each });
  const part = PART[operator];
  if (part !== undefined) return term({ field, operator: part, value: String(value) });
  const limit = LIMITS[operator];
  if (limit !== undefined) return term({ field, ...limitOf(limit, Number(value), kind) });
  const isNot = operator === '!=' || operator === 'NIN';
  if (kind !== 'date' || value === null) return term({ field, operator: isNot ? 'isNot' : 'is', values });
  const [from, next] = [Number(value), Number(value) + 1];
  const within: SearchTree<Field> = {
    kind: 'all',
    of: [term({ field, operator: 'atLeast', value: from }), term({ field, operator: 'under', value: next })],
  };
  const without: SearchTree<Field> = {
    kind: 'any',
    of: [
      term({ field, operator: 'under', value: from }),
      term({ field, operator: 'atLeast', value: next }),
      term({ field, operator: 'is', values: [null] }),
    ],
  };
  return isNot ? without : within;
}

/** Operators about a part of a text: what they compare with is never null. */
const PART: Readonly<Record<string, 'contains' | 'lacks' | 'starts' | 'ends'>> = {
  '~': 'contains',
  '!~': 'lacks',
  '^': 'starts',
  $: 'ends',
};

type Limit = 'over' | 'atLeast' | 'under' | 'atMost';
/** Operators about more and less. */
const LIMITS: Readonly<Record<string, Limit>> = { '>': 'over', '>=': 'atLeast', '<': 'under', '<=': 'atMost' };

/** Times are compared by the whole second that the object shows. */
function limitOf(operator: Limit, value: number, kind: Kind): { readonly operator: Limit; readonly value: number } {
  if (kind !== 'date' || operator === 'atLeast' || operator === 'under') return { operator, value };
  return { operator: operator === 'over' ? 'atLeast' : 'under', value: value + 1 };
}
