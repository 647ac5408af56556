/** Conditions of a search as SQL: each kind of column compares in its own way. */
import type { SearchTerm, SearchTree, SearchValue } from '#domain/ports/contact-search.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

type Condition = RawBuilder<boolean>;

/** A column as it is compared. */
export type Column = {
  /** How its values compare; `words` whatever their case. */
  readonly kind: 'text' | 'uuid' | 'serial' | 'words' | 'time' | 'number' | 'flag' | 'json' | 'nothing';
  readonly sql: RawBuilder<unknown>;
  /** What an index can say before a part of the text is looked for: true for every row that has the part. */
  readonly narrowed?: (part: string) => Condition;
  /** Where an index knows who has one of the values, which are not null; null: it does not know these. */
  readonly hasOneOf?: (values: readonly SearchValue[]) => Condition | null;
  /** Where no one column has the time: whether it is not before this one. */
  readonly since?: (since: RawBuilder<unknown>) => Condition;
};

/** The condition of the whole tree. */
export function treeSql<Field>(tree: SearchTree<Field>, columnOf: (field: Field) => Column): Condition {
  if (tree.kind === 'term') return termSql(tree.term, columnOf(tree.term.field));
  const parts = tree.of.map((each) => treeSql(each, columnOf));
  if (parts.length === 0) return sql`true`;
  return sql`(${sql.join(parts, tree.kind === 'all' ? sql` and ` : sql` or `)})`;
}

function termSql<Field>(term: SearchTerm<Field>, column: Column): Condition {
  if (column.kind === 'nothing') return holdsForNothing(term) ? sql`true` : sql`false`;
  switch (term.operator) {
    case 'is':
      return isOneOf(column, term.values);
    case 'isNot':
      return sql`not coalesce(${isOneOf(column, term.values)}, false)`;
    case 'over':
    case 'atLeast':
    case 'under':
    case 'atMost':
      if (column.since !== undefined) return sinceSql(column.since, term.operator, boundary(column, term.value));
      return sql`${comparable(column)} ${LIMITS[term.operator]} ${boundary(column, term.value)}`;
    case 'lacks':
      return sql`not coalesce(${hasPart(column, term.value, 'contains')}, false)`;
    default:
      return hasPart(column, term.value, term.operator);
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a column without a value meets the condition. */
function holdsForNothing<Field>(term: SearchTerm<Field>): boolean {
  if (term.operator === 'is') return term.values.includes(null);
  if (term.operator === 'isNot') return !term.values.includes(null);
  return term.operator === 'lacks';
}

/** One that has none of the values is not null, but false: `isNot` is all the others. */
function isOneOf(column: Column, values: readonly SearchValue[]): Condition {
  const given = values.filter((value) => value !== null);
  const some = given.length === 0 ? [] : [column.hasOneOf?.(given) ?? equals(column, given)];
  const none = values.includes(null) ? [sql<boolean>`${column.sql} is null`] : [];
  return sql`(${sql.join([...some, ...none], sql` or `)})`;
}

function equals(column: Column, values: readonly SearchValue[]): Condition {
  const texts = values.map(String);
  switch (column.kind) {
    case 'words':
      return sql`lower(${column.sql}) = any(${texts.map((text) => text.toLowerCase())}::text[])`;
    case 'uuid':
      return sql`${column.sql} = any(${texts.filter((text) => UUID.test(text))}::uuid[])`;
    case 'serial':
      return sql`${column.sql} = any(${texts.filter((text) => /^\d{1,15}$/.test(text))}::bigint[])`;
    case 'json':
      return sql`${column.sql} = any(${values.map((value) => JSON.stringify(value))}::jsonb[])`;
    case 'number':
      return sql`${column.sql} = any(${values}::double precision[])`;
    case 'flag':
      return sql`${column.sql} = any(${values}::boolean[])`;
    default:
      return sql`${column.sql} = any(${texts}::text[])`;
  }
}

/** Times are read in whole seconds, so that nothing is between `over` and `atLeast`, and nothing between the others. */
function sinceSql(
  since: (since: RawBuilder<unknown>) => Condition,
  operator: keyof typeof LIMITS,
  value: RawBuilder<unknown>,
): Condition {
  return operator === 'over' || operator === 'atLeast' ? since(value) : sql`not ${since(value)}`;
}

const LIMITS = { over: sql`>`, atLeast: sql`>=`, under: sql`<`, atMost: sql`<=` } as const;

/** Numbers among values of any type: what is none is never above or below. */
function comparable({ kind, sql: column }: Column): RawBuilder<unknown> {
  return kind === 'json' ? sql`case when jsonb_typeof(${column}) = 'number' then (${column})::numeric end` : column;
}

function boundary({ kind }: Column, value: number): RawBuilder<unknown> {
  return kind === 'time' ? sql`to_timestamp(${value}::double precision)` : sql`${value}::double precision`;
}

function hasPart(column: Column, part: string, where: 'contains' | 'starts' | 'ends'): Condition {
  const escaped = part.replaceAll(/[\\%_]/g, String.raw`\$&`);
  const pattern = `${where === 'starts' ? '' : '%'}${escaped}${where === 'ends' ? '' : '%'}`;
  const text = column.kind === 'json' ? sql`(${column.sql} #>> '{}')` : sql`(${column.sql})::text`;
  const narrowed = part === '' || part.includes('\n') ? undefined : column.narrowed?.(part);
  const like = sql<boolean>`${text} ilike ${pattern}`;
  return narrowed === undefined ? like : sql`(${narrowed} and ${like})`;
}

/** A time from its microseconds: whole numbers, so that it is the very same one. */
export function instant(microseconds: number): RawBuilder<unknown> {
  return sql`'epoch'::timestamptz + ${microseconds}::double precision * interval '1 microsecond'`;
}
