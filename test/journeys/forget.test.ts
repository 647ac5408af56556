/** A person asks to be forgotten: afterwards no row and no file says who they were or what they said. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordingFile } from '#storage/recordings.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import { freshKey, testPatchbay } from '../support/patchbay.ts';
import type { Got } from '../support/patchbay.ts';

type Fields = Record<string, unknown>;

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_WEBHOOK_PRIVATE_TARGETS: 'on' });
const { engine, database, dataDirectory } = patchbay;
const api = async (path: string, method = 'GET', body?: object, headers: Record<string, string> = {}): Promise<Got> =>
  patchbay.send(path, { method, headers, ...(body === undefined ? {} : { body }) });
const keyed = () => ({ 'idempotency-key': freshKey() });
const idIn = ({ json }: Got): number => (json as { id: number }).id;

/** Every column that can hold a text, of every table outside of PostgreSQL's own, as one text. */
async function dump(): Promise<string> {
  const { rows: tables } = await database.pool.query<{ name: string; columns: string }>(`
    select format('%I.%I', table_schema, table_name) as name,
      string_agg(case when data_type = 'bytea' then format('encode(%I, ''escape'')', column_name) else format('%I::text', column_name) end, ', ') as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
      and (data_type in ('text', 'json', 'jsonb', 'bytea', 'character varying', 'ARRAY', 'tsvector', 'xml', 'USER-DEFINED'))
    group by 1`);
  assert.ok(tables.length > 20, 'the tables are found');
  const parts = await Promise.all(
    tables.map(async ({ name, columns }) => {
      const { rows } = await database.pool.query({ text: `select ${columns} from ${name}`, rowMode: 'array' });
      return `${name}\n${rows.flat().join('\n')}`;
    }),
  );
  return parts.join('\n');
}

