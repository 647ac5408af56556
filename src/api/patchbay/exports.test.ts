/** What is kept, handed out whole: to whom, and with nothing left out. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import { recordingFile } from '#storage/recordings.ts';
import { PNG } from '../../../test/support/images.ts';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import type { ToldEntry } from '../../../test/support/people.ts';
import { peopleAt } from '../../../test/support/people.ts';
import { filesIn } from '../../../test/support/zip-files.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { as } = peopleAt(patchbay);
const OWNER = 4;
const NUMBER = '+14155550177';
const admin = await signIn(patchbay, 'owner@somedomain.com');

type Line = Readonly<Record<string, unknown>>;
const told = async <T>(path: string, body?: object): Promise<T> =>
  (await patchbay.send(path, body === undefined ? {} : { body })).json as T;
const entries = async (): Promise<ToldEntry[]> => (await told<{ data: ToldEntry[] }>('/v1/audit?limit=100')).data;
const lastLeft = async (): Promise<readonly unknown[]> => {
  const [entry] = await entries();
  return [entry?.action, entry?.door, entry?.agent_id ?? 'token', entry?.target_id, entry?.address];
};
const made = async (path: string, body: object): Promise<number> => {
  const { status, text, json } = await patchbay.send(path, { body });
  assert.equal(status, 201, text);
  return (json as { id: number }).id;
};
const tokenOf = async (kind: string): Promise<string> =>
  (await told<{ token: string }>('/v1/tokens', { name: kind, kind })).token;

/** The files of an archive at a page or, with a token, at `/v1`. */
async function taken(path: string, token?: string): Promise<Readonly<Record<string, string>>> {
  const headers = token === undefined ? { cookie: admin } : { authorization: `Bearer ${token}` };
  const response = await fetch(`${patchbay.address}${path}`, { headers });
  assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'application/zip']);
  assert.match(
    response.headers.get('content-disposition') ?? '',
    /^attachment; filename="(contact-\d+|workspace)\.zip"$/,
  );
  return filesIn(Buffer.from(await response.arrayBuffer()));
}

function linesIn(text: string | undefined): Line[] {
  assert.ok(text !== undefined);
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
}

const contact = await made('/v1/contacts', { phone: NUMBER, name: '=Ada, "K"', attributes: { plan: 'gold' } });
const call = await made('/v1/simulator/calls', { from: NUMBER, to: '+13392195276', menu_id: 10 });
const ended = await patchbay.until(
  call,
  ({ state, transcriptStatus }) => state === 'finished' && transcriptStatus === 'done',
);
const sound = `recordings/${ended.recording?.uid}.wav`;
await patchbay.send(`/v1/calls/${call}/notes`, { body: { text: 'Rang twice.' } });

test('the calls of a list are a sheet, noted before it leaves', async () => {
  const csv = await as(admin, '/app/calls.csv?direction=inbound');
  assert.deepEqual(await lastLeft(), ['call.exported', 'page', OWNER, 'all', '127.0.0.1']);
  assert.match(csv.headers.get('content-disposition') ?? '', /calls\.csv/);
  const [head = '', ...rows] = csv.text.trimEnd().split('\r\n');
  assert.match(head, /^id,uid,created_at,/);
  assert.ok(
    rows.some((row) => row.startsWith(`${call},`) && row.includes(`'${NUMBER}`)),
    csv.text,
  );
  const { calls } = (await as(admin, '/app/calls.json?direction=inbound')).json as { calls: object[] };
  assert.equal(rows.length, calls.length);
  assert.equal((await as(admin, '/app/calls.csv?find=x')).status, 400);
});

test('all that is kept of a contact is in their archive, with the sound', async () => {
  const files = await taken(`/app/contacts/${contact}/export.zip`);
  assert.deepEqual(await lastLeft(), ['contact.exported', 'page', OWNER, String(contact), '127.0.0.1']);
  assert.deepEqual(Object.keys(files), [
    'README.txt',
    'contact.json',
    'calls.jsonl',
    'messages.jsonl',
    'texts.jsonl',
    'tickets.jsonl',
    'announced_calls.jsonl',
    sound,
  ]);
  for (const name of Object.keys(files))
    assert.ok(name === 'README.txt' || files['README.txt']?.includes(name.split('/')[0] ?? ''));
  const about = JSON.parse(files['contact.json'] ?? '') as Line;
  assert.deepEqual([about['name'], about['phone'], about['attributes']], ['=Ada, "K"', NUMBER, { plan: 'gold' }]);
  const [line, ...others] = linesIn(files['calls.jsonl']);
  assert.deepEqual([line?.['id'], others], [call, []]);
  const listed = (await told<{ data: Line[] }>(`/v1/calls/${call}/events`)).data;
  assert.ok(listed.length > 3);
  assert.deepEqual(line?.['events'], listed);
  const { turns, ...transcript } = await told<Line>(`/v1/calls/${call}/transcript`);
  assert.ok(Array.isArray(turns) && turns.length > 0);
  assert.deepEqual(line?.['transcript'], { ...transcript, turns });
  assert.equal((line?.['recording'] as Line | undefined)?.['url'], sound);
  assert.match(files[sound] ?? '', /^RIFF/);
});

