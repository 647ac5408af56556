/** A server without the demo: set up by anyone who started it, entered from the shell by its operator. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDemo } from '../../src/app/demo.ts';
import { readConfig } from '../../src/config/config.ts';
import { createSessions } from '../../src/storage/sessions.ts';
import { createTokens } from '../../src/storage/tokens.ts';
import { cleanUp } from '../support/clean-up.ts';
import type { Got, TestPatchbay } from '../support/patchbay.ts';
import { testPatchbay, TOKEN } from '../support/patchbay.ts';
import { scratchDirectory } from '../support/scratch-directory.ts';
import { startServerProcess } from '../support/server-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOUNDING = {
  workspace: 'Café Nord',
  first_name: 'Grace',
  last_name: 'Hopper',
  email: 'grace@nord.example',
  password: 'ships in harbor are safe',
};

test('an empty server is set up once, by anyone who has the link of the terminal', async () => {
  const patchbay = await testPatchbay({ PATCHBAY_DEMO: 'off' });
  const path = patchbay.setupPath ?? '';
  assert.match(path, /^\/setup\/[\w-]{43}$/);
  const get = async (at: string): Promise<Got> => patchbay.send(at, { token: null });
  const post = async (at: string, fields: Record<string, string>): Promise<Got> =>
    patchbay.send(at, {
      token: null,
      raw: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  assert.equal((await get('/')).headers.get('location'), '/setup');
  for (const stranger of ['/setup', '/setup/x', `/setup/${'a'.repeat(43)}`])
    assert.equal((await get(stranger)).status, 403);
  assert.equal((await post('/setup/x', FOUNDING)).status, 403);
  assert.equal((await get(path)).status, 200);
  const wrong: readonly (readonly [Partial<typeof FOUNDING> & { subdomain?: string; time_zone?: string }, RegExp])[] = [
    [{ workspace: ' ' }, /Name the workspace/],
    [{ workspace: '日本' }, /short name needs/],
    [{ subdomain: 'Nord!' }, /short name needs/],
    [{ first_name: '', last_name: '' }, /Enter your name/],
    [{ first_name: 'x'.repeat(201) }, /too long/],
    [{ time_zone: 'Mars/Olympus' }, /time zone/],
    [{ email: 'grace' }, /e-mail address/],
    [{ password: 'short' }, /needs 8 characters/],
  ];
  for (const [fields, says] of wrong) {
    const refused = await post(path, { ...FOUNDING, ...fields });
    assert.equal(refused.status, 422);
    assert.match(refused.text, says);
  }

  const zone = { time_zone: 'Europe/Oslo' };
  const both = await Promise.all([
    post(path, { ...FOUNDING, ...zone }),
    post(path, { ...FOUNDING, ...zone, workspace: 'Other' }),
  ]);
  assert.deepEqual(both.map(({ headers }) => String(headers.get('location'))).toSorted(), [
    '/app/desk',
    '/app/sign-in',
  ]);
  const done = both.find(({ headers }) => headers.get('location') === '/app/desk');
  const cookie = done?.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const me = (await patchbay.send('/app/me', { token: null, headers: { cookie } })).json as {
    role: string;
    workspace: { name: string; slug: string };
  };
  assert.equal(me.role, 'admin');
  if (me.workspace.name === FOUNDING.workspace) assert.equal(me.workspace.slug, 'cafe-nord');
  await assertFirstSteps(patchbay, cookie);
  assert.equal((await get('/')).status, 200);
  assert.equal((await get(path)).headers.get('location'), '/app/sign-in', 'it works once');
});

/** The owner's desk shows what is left to do, as it is done, until the list is closed; the workspace can be changed. */
async function assertFirstSteps(patchbay: TestPatchbay, cookie: string): Promise<void> {
  const ask = async (method: string, path: string, body?: object, origin = patchbay.address): Promise<Got> =>
    patchbay.send(path, { method, token: null, body, headers: { cookie, origin } });
  const steps = async () => (await ask('GET', '/app/first-steps.json')).json;
  const nothing = { call: false, people: false, menu: false, token: false };
  assert.deepEqual(await steps(), { isClosed: false, done: nothing });
  await ask('POST', '/app/people.json', { email: 'ada@nord.example', role: 'agent' });
  assert.deepEqual(await steps(), { isClosed: false, done: { ...nothing, people: true } });
  assert.equal((await ask('DELETE', '/app/first-steps.json', undefined, 'https://evil.example')).status, 403);
  assert.deepEqual((await ask('DELETE', '/app/first-steps.json')).json, {
    isClosed: true,
    done: { ...nothing, people: true },
  });

  const { time_zone: zone } = (await ask('GET', '/app/workspace.json')).json as { time_zone: string };
  assert.equal(zone, 'Europe/Oslo');
  const changed = await ask('PATCH', '/app/workspace.json', { name: ' Nord ', time_zone: 'America/Lima' });
  assert.equal((changed.json as { name: string }).name, 'Nord');
  const wrong = await ask('PATCH', '/app/workspace.json', { name: ' ', time_zone: 'Mars/Olympus' });
  assert.equal(wrong.status, 422);
  assert.deepEqual(
    (wrong.json as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer),
    ['/name', '/time_zone'],
  );
  assert.equal((await patchbay.send('/app/workspace.json', { token: null })).status, 401);
}

