import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { openDatabase } from './database.ts';
import { createRedirects } from './redirects.ts';

const place = await testDatabase();
const database = openDatabase(place.config, () => undefined);
const { pool } = database;
after(async () => {
  await database.close();
  await place.drop();
});

const FOLDER = new URL('./migrations/', import.meta.url);
const [token, path] = [randomUUID(), 'https://voice.example.com/m/'];

test('links of before are hashed by the migration, still open, and are gone from messages and kept answers', async () => {
  await pool.query('drop schema public cascade; create schema public');
  const files = (await readdir(FOLDER)).toSorted();
  const own = files.find((file) => file.endsWith('-secrets.sql')) ?? '';
  const run = async (file: string) => pool.query(await readFile(new URL(file, FOLDER), 'utf8'));
  for (const file of files.filter((each) => each < own)) await run(file);
  await pool.query(`insert into workspace (id, subdomain, name) values (1, 'demo', 'Demo')`);
  await pool.query(`insert into contact (id, workspace_id, phone) values (100, 1, '+14155550148')`);
  await pool.query(`insert into conversation (id, workspace_id, contact_id, created_at) values (100, 1, 100, now())`);
  await pool.query(
    `insert into redirect (id, workspace_id, token, phone, contact_id, conversation_id, created_at, expires_at)
     values (100, 1, $1, '+14155550148', 100, 100, now(), now() + interval '1 hour')`,
    [token],
  );
  await pool.query(
    `insert into text_message (workspace_id, redirect_id, to_number, body, status, created_at)
     values (1, 100, '+14155550148', $1, 'sent', now())`,
    [`Demo: continue our conversation here: ${path}${token}`],
  );
  const answer = { type: 'phone_call_redirect', url: path + token, phone: '+14155550148' };
  await pool.query(
    `insert into idempotency_key (workspace_id, key, fingerprint, claimed_by, claimed_at, status, body)
     values (1, 'POST /phone_call_redirects k', '', gen_random_uuid(), now(), 200, $1)`,
    [JSON.stringify(answer)],
  );

  await run(own);
  const redirects = createRedirects(database);
  assert.equal((await redirects.byToken(token))?.id, 100);
  assert.equal(await redirects.byToken(randomUUID()), null);
  const [message] = await redirects.messages(1, null, 1);
  assert.equal(message?.body, `Demo: continue our conversation here: ${path}***`);
  const { rows } = await pool.query<{ body: string }>('select body from idempotency_key');
  assert.deepEqual(JSON.parse(rows[0]?.body ?? ''), { ...answer, url: null });
  await holdsNowhere(token);
  for (const file of files.filter((each) => each > own)) await run(file);
});

test('a redirect asked for again under its key is the same one, and both of its links open it', async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  const redirects = createRedirects(database);
  const draft = {
    workspaceId: 1,
    phone: '+14155550177',
    attributes: {},
    from: null,
    body: 'Hello',
    requestKey: 'key',
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + 3_600_000),
  } as const;
  const made = await redirects.create({ ...draft, token: first });
  const again = await redirects.create({ ...draft, token: second });
  assert.ok(made !== null && again !== null);
  assert.deepEqual([made.isNew, again.isNew, again.redirect.id], [true, false, made.redirect.id]);
  for (const each of [first, second]) {
    assert.equal((await redirects.byToken(each))?.id, made.redirect.id);
    await holdsNowhere(each);
  }
});

test('a message is taken to be sent once, of several at the same moment, and counts as failed until it is settled', async () => {
  const redirects = createRedirects(database);
  const [message] = await redirects.messages(1, null, 1);
  assert.ok(message?.status === 'queued');
  const { id } = message;
  const taken = await Promise.all([1, 2, 3].map(async () => redirects.takeMessage(id)));
  assert.equal(taken.filter((each) => each).length, 1);
  const shown = async () => {
    const [now] = await redirects.messages(1, null, 1);
    return [now?.status, now?.provider, now?.error];
  };
  assert.match(String((await shown())[2]), /may have arrived/);
  await redirects.messageAnswered(id, 'twilio', null);
  await redirects.messageSettled(id, 'sent');
  assert.deepEqual(await shown(), ['sent', 'twilio', null]);
  assert.equal(await redirects.takeMessage(id), false);
});

/** Looks through every row of every table. */
async function holdsNowhere(secret: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  for (const { name } of rows) {
    const found = await pool.query(`select 1 from "${name}" as each where position($1 in each::text) > 0`, [secret]);
    assert.equal(found.rowCount, 0, name);
  }
}
