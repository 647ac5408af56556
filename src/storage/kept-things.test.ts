/**
 * Transcripts, prompts, secrets, files of recordings, reporters' settings and the demo: small stores, one after the
 * other.
 */
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { DEMO_AGENTS, DEMO_MENUS, DEMO_NUMBERS } from '#domain/directory/demo.ts';
import { MAX_PROMPTS } from '#domain/directory/prompt.ts';
import { at, START } from '../../test/support/calls.ts';
import { makeScratchDirectory } from '../../test/support/scratch-directory.ts';
import { storeDatabase } from '../../test/support/store-database.ts';
import { createDirectory } from './directory.ts';
import { createPromptStore } from './prompts.ts';
import { loadSecret, recordingFile, removeRecording } from './recordings.ts';
import { seedDemo } from './seed.ts';
import { createTranscripts } from './transcripts.ts';
import { createVoiceCallSettings } from './voice-call-settings.ts';

const database = await storeDatabase();
const { pool } = database;

test('a transcript is put, put again in its place, and read by call, by calls, in its own workspace', async () => {
  const store = createTranscripts(database);
  const turn = { speaker: 'agent', agentId: 3, text: 'Hello', startSeconds: 0, endSeconds: 1.5 } as const;
  await store.put(1, { callId: 7, turns: [], createdAt: START, engine: null });
  const before = await store.byCall(1, 7);
  await store.put(1, { callId: 7, turns: [turn], createdAt: at(1), engine: 'embedded' });
  await store.put(1, { callId: 8, turns: [], createdAt: at(1), engine: null });
  const kept = { uid: before?.uid, callId: 7, turns: [turn], createdAt: at(1), engine: 'embedded', live: null };
  assert.deepEqual(await store.byCall(1, 7), kept);
  assert.equal(await store.byCall(2, 7), null);
  assert.deepEqual(
    await store.byCalls(1, [7, 8, 9]),
    new Map([
      [7, [turn]],
      [8, []],
    ]),
  );
  assert.deepEqual([await store.byCalls(2, [7]), await store.byCalls(1, [])], [new Map(), new Map()]);
});

test('a prompt takes the place of the one for its name and language, and its bytes are found by their hash', async () => {
  const changed: number[] = [];
  const store = createPromptStore(
    database,
    (workspaceId) => void changed.push(workspaceId),
    () => START,
  );
  const name = 'hold_music';
  const put = async (lang: string | null, bytes: number[]) =>
    store.put(1, { name, lang, seconds: 2 }, new Uint8Array(bytes));
  const first = await put(null, [1]);
  const french = await put('fr', [2]);
  const second = await put(null, [3]);
  assert.deepEqual([second?.name, second?.lang, second?.seconds, second?.createdAt], [name, null, 2, START]);
  const audio = async (hash: string | undefined, workspaceId = 1) => store.audio(workspaceId, hash ?? '');
  assert.equal(await audio(first?.hash), null);
  assert.deepEqual([...((await audio(second?.hash)) ?? [])], [3]);
  assert.deepEqual([...((await audio(french?.hash)) ?? [])], [2]);
  assert.equal(await audio(second?.hash, 2), null);
  assert.deepEqual([await store.remove(1, name, 'fr'), await store.remove(1, name, 'fr')], [true, false]);
  assert.equal(await audio(french?.hash), null);
  assert.deepEqual(changed, [1, 1, 1, 1, 1]);
});

test('a workspace has this many prompts, and those that it has can still be replaced', async () => {
  const store = createPromptStore(
    database,
    () => undefined,
    () => START,
  );
  const name = 'hold_music';
  await pool.query(
    `insert into prompt (workspace_id, name, lang, audio, hash, seconds, created_at)
     select 2, $1, 'l' || n, '', 'h' || n, 1, now() from generate_series(1, $2) n`,
    [name, MAX_PROMPTS],
  );
  const put = async (lang: string) => store.put(2, { name, lang, seconds: 1 }, new Uint8Array([1]));
  assert.equal(await put('more'), null);
  assert.equal((await put('l1'))?.lang, 'l1');
});

