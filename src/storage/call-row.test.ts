import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { ROW_DEFAULTS, CHANGING_COLUMNS, FIXED_COLUMNS } from './call-row.ts';
import { openDatabase } from './database.ts';

const fresh = await testDatabase();
const database = openDatabase(fresh.config, (error) => {
  throw error;
});
after(async () => {
  await database.close();
  await fresh.drop();
});

/** What is no field of a call: its number, and what `writeDraft` adds to it. */
const BESIDES = ['id', 'contact_id', 'conversation_id', 'request_key'];

const { rows: columns } = await database.pool.query<{ name: string; nullable: boolean; default: string | null }>(
  `select column_name as name, is_nullable = 'YES' as nullable, column_default as "default"
   from information_schema.columns where table_schema = 'public' and table_name = 'call'`,
);

test('the columns of a call are its fields, each written once or with every change', () => {
  assert.deepEqual(
    columns.map(({ name }) => name).toSorted(),
    [...FIXED_COLUMNS, ...CHANGING_COLUMNS, ...BESIDES].toSorted(),
  );
});

test('a column that takes no null is in the blank row, or is given with every draft', () => {
  const given = new Set([
    ...FIXED_COLUMNS,
    ...BESIDES,
    'version',
    'state',
    'direction',
    'carrier',
    'participants',
    'updated_at',
  ]);
  const bare = columns.filter(({ name, nullable }) => !nullable && !given.has(name) && !(name in ROW_DEFAULTS));
  assert.deepEqual(bare, []);
});