async function files(): Promise<readonly string[]> {
  const found = await readdir(dataDirectory, { recursive: true, withFileTypes: true });
  return found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

const NUMBER = '+14155550187';
const SECOND = '+14155550188';
const spellings = (number: string): readonly string[] => {
  const [area, first, last] = [number.slice(2, 5), number.slice(5, 8), number.slice(8)];
  return [
    `${area}${first}${last}`,
    `${area}-${first}-${last}`,
    `(${area}) ${first}-${last}`,
    `${first}-${last}`,
    `${area} ${first} ${last}`,
  ];
};

/** A call of the number to the end of its recording and its transcript. */
async function playCall(number: string): Promise<number> {
  const placed = await api(
    '/apps/api/v1/calls',
    'POST',
    { call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: number },
    keyed(),
  );
  const id = idIn(placed);
  await patchbay.until(id, (call) => call.transcriptStatus === 'done' && call.recording?.status === 'stored');
  return id;
}

test('nothing of a forgotten contact is left in any table or file, and what is counted stays', async () => {
  // What is asked below is logged with its bodies.
  assert.equal((await api('/v1/request_log', 'PATCH', { body_hours: 1 })).status, 200);
  // No one listens there: what it is to be told waits.
  const hook = await api('/v1/webhooks', 'POST', { url: 'http://127.0.0.1:9/hook' });
  assert.equal(hook.status, 201, hook.text);
  const noted = await api('/v1/calls', 'POST', { origin: 'action_only', contact_number: SECOND }, keyed());
  await api(`/v1/calls/${idIn(noted)}/hang_up`, 'POST', { by: 'end_user' });
  const calls = [await playCall('+1 415-555-0187'), idIn(noted)];
  const [contact, double] = await Promise.all(
    [NUMBER, SECOND].map(async (number) => (await engine.directory.contactByPhone(1, number))?.id ?? 0),
  );
  assert.ok(contact !== undefined && double !== undefined);
  const written = { name: 'Quentin Zephyrson', email: 'quentin@zephyr.example', attributes: { diet: 'gluten-secret' } };
  await api(`/v1/contacts/${contact}`, 'PATCH', written, keyed());
  await api(`/v1/contacts/${double}/merge`, 'POST', { into: contact }, keyed());
  await api('/v1/tickets/ZEPHYR-7', 'PUT', { contact_id: contact, url: 'https://crm.example/zephyr' });
  await engine.addNote(
    { kind: 'agent', workspaceId: 1, agentId: 2, role: 'admin' },
    calls[0] ?? 0,
    'Pays with pebbles.',
  );
  const redirect = await api('/phone_call_redirects', 'POST', {
    phone: NUMBER,
    custom_attributes: { size: 'xxl-secret' },
  });
  const link = new URL((redirect.json as { url: string }).url).pathname;
  await patchbay.send(`${link}/messages`, { token: null, body: { text: 'My cat is called Mithridates.' } });
  const fin = { phone_number: NUMBER, call_id: 'fin-zephyr', source: 'aws_connect', data: { mood: 'grumpy-secret' } };
  assert.equal((await api('/fin_voice/register', 'POST', fin, keyed())).status, 200);
  await api('/v1/tokens', 'POST', { name: 'client', kind: 'client', contact_id: contact });
  const planned = await engine.scheduleCall({
    workspaceId: 1,
    menuId: 9,
    parentId: null,
    scheduledAt: new Date(Date.now() + 3_600_000),
    ticketId: 'ZEPHYR-7',
    number: NUMBER,
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    requestKey: null,
  });
  assert.ok(planned.ok);
  const legs = [{ end: 'far_end', trunkId: 1, sipCallId: 'zephyr', omitted: 0, messages: [] }];
  await patchbay.database.pool.query(
    `insert into call_trace (call_id, workspace_id, legs, sound) values ($1, 1, $2, '[]')`,
    [calls[0], JSON.stringify(legs)],
  );
  const turns = (await engine.transcripts.byCall(1, calls[0] ?? 0))?.turns ?? [];
  const words = turns.map(({ text }) => text).filter((text) => text.length > 20);
  assert.ok(words.length > 3);
  const said = [
    'Quentin',
    'Zephyrson',
    'zephyr',
    'gluten-secret',
    'pebbles',
    'Mithridates',
    'grumpy-secret',
    'xxl-secret',
  ];
  await patchbay.requests.write();
  const before = await dump();
  assert.match(before, /webhook_delivery\n[^]*4155550187/);
  for (const each of [...said, ...spellings(NUMBER).slice(0, 1), ...words.slice(0, 1)])
    assert.ok(before.toLowerCase().includes(each.toLowerCase()), `${each} was there`);
  const call = await engine.calls.byId(1, calls[0] ?? 0);
  assert.ok(call?.recording != null);
  assert.ok((await files()).some((file) => file.includes(call.recording?.uid ?? 'none')));

  // Nothing goes while there is a hold, or a call.
  const forget = async (): Promise<Got> => api(`/v1/contacts/${contact}/forget`, 'POST', undefined, keyed());
  const codeOf = ({ json }: Got): unknown => (json as Fields)['code'];
  assert.equal((await api(`/v1/contacts/${contact}/legal_hold`, 'PUT')).status, 204);
  assert.equal(codeOf(await forget()), 'on_legal_hold');
  assert.equal((await api(`/v1/contacts/${contact}/legal_hold`, 'DELETE')).status, 204);
  assert.equal((await api(`/v1/calls/${calls[1]}/legal_hold`, 'PUT')).status, 204);
  assert.equal(codeOf(await forget()), 'on_legal_hold');
  assert.equal((await api(`/v1/calls/${calls[1]}/legal_hold`, 'DELETE')).status, 204);
  assert.equal((await api('/v1/calls/999999/legal_hold', 'PUT')).status, 404);
  const live = await api('/v1/calls', 'POST', { origin: 'action_only', contact_number: NUMBER });
  assert.equal(codeOf(await forget()), 'contact_in_call');
  await api(`/v1/calls/${idIn(live)}/hang_up`, 'POST', { by: 'end_user' });

  const counted = (await api(`/v1/contacts/${contact}/forget`)).json;
  const done = await forget();
  assert.equal(done.status, 200, done.text);
  assert.deepEqual(done.json, { calls: 4, recordings: 1, messages: 1 });
  assert.deepEqual(counted, { calls: 4, recordings: 1, messages: 1 });
  assert.equal((await forget()).status, 404);
  assert.equal((await api(`/v1/contacts/${contact}`)).status, 404);

  await patchbay.requests.write();
  const after = (await dump()).toLowerCase();
  for (const each of [...said, ...spellings(NUMBER), ...spellings(SECOND), ...words])
    assert.ok(!after.includes(each.toLowerCase()), `${each} is left: ${around(after, each.toLowerCase())}`);
  const left = await files();
  assert.ok(!left.some((file) => file.includes(call.recording?.uid ?? 'none')), 'the sound is gone');
  for (const file of left) {
    const text = (await readFile(file)).toString('latin1').toLowerCase();
    for (const each of [...said, ...spellings(NUMBER)])
      assert.ok(!text.includes(each.toLowerCase()), `${each} in ${file}`);
  }

  const kept = await engine.calls.byId(1, calls[0] ?? 0);
  assert.deepEqual(
    [
      kept?.state,
      kept?.menuId,
      kept?.agentId,
      kept?.queuedAt,
      kept?.connectedAt,
      kept?.endsAt,
      kept?.recording?.seconds,
    ],
    [call.state, call.menuId, call.agentId, call.queuedAt, call.connectedAt, call.endsAt, call.recording.seconds],
  );
  assert.equal((await engine.calls.byId(1, planned.value.id))?.state, 'failed', 'a call to them is called off');
  for (const path of [`/v1/calls/${kept?.id}`, `/calls/${kept?.id}`, `/manager/api/v1/calls/${kept?.id}`])
    assert.equal((await api(path)).status, 200, path);
});

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 200), at + 100);
}

