/** Settings > Numbers and > Languages, as their pages ask, beside `/v1`; and the workspace's own page; and skills. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { peopleAt } from '../../../test/support/people.ts';
import type { LanguagesView, NumbersView, NumberView } from './lines-protocol.ts';
import type { SkillsView } from './skills-protocol.ts';
import type { TrunksView, TrunkView } from './trunks-protocol.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { as } = peopleAt(patchbay);
const admin = await signIn(patchbay, 'owner@somedomain.com');
const agent = await signIn(patchbay, 'agent@somedomain.com');

const MENUS = { kind: 'menu', id: null } as const;
const numbers = async () => ((await as(admin, '/app/numbers.json')).json as NumbersView).numbers;
const pointersOf = ({ json }: { readonly json: unknown }) =>
  (json as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

test('a number is read as people paste it, made the default, and released, as /v1 shows it', async () => {
  const before = await numbers();
  const made = await as(admin, '/app/numbers.json', 'POST', { number: ' (212) 555-0148 ', destination: MENUS });
  assert.equal(made.status, 200, made.text);
  const { id, ...rest } = made.json as NumberView;
  assert.deepEqual(rest, { number: '+1 212 555 0148', destination: MENUS, trunkId: null, isDefault: false });
  assert.equal((await as(admin, `/app/numbers/${id}.json`, 'PATCH', { isDefault: true })).status, 200);
  assert.deepEqual(
    (await numbers()).filter((each) => each.isDefault).map((each) => each.id),
    [id],
  );
  const { data } = (await patchbay.send('/v1/numbers?limit=100')).json as {
    data: { id: number; is_default: boolean }[];
  };
  assert.equal(data.find((each) => each.id === id)?.is_default, true);
  assert.equal((await as(admin, `/app/numbers/${id}.json`, 'DELETE')).status, 200);
  assert.equal((await as(admin, `/app/numbers/${id}.json`, 'DELETE')).status, 404);
  assert.equal((await numbers()).length, before.length);
});

test('what is no number, taken, or no line is refused at its field; Fin’s number is no default', async () => {
  const add = async (body: object) => as(admin, '/app/numbers.json', 'POST', body);
  const [taken] = await numbers();
  for (const number of ['twelve', '', 7, '1'.repeat(500), taken?.number]) {
    const refused = await add({ number, destination: MENUS });
    assert.deepEqual([refused.status, pointersOf(refused)], [422, ['/number']], String(number));
  }
  assert.deepEqual(pointersOf(await add({ number: '+14155550148', destination: { kind: 'both' } })), ['/destination']);
  const fin = (await numbers()).find(({ destination }) => destination.kind === 'fin');
  assert.equal((await as(admin, `/app/numbers/${fin?.id}.json`, 'PATCH', { isDefault: true })).status, 409);
  assert.equal((await as(admin, '/app/numbers/x.json', 'PATCH', {})).status, 404);
});

test('a number leads where its workspace has something, and is at one of its trunks', async () => {
  const made = await as(admin, '/app/trunks.json', 'POST', { name: 'PBX', preset: 'pbx', host: '192.0.2.10' });
  assert.equal(made.status, 200, made.text);
  const { id: trunkId } = made.json as TrunkView;
  const view = (await as(admin, '/app/numbers.json')).json as NumbersView;
  assert.deepEqual(view.trunks, [{ id: trunkId, name: 'PBX' }]);
  const queue = view.menus.find(({ isQueue }) => isQueue);
  const [first] = view.numbers;
  const edit = async (body: object) => as(admin, `/app/numbers/${first?.id}.json`, 'PATCH', body);
  const led = await edit({ destination: { kind: 'queue', id: queue?.id }, trunkId });
  assert.partialDeepStrictEqual(led.json, { destination: { kind: 'queue', id: queue?.id }, trunkId });
  const agentId = view.agents[0]?.id;
  assert.equal((await edit({ destination: { kind: 'agent', id: agentId } })).status, 200);
  assert.deepEqual(pointersOf(await edit({ destination: { kind: 'queue', id: 999_999 } })), ['/destination']);
  assert.deepEqual(pointersOf(await edit({ destination: { kind: 'queue' } })), ['/destination']);
  assert.deepEqual(pointersOf(await edit({ trunkId: 999_999 })), ['/trunkId']);
  assert.deepEqual(pointersOf(await edit({ trunkId: 'x', isDefault: 7 })), ['/trunkId', '/isDefault']);
  assert.equal((await edit({ destination: MENUS, trunkId: null })).status, 200);
});

/** What a page may send of a number -> where it is wrong. */
const EDITS: readonly (readonly [string, object, readonly string[]])[] = [
  ['no destination', { destination: null }, ['/destination']],
  ['a destination of no kind', { destination: { id: 7 } }, ['/destination']],
  ['a destination as text', { destination: 'menu' }, ['/destination']],
  ['an agent without an id', { destination: { kind: 'agent' } }, ['/destination']],
  ['an agent with half an id', { destination: { kind: 'agent', id: 1.5 } }, ['/destination']],
  ['Fin with an id', { destination: { kind: 'fin', id: 7 } }, ['/destination']],
  ['a menu that is gone', { destination: { kind: 'menu', id: 999_999 } }, ['/destination']],
  ['a trunk as text', { trunkId: '7' }, ['/trunkId']],
  ['a default that is no truth', { isDefault: 'yes' }, ['/isDefault']],
];
for (const [what, body, where] of EDITS)
  test(`${what} is refused at its field`, async () => {
    const [first] = await numbers();
    const got = await as(admin, `/app/numbers/${first?.id}.json`, 'PATCH', body);
    assert.deepEqual([got.status, pointersOf(got)], [422, where]);
    assert.deepEqual(first, (await numbers())[0], 'nothing has changed');
  });