/** A server that someone has set up with the demo's world, and a way to ask as its owner. */
async function setUpWithDemo() {
  const patchbay = await testPatchbay({ PATCHBAY_DEMO: 'off' });
  const done = await patchbay.send(patchbay.setupPath ?? '', {
    token: null,
    raw: new URLSearchParams({ ...FOUNDING, begin_with: 'demo' }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.equal(done.headers.get('location'), '/app/desk');
  const cookie = done.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const ask = async (method: string, path: string, body?: object): Promise<Got> =>
    patchbay.send(path, { method, token: null, body, headers: { cookie, origin: patchbay.address } });
  const rows = async <Row extends object>(text: string): Promise<readonly Row[]> =>
    (await patchbay.database.pool.query<Row>(text)).rows;
  return { patchbay, ask, rows };
}

test('a workspace that begins with the demo’s world answers calls, and keeps what people made when the demo goes', async () => {
  const { patchbay, ask, rows } = await setUpWithDemo();
  const me = (await ask('GET', '/app/me')).json as { workspace: { name: string; slug: string } };
  assert.deepEqual([me.workspace.name, me.workspace.slug], ['Café Nord', 'cafe-nord']);
  const token = ((await ask('POST', '/app/tokens.json', { name: 'crm', kind: 'staff' })).json as { token: string })
    .token;
  const placed = await patchbay.send('/v1/simulator/calls', { token, body: { from: '+14155550148', menu_id: 10 } });
  assert.equal(placed.status, 201, placed.text);
  const { id } = placed.json as { id: number };
  assert.equal((await ask('DELETE', '/app/workspace/demo.json')).status, 409, 'a call of the demo goes on');
  await patchbay.until(id, (call) => call.state === 'finished' && call.recording?.status === 'stored');
  await patchbay.until(id, (call) => call.transcriptStatus !== 'in_progress');

  await ask('PATCH', '/app/menus/9.json', { name: 'Harbor line' });
  const own = (await ask('POST', '/app/menus.json', { name: 'Own', kind: 'ivr_menu', parent_id: 10 })).json as {
    id: number;
  };
  await patchbay.send('/v1/numbers', {
    token,
    body: { number: '+14155550163', destination: { kind: 'queue', id: 10 } },
  });
  await patchbay.send('/v1/contacts', { token, body: { name: 'Ada', phone: '+14155550199' } });
  assert.equal(((await ask('GET', '/app/workspace.json')).json as { has_demo: boolean }).has_demo, true);
  const gone = await ask('DELETE', '/app/workspace/demo.json');
  assert.equal(gone.status, 200, gone.text);
  assert.equal((gone.json as { has_demo: boolean }).has_demo, false);

  assert.deepEqual(await rows('select name, parent_id, deleted from menu where not deleted order by id'), [
    { name: 'Harbor line', parent_id: null, deleted: false },
    { name: 'Own', parent_id: null, deleted: false },
  ]);
  assert.deepEqual(await rows('select email from agent'), [{ email: 'grace@nord.example' }]);
  assert.deepEqual(await rows('select name from contact'), [{ name: 'Ada' }]);
  assert.deepEqual(await rows('select number, is_default, destination_kind from phone_number'), [
    { number: '+14155550163', is_default: true, destination_kind: 'menu' },
  ]);
  assert.deepEqual(await rows('select code from language'), [{ code: 'en' }]);
  assert.deepEqual(await rows('select title from article'), []);
  assert.deepEqual(await rows(`select groups from menu where id = 9`), [
    {
      groups: [
        { name: 'Group 1', agentIds: [4] },
        { name: 'Group 2', agentIds: [] },
      ],
    },
  ]);
  const told = await patchbay.send('/v1/audit?action=workspace.demo_removed', { token });
  assert.equal((told.json as { data: object[] }).data.length, 1);
  const kept = (await patchbay.send(`/v1/calls/${id}`, { token })).json as { state: string; contact: object | null };
  assert.deepEqual([kept.state, kept.contact], ['finished', null], 'the call stays, without who it was');
  assert.equal((await ask('DELETE', '/app/workspace/demo.json')).status, 404);
  assert.equal((await ask('PATCH', `/app/menus/${own.id}.json`, { name: 'Own again' })).status, 200);
});

test('the demo that a start made goes as well: its token ends, who asks stays, and the next start brings nothing back', async () => {
  const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: 'ships in harbor' });
  const origin = patchbay.address;
  const comeIn = async (email: string): Promise<string> => {
    const done = await patchbay.send('/app/sign-in', {
      token: null,
      body: { email, password: 'ships in harbor' },
      headers: { origin },
    });
    return done.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  };
  const [agent, owner] = [await comeIn('agent@somedomain.com'), await comeIn('owner@somedomain.com')];
  const remove = async (cookie: string): Promise<number> =>
    (await patchbay.send('/app/workspace/demo.json', { method: 'DELETE', token: null, headers: { cookie, origin } }))
      .status;
  assert.equal(await remove(agent), 403);
  assert.equal(
    (await patchbay.send('/v1/workspace/demo', { method: 'DELETE' })).status,
    409,
    'no administrator would be left',
  );
  assert.equal((await patchbay.send('/v1/menus')).status, 200);
  assert.equal(await remove(owner), 200);
  assert.equal((await patchbay.send('/app/me', { token: null, headers: { cookie: agent } })).status, 401);
  assert.equal((await patchbay.send('/app/me', { token: null, headers: { cookie: owner } })).status, 200);
  const tokens = 'select name, revoked_at is not null as revoked from api_token';
  assert.deepEqual((await patchbay.database.pool.query(tokens)).rows, [{ name: 'demo', revoked: true }]);
  const { rows } = await patchbay.database.pool.query(
    'select email, locked_at is not null as locked from agent order by id',
  );
  assert.deepEqual(rows, [
    { email: 'agent@somedomain.com', locked: true },
    { email: 'owner@somedomain.com', locked: false },
  ]);
  const settings = readConfig({ PATCHBAY_DEMO_TOKEN: TOKEN, PATCHBAY_DEMO_PASSWORD: 'ships in harbor' });
  const { database } = patchbay;
  const again = await openDemo(settings, database, createTokens(database, Date.now), createSessions(database));
  assert.equal(again, null);
  assert.deepEqual((await patchbay.database.pool.query(tokens)).rows, [{ name: 'demo', revoked: true }]);
});

test('a server with a workspace has no set-up page', async () => {
  const patchbay = await testPatchbay();
  assert.equal(patchbay.setupPath, null);
  assert.equal((await patchbay.send('/setup', { token: null })).status, 404);
});

type Shell = { readonly code: number | null; readonly out: string; readonly err: string };

async function shell(dataDirectory: string, ...args: readonly string[]): Promise<Shell> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('PATCHBAY_'));
  const settings = { PATCHBAY_DATA_DIR: dataDirectory, PATCHBAY_PUBLIC_URL: 'https://calls.example' };
  const env = { ...Object.fromEntries(others), ...settings };
  return new Promise((resolve) => {
    const program = [join(ROOT, 'tools/run.mjs'), join(ROOT, 'src/main.ts'), ...args];
    const child = execFile(process.execPath, program, { env }, (_error, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
  });
}

test('the operator lets people in and makes tokens from the shell, beside the server and without it', async (t) => {
  const directory = await scratchDirectory(t);
  const server = await startServerProcess(directory);
  cleanUp(t, async () => void (await server.end('SIGKILL')));
  const added = await shell(directory, 'user', 'add', 'ops@nord.example', '--role', 'admin');
  assert.equal(added.code, 0, added.err);
  const link = /^https:\/\/calls\.example(\/join\/[\w-]{43})\n/.exec(added.out)?.[1] ?? '';
  const page = await fetch(server.address + link);
  assert.match(await page.text(), /ops@nord\.example/);
  const again = await shell(directory, 'user', 'add', 'OPS@nord.example');
  assert.deepEqual([again.code, again.out], [1, '']);
  assert.match(again.err, /has a sign-in in .* already/);
  assert.equal((await shell(directory, 'user', 'reset-password', 'agent@somedomain.com')).code, 0);
  assert.match((await shell(directory, 'user', 'reset-password', 'no@nord.example')).err, /has no no@nord\.example/);
  assert.match((await shell(directory, 'token', 'create', 'x', '--workspace', 'nord')).err, /no workspace nord/);

  const { out } = await shell(directory, 'token', 'create', 'crm', '--kind', 'read_only');
  const authorization = `Bearer ${out.split('\n', 1)[0]}`;
  assert.equal((await fetch(`${server.address}/v1/calls`, { headers: { authorization } })).status, 200);
  assert.equal(
    (await fetch(`${server.address}/v1/agents`, { method: 'POST', headers: { authorization } })).status,
    403,
  );

  assert.equal((await server.end('SIGTERM')).code, 0);
  const alone = await shell(directory, 'user', 'add', 'later@nord.example');
  assert.equal(alone.code, 0, alone.err);
  const next = await startServerProcess(directory);
  cleanUp(t, async () => void (await next.end('SIGKILL')));
  assert.equal((await fetch(next.address + (/\/join\/\S+/.exec(alone.out)?.[0] ?? ''))).status, 200);
});
