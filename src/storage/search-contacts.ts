/** Contacts as programs search them: any conditions, in pages by the place of the last one. */
import type { ContactField, FoundContact, SearchSlice, SearchTree, SearchValue } from '#domain/ports/contact-search.ts';
import { MAX_COUNTED } from '#domain/ports/contact-search.ts';
import type { RawBuilder, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readContact } from './directory.ts';
import { hasGrams } from './find-contacts.ts';
import type { Column } from './search-conditions.ts';
import { instant, treeSql } from './search-conditions.ts';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['contact']> & { readonly place: number };

const COLUMNS = {
  uid: { kind: 'uuid', sql: sql`uid` },
  role: { kind: 'text', sql: sql`role` },
  name: { kind: 'words', sql: sql`name`, narrowed: hasGrams },
  email: { kind: 'words', sql: sql`email`, narrowed: hasGrams },
  emailDomain: { kind: 'words', sql: sql`split_part(email, '@', 2)`, narrowed: hasGrams },
  phone: { kind: 'text', sql: sql`phone`, narrowed: hasGrams },
  identifier: { kind: 'text', sql: sql`identifier` },
  createdAt: { kind: 'time', sql: sql`created_at` },
  updatedAt: { kind: 'time', sql: sql`updated_at` },
  nothing: { kind: 'nothing', sql: sql`null` },
  never: { kind: 'flag', sql: sql`false` },
} as const satisfies Record<Exclude<ContactField['name'], 'attribute'>, Column>;

function columnOf(field: ContactField): Column {
  if (field.name !== 'attribute') return COLUMNS[field.name];
  const { attribute } = field;
  return {
    kind: 'json',
    sql: sql`nullif(attributes -> ${attribute}::text, 'null'::jsonb)`,
    hasOneOf: (values) => haveAttribute(attribute, values),
  };
}

/** By the index of migration 0066b: of contacts with attributes. A list that holds a value does not equal it. */
function haveAttribute(attribute: string, values: readonly SearchValue[]): RawBuilder<boolean> {
  const each = values.map((value) => sql`attributes @> ${JSON.stringify({ [attribute]: value })}::jsonb`);
  return sql`(attributes <> '{}'::jsonb and (${sql.join(each, sql` or `)}))`;
}

const SORTED = { createdAt: sql`created_at`, updatedAt: sql`updated_at` } as const;

/** Those that the tree finds; who was merged into another is not among them. */
export async function searchContacts(
  { query }: Database,
  workspaceId: number,
  tree: SearchTree<ContactField>,
  { by, order, beyond, limit }: SearchSlice,
): Promise<readonly FoundContact[]> {
  const column = SORTED[by];
  const [way, comes] = order === 'ascending' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const after =
    beyond === null ? sql`` : sql`and (${column}, id) ${comes} (${instant(beyond.place)}, ${beyond.id}::bigint)`;
  const { rows } = await sql<Row>`
    select *, (extract(epoch from ${column}) * 1000000)::bigint as place from contact
    where workspace_id = ${workspaceId} and merged_into is null and ${treeSql(tree, columnOf)} ${after}
    order by ${column} ${way}, id ${way} limit ${limit}`.execute(query);
  return rows.map((row) => ({ contact: readContact(row), place: row.place, id: row.id }));
}

/** How many there are, up to `MAX_COUNTED`. */
export async function countContacts(
  { query }: Database,
  workspaceId: number,
  tree: SearchTree<ContactField>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from contact
      where workspace_id = ${workspaceId} and merged_into is null and ${treeSql(tree, columnOf)} limit ${MAX_COUNTED}
    ) as found`.execute(query);
  return rows[0]?.count ?? 0;
}
