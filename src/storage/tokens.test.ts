import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { START } from '../../test/support/calls.ts';
import { addContact, storeDatabase } from '../../test/support/store-database.ts';
import { createTokens } from './tokens.ts';

const database = await storeDatabase();
const { pool } = database;
let now = START.getTime();
const tokens = createTokens(database, () => now);
const same = (a: Buffer, b: Buffer): boolean => a.equals(b);
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const find = async (text: string) => tokens.find(hashOf(text), same);

beforeEach(async () => {
  await pool.query('delete from api_token');
  // Longer than a token that was found is believed.
  now += 60_000;
});

test('a token is found by its hash, with whose it is and what for', async () => {
  const contactId = await addContact(database, 2);
  const staff = await tokens.create(1, 'Staff', 'staff', hashOf('a'));
  const client = await tokens.create(2, 'Client', 'client', hashOf('b'), { expiresAt: null, contactId });
  assert.deepEqual(await find('a'), { workspaceId: 1, tokenId: staff, kind: 'staff', contactId: null });
  assert.deepEqual(await find('b'), { workspaceId: 2, tokenId: client, kind: 'client', contactId });
  assert.equal(await find('c'), null);
});

test('a hash that begins like another is not taken for it', async () => {
  const [hash, like] = [hashOf('a'), hashOf('b')];
  hash.copy(like, 0, 0, 8);
  const id = await tokens.create(1, 'One', 'staff', hash);
  await tokens.create(2, 'Two', 'staff', like);
  assert.equal((await tokens.find(hash, same))?.tokenId, id);
});

test('a token works until the instant at which it expires', async () => {
  await tokens.create(1, 'Short', 'app', hashOf('a'), { expiresAt: new Date(now + 1000), contactId: null });
  now += 999;
  assert.notEqual(await find('a'), null);
  now += 1;
  assert.equal(await find('a'), null);
});

test('a revoked token works no more at once, and one revoked by another server after two seconds', async () => {
  const [first, second] = [
    await tokens.create(1, 'One', 'app', hashOf('a')),
    await tokens.create(1, 'Two', 'app', hashOf('b')),
  ];
  assert.notEqual(await find('a'), null);
  assert.equal(await tokens.revoke(2, first), false, 'it is none of another workspace');
  assert.equal(await tokens.revoke(1, first), true);
  assert.equal(await find('a'), null);
  assert.equal(await tokens.revoke(1, first), false);

  assert.notEqual(await find('b'), null);
  await pool.query('update api_token set revoked_at = now() where id = $1', [second]);
  now += 1_999;
  assert.notEqual(await find('b'), null);
  now += 1;
  assert.equal(await find('b'), null);
});

test('a clock that was set back does not make a token believed for longer', async () => {
  const id = await tokens.create(1, 'One', 'app', hashOf('a'));
  assert.notEqual(await find('a'), null);
  await pool.query('update api_token set revoked_at = now() where id = $1', [id]);
  now -= 3_600_000;
  assert.equal(await find('a'), null);
  now += 3_600_000;
});

test('the last use is noted once a minute', async () => {
  const id = await tokens.create(1, 'One', 'app', hashOf('a'));
  const noted = async (not: Date | null): Promise<Date | null> => {
    // The note is written behind the answer; it is waited for, within reason.
    for (let turn = 0; turn < 200; turn += 1) {
      const [line] = await tokens.list(1);
      if (line?.id === id && line.lastUsedAt?.getTime() !== not?.getTime()) return line.lastUsedAt;
    }
    return not;
  };
  await find('a');
  const first = await noted(null);
  assert.deepEqual(first, new Date(now));
  now += 59_999;
  await find('a');
  now += 2_000;
  await find('a');
  assert.deepEqual(await noted(first), new Date(now));
});

test('the token of the setting takes the place of the one before, and one that is set again works again', async () => {
  await tokens.create(1, 'Other', 'staff', hashOf('other'));
  await tokens.setOwn(1, 'Setting', hashOf('first'));
  await tokens.setOwn(2, 'Setting', hashOf('elsewhere'));
  assert.equal((await find('first'))?.kind, 'staff');
  await tokens.setOwn(1, 'Setting', hashOf('second'));
  const work = async () => {
    const names = ['first', 'second', 'other', 'elsewhere'];
    const found = await Promise.all(names.map(async (name) => ((await find(name)) === null ? null : name)));
    return found.filter((name) => name !== null);
  };
  assert.deepEqual(await work(), ['second', 'other', 'elsewhere']);
  await tokens.setOwn(1, 'Setting', hashOf('first'));
  assert.deepEqual(await work(), ['first', 'other', 'elsewhere']);
});

test('those that work are listed by age, without those of others', async () => {
  const bounds = { expiresAt: new Date(now + 1000), contactId: null };
  const id = await tokens.create(1, 'Long', 'app', hashOf('a'));
  await tokens.create(1, 'Short', 'read_only', hashOf('b'), bounds);
  await tokens.revoke(1, await tokens.create(1, 'Gone', 'app', hashOf('c')));
  await tokens.create(2, 'Else', 'app', hashOf('d'));
  const names = async () => (await tokens.list(1)).map(({ name, kind }) => `${name} ${kind}`);
  assert.deepEqual(await names(), ['Long app', 'Short read_only']);
  now += 1000;
  assert.deepEqual(await names(), ['Long app']);
  const [line] = await tokens.list(1);
  assert.deepEqual([line?.id, line?.expiresAt, line?.contactId, line?.lastUsedAt], [id, null, null, null]);
});