test('a recording without its file is said in the archive, and the others come', async () => {
  const { uid = '' } = ended.recording ?? {};
  const { path } = recordingFile(patchbay.dataDirectory, uid);
  await rm(path);
  const files = await taken(`/v1/contacts/${contact}/export`, await tokenOf('staff'));
  assert.equal((await lastLeft())[1], 'token');
  assert.match(files[`recordings/${uid}.missing.txt`] ?? '', /not found on the server/);
  assert.equal(files[sound], undefined);
});

test('a workspace is in its archive without a secret', async () => {
  const wav = encodeWav({
    sampleRate: 16_000,
    channels: [tone({ hertz: 440, seconds: 1, sampleRate: 16_000, level: 0.5 })],
  });
  await patchbay.send('/v1/prompts/welcome', { method: 'PUT', raw: wav, headers: { 'content-type': 'audio/wav' } });
  await patchbay.send('/v1/appearance/logo', { method: 'PUT', raw: PNG, headers: { 'content-type': 'image/png' } });
  await made('/v1/trunks', {
    name: 'Line',
    preset: 'pbx',
    host: '192.0.2.10',
    username: 'u',
    password: 'secret-word',
  });
  const files = await taken('/app/workspace/export.zip');
  assert.deepEqual(await lastLeft(), ['workspace.exported', 'page', OWNER, 'all', '127.0.0.1']);
  const listed = await told<{ data: { id: number }[] }>('/v1/calls?limit=100');
  assert.deepEqual(
    linesIn(files['calls.jsonl']).map((each) => each['id']),
    listed.data.map((each) => each.id),
  );
  for (const [name, path] of [
    ['menus', '/v1/menus?limit=100'],
    ['numbers', '/v1/numbers'],
    ['trunks', '/v1/trunks'],
    ['people', '/v1/people?limit=100'],
    ['contacts', '/v1/contacts?limit=100'],
    ['articles', '/v1/articles?limit=100'],
    ['languages', '/v1/languages'],
    ['prompts', '/v1/prompts'],
  ] as const) {
    const { data } = await told<{ data: Line[] }>(path);
    assert.ok(data.length > 0 || name === 'articles', name);
    const byText = (all: readonly Line[]): string[] => all.map((each) => JSON.stringify(each)).toSorted();
    assert.deepEqual(byText(linesIn(files[`${name}.jsonl`])), byText(data), name);
  }
  assert.match(files['prompts/welcome.ogg'] ?? '', /^OggS/);
  assert.ok(files['logo.png'] !== undefined);
  for (const name of Object.keys(files))
    assert.ok(
      name === 'README.txt' || name.startsWith('logo') || files['README.txt']?.includes(name.split('/')[0] ?? ''),
      name,
    );
  assert.ok(!/argon2|pb_|whsec|secret-word/.test(Object.values(files).join('')), 'no secret leaves');
});

test('lesser roles, lesser tokens, neighbors and those without a token get nothing, and nothing is noted', async () => {
  const agent = await signIn(patchbay, 'agent@somedomain.com');
  const lesser = [await tokenOf('read_only'), await tokenOf('app')];
  const { token: neighbor } = await told<{ token: string }>('/v1/workspaces', {
    subdomain: 'exported',
    name: 'Neighbor',
  });
  const before = (await entries())[0]?.id ?? 0;
  for (const path of ['/app/calls.csv', '/app/workspace/export.zip', `/app/contacts/${contact}/export.zip`]) {
    assert.equal((await as(agent, path)).status, 403);
    assert.equal((await patchbay.send(path, { token: null })).status, 401);
  }
  const own = `/v1/contacts/${contact}/export`;
  for (const token of lesser)
    for (const path of [own, '/v1/workspace/export'])
      assert.equal((await patchbay.send(path, { token })).status, 403, path);
  assert.equal((await patchbay.send(own, { token: neighbor })).status, 404);
  const theirs = await taken('/v1/workspace/export', neighbor);
  assert.deepEqual([theirs['calls.jsonl'], theirs['contacts.jsonl'], theirs['messages.jsonl']], ['', '', '']);
  assert.ok(!(await entries()).some((each) => each.id > before && each.action.endsWith('.exported')));
});

test('a contact who was forgotten has no archive', async () => {
  await patchbay.send(`/v1/contacts/${contact}/forget`, { method: 'POST' });
  assert.equal((await patchbay.send(`/v1/contacts/${contact}/export`)).status, 404);
  assert.equal((await as(admin, `/app/contacts/${contact}/export.zip`)).status, 404);
});
