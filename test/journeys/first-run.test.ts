/** A server without the demo: set up by anyone who started it, and with the demo as a choice. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { openDemo } from '../../src/app/demo.ts';
import { readConfig } from '../../src/config/config.ts';
import { createSessions } from '../../src/storage/sessions.ts';
import { createTokens } from '../../src/storage/tokens.ts';
import { cleanUp } from '../support/clean-up.ts';
import type { Got, TestPatchbay } from '../support/patchbay.ts';
import type { SimulatorView } from '#realtime/agent/simulator-protocol.ts';
import { testPatchbay, TOKEN } from '../support/patchbay.ts';
import { AT_HOME, cookieOf, pathOf, peopleAt } from '../support/people.ts';
import { sitDown } from '../support/seated-agent.ts';

const FOUNDING = {
  workspace: 'Café Nord',
  first_name: 'Grace',
  last_name: 'Hopper',
  email: 'grace@nord.example',
  password: 'ships in harbor are safe',
};

test('an empty server is set up once, by anyone who has the link of the terminal', async (t) => {
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
  const german = { token: null, headers: { 'accept-language': 'de-AT' } };
  assert.match((await patchbay.send(path, german)).text, /<html lang="de">.*<h1>Patchbay einrichten<\/h1>/s);
  assert.match((await patchbay.send('/setup', german)).text, /Dieser Server ist leer/);
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
  await assertFirstCall(t, patchbay, cookie);
  assert.equal((await get('/')).status, 200);
  assert.equal((await get(path)).headers.get('location'), '/app/sign-in', 'it works once');
});

/** The owner's desk shows what is left to do, as it is done, until the list is closed; the workspace can be changed. */
async function assertFirstSteps(patchbay: TestPatchbay, cookie: string): Promise<void> {
  const ask = async (method: string, path: string, body?: object, origin = patchbay.address): Promise<Got> =>
    patchbay.send(path, { method, token: null, body, headers: { cookie, origin } });
  const steps = async () => (await ask('GET', '/app/first-steps.json')).json;
  const nothing = { call: false, people: false, menu: false, number: false, token: false };
  assert.deepEqual(await steps(), { isClosed: false, done: nothing });
  await ask('POST', '/app/people.json', { email: 'ada@nord.example', role: 'agent' });
  assert.deepEqual(await steps(), { isClosed: false, done: { ...nothing, people: true } });
  const trunk = { preset: 'pbx', name: 'Cellar', host: '192.0.2.7' };
  const added = await ask('POST', '/app/trunks.json', trunk);
  assert.equal(added.status, 200, added.text);
  assert.deepEqual(await steps(), { isClosed: false, done: { ...nothing, people: true, number: true } });
  assert.equal((await ask('DELETE', '/app/first-steps.json', undefined, 'https://evil.example')).status, 403);
  assert.deepEqual((await ask('DELETE', '/app/first-steps.json')).json, {
    isClosed: true,
    done: { ...nothing, people: true, number: true },
  });

  const { time_zone: zone } = (await ask('GET', '/app/workspace.json')).json as { time_zone: string };
  assert.equal(zone, 'Europe/Oslo');
  const changed = await ask('PATCH', '/app/workspace.json', { name: ' Nord ', time_zone: 'America/Lima' });
  assert.equal((changed.json as { name: string }).name, 'Nord');
  const wrong = await ask('PATCH', '/app/workspace.json', {
    name: ' ',
    time_zone: 'Mars/Olympus',
    hand_over_menu_id: 999,
  });
  assert.equal(wrong.status, 422);
  assert.deepEqual(
    (wrong.json as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer),
    ['/name', '/time_zone', '/hand_over_menu_id'],
  );
  assert.equal((await patchbay.send('/app/workspace.json', { token: null })).status, 401);
}

/** A second person comes by their link, a menu rings them, a number is called, and they take the first call. */
async function assertFirstCall(t: TestContext, patchbay: TestPatchbay, cookie: string): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<Got> =>
    patchbay.send(path, { method, token: null, body, headers: { cookie, origin: patchbay.address } });
  const invited = await ask('POST', '/app/people.json', { email: 'lin@nord.example', role: 'agent' });
  const { url } = invited.json as { url: string };
  const joined = await peopleAt(patchbay).fill(pathOf(url), { ...AT_HOME, first_name: 'Lin' });
  assert.equal(joined.headers.get('location'), '/app/desk');
  const me = await patchbay.send('/app/me', { token: null, headers: { cookie: cookieOf(joined) } });
  const agentId = (me.json as { agent: { id: number } }).agent.id;
  const groups = [{ name: 'Everyone', agent_ids: [agentId] }];
  const built = await ask('POST', '/app/menus.json', { name: 'Reception', kind: 'ivr_menu', groups });
  assert.equal(built.status, 201, built.text);
  const { desk, peer } = await sitDown(patchbay, 'lin@nord.example', 700);
  cleanUp(t, () => peer.close());
  const menuId = (built.json as { id: number }).id;
  const call = { menuId, caller: 'talks' };
  const unnumbered = await ask('POST', '/app/simulator/calls.json', call);
  assert.match((unnumbered.json as { message: string }).message, /has no number to call\. Add one under Numbers/);
  const number = { number: '+4722334455', destination: { kind: 'menu', id: menuId } };
  assert.equal((await ask('POST', '/app/numbers.json', number)).status, 200);
  const { menus, ownMenuId, magicNumbers } = (await ask('GET', '/app/simulator.json')).json as SimulatorView;
  assert.deepEqual([menus, ownMenuId], [[{ id: menuId, path: 'Reception' }], null]);
  assert.deepEqual(
    magicNumbers.filter(({ digits }) => ['0001', '0007', '0009', '0011'].includes(digits)).map(({ way }) => way),
    ['out', 'in', null, 'fin'],
  );
  for (const digits of ['71', 'x0001', 7]) {
    const wrong = await ask('POST', '/app/simulator/calls.json', { menuId, digits });
    assert.equal(wrong.status, 400, String(digits));
  }
  const fin = await ask('POST', '/app/simulator/calls.json', { menuId, digits: '0011' });
  assert.match((fin.json as { message: string }).message, /leads to Fin/);
  const placed = await ask('POST', '/app/simulator/calls.json', { menuId, digits: '0148' });
  assert.equal(placed.status, 201, placed.text);
  const { id } = placed.json as { id: number };
  await desk.next('call', ({ data }) => data.id === id && data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId: id })).ok, true);
  await patchbay.reached(id, 'connected');
  assert.equal((await desk.ask({ type: 'hang_up', callId: id })).ok, true);
  const over = await patchbay.reached(id, 'finished');
  assert.deepEqual([over.agentId, over.disconnectedBy], [agentId, 'disconnected_by_agent']);
  desk.close();
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
  assert.equal((await ask('DELETE', '/app/workspace/demo.json')).status, 409, 'a call of the demo is in progress');
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