test('a secret is made once, and is the same for all who ask at the same moment', async () => {
  const [first, second] = await Promise.all([loadSecret(pool, 'urls'), loadSecret(pool, 'urls')]);
  assert.equal(first.length, 32);
  assert.deepEqual(second, first);
  assert.deepEqual(await loadSecret(pool, 'urls'), first);
  assert.notDeepEqual(await loadSecret(pool, 'other'), first);
});

test('the file of a recording lies in one of many folders, and may be removed twice', async () => {
  const data = await makeScratchDirectory();
  const uid = '01890000-0000-7000-8000-0000000000ab';
  const { folder, path } = recordingFile(data, uid);
  assert.ok(path.endsWith(`/recordings/ab/${uid}.wav`));
  await mkdir(folder, { recursive: true });
  await writeFile(path, '');
  await removeRecording(data, uid);
  assert.deepEqual(await readdir(folder), []);
  await removeRecording(data, uid);
});

const settings = createVoiceCallSettings(database);

test('a setting is kept as it was told, and no two of a workspace share what must be theirs alone', async () => {
  const made = await settings.create(1, { channel: 'a', source: null, note: { deep: [1] } }, ['channel', 'source']);
  assert.deepEqual(made?.setting, { channel: 'a', source: null, note: { deep: [1] } });
  assert.equal(await settings.create(1, { channel: 'a', source: null }, ['channel', 'source']), null);
  assert.equal(await settings.create(1, { channel: 'a' }, ['channel', 'source']), null, 'absent is null');
  const other = await settings.create(1, { channel: 'a', source: 's' }, ['channel', 'source']);
  assert.notEqual(other, null);
  assert.notEqual(await settings.create(2, { channel: 'a', source: null }, ['channel', 'source']), null);

  const [uid, otherUid] = [made?.uid ?? '', other?.uid ?? ''];
  const change = async (of: string, to: object, workspaceId = 1) =>
    settings.change(workspaceId, of, { ...to }, ['channel', 'source']);
  assert.equal(await change(otherUid, { source: null }), 'taken');
  assert.equal(await change(uid, { note: 'x' }, 2), 'unknown');
  assert.deepEqual(await change(uid, { note: 'x' }), { uid, setting: { channel: 'a', source: null, note: 'x' } });

  const uids = async (holding: object) => (await settings.list(1, { ...holding })).map((each) => each.uid);
  assert.deepEqual(await uids({}), [uid, otherUid]);
  assert.deepEqual(await uids({ source: 's' }), [otherUid]);
  assert.equal(await settings.remove(2, uid), null);
  assert.equal((await settings.remove(1, uid))?.uid, uid);
  assert.equal(await settings.remove(1, uid), null);
});

test('of two settings made at once with the same values one is kept', async () => {
  const made = await Promise.all(
    Array.from({ length: 5 }, async () => settings.create(1, { channel: 'b' }, ['channel'])),
  );
  assert.equal(made.filter((each) => each !== null).length, 1);
});

test('the demo is written once, into a database without any workspace, and ids continue beyond its own', async () => {
  assert.equal(await seedDemo(database), false);
  // The audit log refuses to be emptied, also by a truncate that reaches it.
  await pool.query(
    'set session_replication_role = replica; truncate workspace cascade; set session_replication_role = default',
  );
  const done = await Promise.all([seedDemo(database), seedDemo(database)]);
  assert.deepEqual(done.toSorted(), [false, true]);
  const { workspace, agents, menus, numbers } = await createDirectory(database, () => 0).load(1);
  assert.equal(workspace.subdomain, 'demo');
  assert.deepEqual(
    [...agents.keys()],
    DEMO_AGENTS.map(({ id }) => id).toSorted((a, b) => a - b),
  );
  assert.deepEqual([menus.size, numbers.length], [DEMO_MENUS.length, DEMO_NUMBERS.length]);
  const { rows } = await pool.query<{ id: number }>(
    `insert into agent (workspace_id, email) values (1, 'new@example.com') returning id`,
  );
  assert.ok((rows[0]?.id ?? 0) > Math.max(...agents.keys()));
});