test('a trunk is added, changed, ordered, tested and removed as /v1 has it', async () => {
  const trunks = async () => ((await as(admin, '/app/trunks.json')).json as TrunksView).trunks;
  const [pbx] = await trunks();
  const path = `/app/trunks/${pbx?.id}`;
  const wrong = await as(admin, '/app/trunks.json', 'POST', { name: 'Twilio', preset: 'twilio', username: null });
  assert.deepEqual([wrong.status, pointersOf(wrong)], [422, ['/host', '/username']]);
  const second = await as(admin, '/app/trunks.json', 'POST', { name: 'Other', preset: 'pbx', host: 'pbx.example.com' });
  const ids = (await trunks()).map(({ id }) => id).toReversed();
  assert.equal((await as(admin, '/app/trunks/order.json', 'POST', { ids })).status, 200);
  assert.deepEqual(
    (await trunks()).map(({ name }) => name),
    ['Other', 'PBX'],
  );
  assert.equal((await as(admin, '/app/trunks/order.json', 'POST', { ids: [pbx?.id] })).status, 409);
  const changed = await as(admin, `${path}.json`, 'PATCH', { username: 'acme', password: 'secret-of-the-page' });
  assert.partialDeepStrictEqual(changed.json, { username: 'acme', has_password: true });
  assert.ok(!changed.text.includes('secret-of-the-page'));
  assert.deepEqual(pointersOf(await as(admin, `${path}.json`, 'PATCH', { limits: { calls_at_once: 0 } })), [
    '/limits/calls_at_once',
  ]);
  for (const [method, at] of [
    ['PATCH', '/app/trunks/999999.json'],
    ['DELETE', '/app/trunks/999999.json'],
    ['POST', '/app/trunks/999999/test.json'],
  ] as const)
    assert.equal((await as(admin, at, method, method === 'PATCH' ? { name: 'X' } : {})).status, 404, at);
  for (const id of [pbx?.id, (second.json as TrunkView).id])
    assert.equal((await as(admin, `/app/trunks/${id}.json`, 'DELETE')).status, 200);
});

test('a language is added and turned off; the last one stays on', async () => {
  const put = async (code: unknown, enabled: unknown) => as(admin, '/app/languages.json', 'PATCH', { code, enabled });
  const on = (await put('pt-BR', true)).json as LanguagesView;
  assert.ok(on.languages.some(({ code, enabled }) => code === 'pt-BR' && enabled));
  await put('pt-BR', false);
  assert.deepEqual(pointersOf(await put('en', false)), ['/enabled']);
  for (const code of ['english', 'EN', '', null, 'x'.repeat(500)])
    assert.deepEqual(pointersOf(await put(code, true)), ['/code']);
  assert.deepEqual(pointersOf(await put('de', 'yes')), ['/enabled']);
});