test('files whose rows went before a crash are removed by the job, however often it begins anew', async () => {
  const uid = randomUUID();
  const { path } = recordingFile(dataDirectory, uid);
  await mkdir(`${path}.tracks`, { recursive: true });
  for (const file of [path, join(`${path}.tracks`, 'left-0000000000.ogg')]) await writeFile(file, 'sound');
  await database.pool.query('insert into file_removal (recording_uid) values ($1), ($2)', [uid, randomUUID()]);
  assert.ok((await files()).some((file) => file.includes(uid)));
  const contact = idIn(await api('/v1/contacts', 'POST', { name: 'Anyone' }));
  // Forgetting one more begins the removal of all that is left.
  assert.equal((await api(`/v1/contacts/${contact}/forget`, 'POST')).status, 200);
  assert.ok(!(await files()).some((file) => file.includes(uid)));
  const { rows } = await database.pool.query('select from file_removal');
  assert.equal(rows.length, 0);
});

test('a neighbor and a lesser token forget nobody', async () => {
  const id = idIn(await api('/v1/contacts', 'POST', { name: 'Stays' }));
  const { token } = (await api('/v1/workspaces', 'POST', { subdomain: 'forgetful', name: 'N' })).json as {
    token: string;
  };
  assert.equal((await patchbay.send(`/v1/contacts/${id}/forget`, { method: 'POST', token })).status, 404);
  assert.equal((await patchbay.send(`/v1/contacts/${id}/legal_hold`, { method: 'PUT', token })).status, 404);
  for (const kind of ['app', 'directory', 'read_only']) {
    const lesser = ((await api('/v1/tokens', 'POST', { name: kind, kind })).json as { token: string }).token;
    assert.equal(
      (await patchbay.send(`/v1/contacts/${id}/forget`, { method: 'POST', token: lesser })).status,
      403,
      kind,
    );
  }
  assert.equal((await api(`/v1/contacts/${id}`)).status, 200);
});

test('how long what is kept is set and previewed at both doors, by those who may', async () => {
  const before = (await api('/v1/workspace/retention')).json;
  assert.deepEqual(before, {
    recording_days: null,
    voicemail_days: null,
    transcript_days: null,
    message_days: null,
    call_days: null,
  });
  const set = await api('/v1/workspace/retention', 'PATCH', { recording_days: 90, call_days: 365 });
  assert.deepEqual(set.json, { ...(before as Fields), recording_days: 90, call_days: 365 });
  for (const days of [0, 3651, 1.5, '9'])
    assert.equal((await api('/v1/workspace/retention', 'PATCH', { recording_days: days })).status, 422, String(days));
  const preview = await api('/v1/workspace/retention/preview?recording_days=1');
  assert.deepEqual(preview.json, { recordings: 0, voicemails: 0, transcripts: 0, messages: 0, calls: 0 });
  assert.equal((await api('/v1/workspace/retention/preview?recording_days=x')).status, 400);

  const page = async (email: string, path: string, method = 'GET', body?: object): Promise<Got> => {
    const cookie = await signIn(patchbay, email);
    return patchbay.send(path, { token: null, method, headers: { cookie }, ...(body === undefined ? {} : { body }) });
  };
  const shown = (await page('owner@somedomain.com', '/app/retention.json')).json as { retention: Fields };
  assert.equal(shown.retention['recordings'], 90);
  const change = { ...shown.retention, recordings: null };
  const changed = await page('owner@somedomain.com', '/app/retention.json', 'PATCH', change);
  assert.deepEqual((changed.json as { retention: Fields }).retention, change);
  const malformed = await page('owner@somedomain.com', '/app/retention.json', 'PATCH', { ...change, calls: 0 });
  assert.equal(malformed.status, 400);
  assert.equal((await page('agent@somedomain.com', '/app/retention.json')).status, 403);
  const lesser = ((await api('/v1/tokens', 'POST', { name: 'app', kind: 'app' })).json as { token: string }).token;
  assert.equal((await patchbay.send('/v1/workspace/retention', { token: lesser })).status, 403);
});
