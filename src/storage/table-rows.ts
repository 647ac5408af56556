/**
 * The rows of every table as text, read out of one database and put into another, exactly: each value is written by
 * PostgreSQL's own output function of its type, and read by the input function. A row is a JSON array of texts and
 * nulls.
 */
import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';

/** A table, with the columns that are kept: those that PostgreSQL works out by itself are not. */
export type Table = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

/** How far a sequence is. `value`: of 64 bits, in decimal. */
export type Sequence = { readonly name: string; readonly value: string; readonly isCalled: boolean };

/** What stands in no backup: which migrations ran is known before the first row. */
const LEFT_OUT = 'migration';

/** Rows that are read at a time, and of tables with files in them: a sound of a workspace's own may have megabytes. */
const ROWS = 100;
const ROWS_WITH_FILES = 5;
/** Characters of rows that are written at a time, unless one row alone has more. */
const BATCH = 1_000_000;

/**
 * Begins to read: from here to the end of the transaction the client sees all tables as they are at this moment,
 * whatever others write meanwhile.
 */
export async function beginReading(client: ClientBase): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  await setWriting(client);
  await client.query('select 1 from pg_class limit 1'); // The first query is the moment.
}

/** The tables, in the order of their names. */
export async function tablesOf(client: ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name,
       json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> $1
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
    [LEFT_OUT],
  );
  return rows;
}

/** The table's rows, one a line, many lines at a time. The client is in the transaction of `beginReading`. */
export async function* rowsOf(client: ClientBase, { name, columns }: Table): AsyncGenerator<string> {
  const values = columns.map((column) => `${escapeIdentifier(column.name)}::text`).join(', ');
  const size = columns.some(({ type }) => type === 'bytea') ? ROWS_WITH_FILES : ROWS;
  await client.query(
    `declare kept no scroll cursor for select array_to_json(array[${values}]::text[])::text as line from ${escapeIdentifier(name)}`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${size} from kept`);
    if (rows.length > 0) yield rows.map(({ line }) => `${line}\n`).join('');
    if (rows.length < size) break;
  }
  await client.query('close kept');
}

/** How far the sequences are: at least as far as the rows that were read before. */
export async function sequencesOf(client: ClientBase): Promise<readonly Sequence[]> {
  const { rows: named } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = current_schema()::regnamespace order by relname`,
  );
  const found: Sequence[] = [];
  for (const { name } of named) {
    const { rows } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${escapeIdentifier(name)}`,
    );
    for (const { value, called } of rows) found.push({ name, value, isCalled: called });
  }
  return found;
}

/** Whether there is nothing at all in the database. */
export async function isEmptyDatabase(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query(
    'select from pg_class where relnamespace = current_schema()::regnamespace limit 1',
  );
  return rows.length === 0;
}

/**
 * Begins to write, in one transaction that `finishWriting` commits: all tables are emptied of what migrations put
 * there, no trigger acts on what is put back, and what refers to what is judged at the end.
 */
export async function beginWriting(client: ClientBase): Promise<readonly string[]> {
  await client.query('begin');
  await setWriting(client);
  const tables = (await tablesOf(client)).map(({ name }) => escapeIdentifier(name));
  const { rows } = await client.query<{ drop: string; add: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
     from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`,
  );
  for (const { drop } of rows) await client.query(drop);
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  await client.query(`truncate ${tables.join(', ')}`);
  return rows.map(({ add }) => add);
}

/** Puts rows back; the lines are as `rowsOf` made them. Answers how many there were. */
export async function putRows(
  client: ClientBase,
  { name, columns }: Table,
  lines: AsyncIterable<string>,
): Promise<number> {
  const names = columns.map((column) => escapeIdentifier(column.name)).join(', ');
  const values = columns.map(({ type }, place) => `(line ->> ${place})::${type}`).join(', ');
  const statement = `insert into ${escapeIdentifier(name)} (${names}) overriding system value
    select ${values} from jsonb_array_elements($1::jsonb) line`;
  let [count, size] = [0, 0];
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await client.query(statement, [`[${batch.join(',')}]`]);
    count += batch.length;
    [batch, size] = [[], 0];
  };
  for await (const line of lines) {
    if (size + line.length > BATCH) await flush();
    batch.push(line);
    size += line.length;
  }
  await flush();
  return count;
}

/** Ends what `beginWriting` began, with what it answered. */
export async function finishWriting(
  client: ClientBase,
  references: readonly string[],
  sequences: readonly Sequence[],
): Promise<void> {
  for (const { name, value, isCalled } of sequences)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [escapeIdentifier(name), value, isCalled]);
  for (const reference of references) await client.query(reference);
  for (const { name } of await tablesOf(client))
    await client.query(`alter table ${escapeIdentifier(name)} enable trigger user`);
  await client.query('commit');
}

/** Texts of values that do not depend on how the database is set, and statements that take as long as they take. */
async function setWriting(client: ClientBase): Promise<void> {
  await client.query(`set local datestyle to 'ISO, YMD'; set local intervalstyle to postgres; set local timezone to 'UTC';
    set local bytea_output to hex; set local extra_float_digits to 1; set local statement_timeout to 0`);
}