test('these pages are for administrators, signed in, and for requests of our own pages', async () => {
  for (const path of [
    '/app/numbers.json',
    '/app/trunks.json',
    '/app/languages.json',
    '/app/workspace.json',
    '/app/first-steps.json',
  ]) {
    assert.equal((await as(agent, path)).status, 403, path);
    assert.equal((await patchbay.send(path, { token: null })).status, 401, path);
  }
  const headers = { cookie: admin, origin: 'https://evil.example' };
  const body = { number: '+14155550148', destination: MENUS };
  const foreign = await patchbay.send('/app/numbers.json', { method: 'POST', token: null, headers, body });
  assert.equal(foreign.status, 403);
});

/** Every way to trunks and numbers, for an agent and for a page of someone else's. */
const WAYS: readonly (readonly [method: string, path: string, body: object])[] = [
  ['POST', '/app/trunks.json', { name: 'Theirs', preset: 'pbx', host: '192.0.2.66' }],
  ['POST', '/app/trunks/order.json', { ids: [] }],
  ['PATCH', '/app/trunks/1.json', { host: '192.0.2.66' }],
  ['POST', '/app/trunks/1/test.json', {}],
  ['DELETE', '/app/trunks/1.json', {}],
  ['PATCH', '/app/numbers/1.json', { destination: { kind: 'fin' } }],
  ['DELETE', '/app/numbers/1.json', {}],
];
for (const [method, path, body] of WAYS)
  test(`${method} ${path} is an administrator’s, asked from our pages`, async () => {
    const before = [await numbers(), (await as(admin, '/app/trunks.json')).json];
    assert.equal((await as(agent, path, method, body)).status, 403);
    const headers = { cookie: admin, origin: 'https://evil.example' };
    assert.equal((await patchbay.send(path, { method, token: null, headers, body })).status, 403);
    assert.equal((await patchbay.send(path, { method, token: null, body })).status, 401);
    assert.deepEqual([await numbers(), (await as(admin, '/app/trunks.json')).json], before);
  });

test('a skill is given to agents and renamed in one act; who wants it is shown, and no agent changes it', async () => {
  const path = '/app/skills.json';
  const made = await as(admin, path, 'POST', { name: ' Spanish ' });
  assert.equal(made.status, 201, made.text);
  const { id, name } = made.json as { id: number; name: string };
  assert.equal(name, 'Spanish');
  assert.deepEqual(pointersOf(await as(admin, path, 'POST', { name: 'spanish' })), ['/name']);
  assert.ok(pointersOf(await as(admin, path, 'POST', { name: '' })).includes('/name'));
  const one = `/app/skills/${id}.json`;
  const edit = async (agents: readonly object[], called = 'Español') =>
    as(admin, one, 'PATCH', { name: called, agents });
  const level = (agentId: number, at: number | null) => ({ agentId, level: at });
  assert.equal((await edit([level(2, 5), level(3, 1)])).status, 200);
  assert.equal((await edit([level(3, null)])).status, 200);
  assert.equal((await edit([level(2, 1), level(999_999, 2)], 'Lost')).status, 404, 'an agent who is not there');
  assert.deepEqual(pointersOf(await edit([level(2, 6)])), ['/agents/0/level']);
  const wanting = async (skills: readonly object[]) => as(admin, '/app/menus/10.json', 'PATCH', { skills });
  assert.equal((await wanting([{ skill_id: id, least_level: 2 }])).status, 200);
  const { skills } = (await as(admin, path)).json as SkillsView;
  assert.deepEqual(skills, [
    { id, name: 'Español', holders: [{ agentId: 2, level: 5 }], menus: [{ id: 10, name: 'Support' }] },
  ]);
  const refused = await as(admin, one, 'DELETE');
  assert.equal(refused.status, 409);
  assert.match((refused.json as { message: string }).message, /“Support” wants this skill/);
  assert.equal((await wanting([])).status, 200);
  for (const [method, address, body] of [
    ['GET', path, undefined],
    ['POST', path, { name: 'Mine' }],
    ['PATCH', one, { name: 'Mine', agents: [] }],
    ['DELETE', one, undefined],
  ] as const)
    assert.equal((await as(agent, address, method, body)).status, 403, `${method} ${address}`);
  assert.equal((await as(admin, one, 'DELETE')).status, 200);
  assert.equal((await as(admin, one, 'DELETE')).status, 404);
  assert.deepEqual(((await as(admin, path)).json as SkillsView).skills, []);
});
