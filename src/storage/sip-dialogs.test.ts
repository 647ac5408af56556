import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { openDatabase } from './database.ts';
import { createDialogBook } from './sip-dialogs.ts';

const fresh = await testDatabase();
const database = openDatabase(fresh.config, (error) => {
  throw error;
});
after(async () => {
  await database.close();
  await fresh.drop();
});

/** A book that counts its statements, and whose next one may fail. */
function open() {
  const [statements, failures]: [string[], unknown[]] = [[], []];
  let fails = false;
  // As much of a pool as the book asks.
  const pool = {
    async query(text: string, values: unknown[]) {
      statements.push(text);
      if (fails) throw new Error('The database is away.');
      return database.pool.query(text, values);
    },
  } as unknown as typeof database.pool;
  const book = createDialogBook({ pool }, (error) => void failures.push(error));
  return { book, statements, failures, fail: (isFailing: boolean) => void (fails = isFailing) };
}

const dialog = (key: string, sequence = 1) => ({ key, trunkId: 7, dialog: { sequence } });

test('what begins and ends at the same moment is one statement, and the last word of each counts', async () => {
  const { book, statements } = open();
  for (const key of ['a', 'b', 'c']) book.keep(dialog(key));
  book.drop('b');
  book.keep(dialog('c', 2));
  await book.settled();
  assert.equal(statements.length, 1);
  assert.deepEqual(
    (await book.all()).toSorted((one, other) => one.key.localeCompare(other.key)),
    [dialog('a'), dialog('c', 2)],
  );
  book.keep(dialog('c', 3));
  book.drop('a');
  await book.settled();
  assert.deepEqual(await book.all(), [dialog('c', 3)]);
  book.drop('c');
  await book.settled();
  assert.deepEqual(await book.all(), []);
});

test('what could not be written is written with the next, unless that says otherwise', async () => {
  const { book, failures, fail } = open();
  fail(true);
  book.keep(dialog('d'));
  book.keep(dialog('e'));
  await book.settled();
  assert.equal(failures.length, 1);
  fail(false);
  book.drop('e');
  await book.settled();
  assert.deepEqual(await book.all(), [dialog('d')]);
});
