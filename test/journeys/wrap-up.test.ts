/** What follows a call: a disposition, tags, a time that runs out, and what holds it up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { NO_RULES } from '../support/calls.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { World } from '../support/world.ts';
import { agent, testWorld, tokenOf, WORKSPACE } from '../support/world.ts';

const world = await testWorld({
  agents: [{ id: 1, capacity: 2 }, { id: 2 }],
  menus: [{ id: 9, groups: [{ name: 'All', agentIds: [1] }] }],
});
const { engine, patchbay, pass } = world;
const token = await tokenOf(world);
const ask = async (path: string, body?: object, method?: string): Promise<Got> =>
  patchbay.send(path, { token, ...(body === undefined ? {} : { body }), ...(method === undefined ? {} : { method }) });
const codeOf = ({ json }: Got): string => (json as { code: string }).code;
const status = async () => (await engine.directory.load(WORKSPACE)).agents.get(1)?.status;

const RULES: WrapUpRules = {
  ...NO_RULES,
  seconds: 60,
  dispositions: ['Resolved', 'Follow-up'],
  tags: ['billing', 'angry'],
};

async function setRules(wrapUp: WrapUpRules): Promise<void> {
  const changed = await ask('/v1/workspace', { wrap_up: wrapUp }, 'PATCH');
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual((changed.json as { wrap_up: object }).wrap_up, wrapUp);
}

/** The agent has talked, and wraps the call up. */
async function wrappingUp(from: World = world): Promise<number> {
  await engine.live.presence.came(WORKSPACE, 1);
  await engine.setAgentStatus(WORKSPACE, 1, 'available');
  const { id } = await from.connectCall(1);
  await engine.hangUp(agent(1), id);
  await from.settle();
  return id;
}

test('a wrap-up lasts as long as the workspace says, and its end is told', async () => {
  await setRules({ ...RULES, seconds: 20 });
  const id = await wrappingUp();
  const wrapUp = engine.live.wrapUpOf(1);
  assert.deepEqual([wrapUp?.callId, (wrapUp?.until?.getTime() ?? 0) - (wrapUp?.since.getTime() ?? 0)], [id, 20_000]);
  await pass(19);
  assert.equal(await status(), 'wrap_up');
  await pass(1);
  assert.deepEqual([await status(), engine.live.wrapUpOf(1)], ['available', null]);
});

test('without a time it continues until its agent finishes; with none at all there is none', async () => {
  await setRules({ ...RULES, seconds: null });
  await wrappingUp();
  await pass(7200);
  assert.equal(await status(), 'wrap_up');
  assert.equal((await ask('/v1/agents/1/finish_wrap_up', undefined, 'POST')).status, 200);
  assert.equal(await status(), 'available');
  assert.equal(codeOf(await ask('/v1/agents/1/finish_wrap_up', undefined, 'POST')), 'not_wrapping_up');
  assert.equal((await ask('/v1/agents/77/finish_wrap_up', undefined, 'POST')).status, 404);

  await setRules({ ...RULES, seconds: 0 });
  await wrappingUp();
  assert.deepEqual([await status(), engine.live.wrapUpOf(1)], ['available', null]);
});

test('what is required holds the end up, by every door, and losing the page ends nothing', async () => {
  await setRules({ ...RULES, seconds: null, required: ['disposition', 'note', 'tag'] });
  const id = await wrappingUp();
  const me = agent(1);
  const finish = async (): Promise<string> => {
    const got = await ask('/v1/agents/1/finish_wrap_up', undefined, 'POST');
    return got.status === 200 ? 'done' : codeOf(got);
  };
  assert.equal(await finish(), 'disposition_required');
  const available = await engine.setOwnStatus(me, 'available');
  assert.equal(available.ok ? '' : available.refusal.code, 'disposition_required');
  assert.ok((await engine.setOwnStatus(me, 'break')).ok);
  await engine.live.presence.signedOut(WORKSPACE, 1);
  await engine.live.presence.came(WORKSPACE, 1);
  assert.deepEqual([await status(), engine.live.wrapUpOf(1)?.callId], ['unavailable', id]);
  const waiting = await world.queueCall();
  await engine.setAgentStatus(WORKSPACE, 1, 'available');
  await world.settle();
  assert.equal((await world.stored(waiting.id)).offer, null, 'no call rings meanwhile');

  assert.ok((await engine.noteOutcome(me, id, { disposition: 'Resolved' })).ok);
  assert.equal(await finish(), 'note_required');
  assert.ok((await engine.addNote(me, id, 'Paid back.')).ok);
  assert.equal(await finish(), 'tag_required');
  assert.ok((await engine.noteOutcome(me, id, { tags: ['billing'] })).ok);
  assert.equal(await finish(), 'done');
  await world.settle();
  assert.deepEqual((await world.stored(waiting.id)).offer?.agentIds, [1]);
  for (const [body, code] of [
    [{ disposition: null }, 'disposition_required'],
    [{ tags: [] }, 'tag_required'],
  ] as const) {
    const taken = await ask(`/v1/calls/${id}/outcome`, body);
    assert.deepEqual([taken.status, codeOf(taken)], [409, code]);
  }
  assert.deepEqual((await world.stored(id)).notFilledIn, []);
  await ask(`/v1/calls/${waiting.id}/hang_up`, { by: 'end_user' });
  await world.settle();
});

test('a menu has rules of its own; a wrap-up that ends by its time marks the call until it is filled in', async () => {
  await setRules({ ...RULES, seconds: 0 });
  const own = { seconds: 20, dispositions: ['Sold'], required: ['note', 'disposition'], tags: ['vip'] };
  const set = async (rules: object | null) => ask('/v1/menus/9', { wrap_up: rules }, 'PATCH');
  assert.deepEqual(((await set(own)).json as { wrap_up: object }).wrap_up, {
    ...own,
    required: ['disposition', 'note'],
  });
  const wrong = await set({ ...own, dispositions: [] });
  assert.deepEqual([wrong.status, codeOf(wrong)], [422, 'menu_wrap_up_wrong']);
  assert.equal((wrong.json as { errors: { pointer: string }[] }).errors[0]?.pointer, '/wrap_up/dispositions');

  const id = await wrappingUp();
  assert.equal((await engine.noteOutcome(agent(1), id, { disposition: 'Resolved' })).ok, false, 'not of this menu');
  await engine.setOwnStatus(agent(1), 'break');
  await pass(20);
  assert.deepEqual([await status(), engine.live.wrapUpOf(1)], ['break', null], 'they stay what they are');
  const told = async () => ((await ask(`/v1/calls/${id}`)).json as { not_filled_in: string[] }).not_filled_in;
  const listed = async () =>
    ((await ask('/v1/calls?not_filled_in=true')).json as { data: { id: number }[] }).data.map((call) => call.id);
  assert.deepEqual([await told(), await listed()], [['disposition', 'note'], [id]]);
  await ask(`/v1/calls/${id}/outcome`, { disposition: 'Sold', tags: ['vip'] });
  assert.deepEqual([await told(), await listed()], [['note'], [id]]);
  assert.ok((await engine.addNote(agent(1), id, 'Wants two.')).ok);
  assert.deepEqual([await told(), await listed()], [[], []]);
  const { data } = (await ask(`/v1/calls/${id}/events`)).json as { data: { type: string }[] };
  assert.deepEqual(
    data.map(({ type }) => type).filter((type) => /lapsed|missing/.test(type)),
    ['wrap_up_lapsed', 'missing_note_added'],
  );
  await set(null);
});

test('what a call came to is in the call, in its history, and found by it', async () => {
  await setRules({ ...RULES, seconds: 0 });
  const id = await wrappingUp();
  const noted = await ask(`/v1/calls/${id}/outcome`, { disposition: 'Follow-up', tags: ['angry', 'billing', 'angry'] });
  assert.equal(noted.status, 200, noted.text);
  const { version } = noted.json as { version: number };
  const read = (await ask(`/v1/calls/${id}`)).json as { disposition: string; tags: string[]; version: number };
  assert.deepEqual([read.disposition, read.tags], ['Follow-up', ['angry', 'billing']]);
  const same = await ask(`/v1/calls/${id}/outcome`, { disposition: 'Follow-up' });
  assert.equal((same.json as { version: number }).version, version, 'the same again changes nothing');
  const { data } = (await ask(`/v1/calls/${id}/events`)).json as { data: { type: string }[] };
  assert.equal(data.filter(({ type }) => type === 'outcome_noted').length, 1);

  const found = async (field: 'disposition' | 'tag', value: string) => {
    const search = { where: [[{ field, operator: 'eq', value }]], sort: [], limit: 5, offset: 0 } as const;
    return (await engine.calls.search(WORKSPACE, search)).map((call) => call.id);
  };
  assert.deepEqual(await found('disposition', 'Follow-up'), [id]);
  assert.deepEqual(await found('tag', 'angry'), [id]);
  assert.deepEqual(await found('tag', 'ang'), []);

  const listed = async (query: string) =>
    ((await ask(`/v1/calls?${query}`)).json as { data: { id: number }[] }).data.map((call) => call.id);
  assert.deepEqual(await listed('disposition=Follow-up&tag=angry&menu_id=9'), [id]);
  assert.deepEqual(await listed('tag=ang'), []);
  assert.deepEqual(await listed('disposition=Follow-up&menu_id=10'), []);
  const all = await listed('menu_id=9');
  assert.ok(all.length > 2 && all.every((each, place) => place === 0 || each < (all[place - 1] ?? 0)), 'newest first');
  const walked: number[] = [];
  for (let next: string | null = '/v1/calls?menu_id=9&limit=2'; next !== null;) {
    const { json, headers } = await ask(next);
    walked.push(...(json as { data: { id: number }[] }).data.map((call) => call.id));
    next = /^<(.+)>/.exec(headers.get('link') ?? '')?.[1]?.replace(patchbay.address, '') ?? null;
  }
  assert.deepEqual(walked, all);
  for (const wrong of ['tag=', `disposition=${'x'.repeat(61)}`, 'menu_id=x', 'not_filled_in=no'])
    assert.equal((await ask(`/v1/calls?${wrong}`)).status, 400, wrong);

  await setRules({ ...RULES, dispositions: ['Resolved'], tags: [] });
  const kept = await ask(`/v1/calls/${id}/outcome`, { tags: ['billing'] });
  assert.deepEqual((kept.json as { tags: string[] }).tags, ['billing'], 'what it has may stay');
  assert.deepEqual(await found('tag', 'angry'), [], 'what was taken away is not found by it');
  assert.equal((await found('tag', 'billing'))[0], id);
});

const WRONG: readonly (readonly [string, object, number, string])[] = [
  ['an unknown disposition', { disposition: 'Nonsense' }, 422, '/disposition'],
  ['an unknown tag', { tags: ['nonsense'] }, 422, '/tags/0'],
  ['a field of nothing', { result: 'x' }, 422, '/result'],
  ['nothing', {}, 422, ''],
];
for (const [what, body, code, pointer] of WRONG)
  test(`${what} is refused, and named`, async () => {
    const { id } = await world.queueCall();
    const refused = await ask(`/v1/calls/${id}/outcome`, body);
    assert.equal(refused.status, code, refused.text);
    assert.equal((refused.json as { errors: { pointer: string }[] }).errors[0]?.pointer, pointer);
    await ask(`/v1/calls/${id}/hang_up`, { by: 'end_user' });
  });

const WRONG_RULES: readonly (readonly [string, object, string])[] = [
  ['no list', { required: ['disposition'], dispositions: [] }, '/wrap_up/dispositions'],
  ['no time for what is required', { required: ['note'], seconds: 0 }, '/wrap_up/seconds'],
  ['a name twice', { tags: ['a', 'A '] }, '/wrap_up/tags/1'],
  ['too long a time', { seconds: 3601 }, '/wrap_up/seconds'],
];
for (const [what, change, pointer] of WRONG_RULES)
  test(`rules with ${what} are refused, and nothing has changed`, async () => {
    const rules = { seconds: 60, dispositions: ['Resolved'], required: [], tags: [], ...change };
    const before = (await ask('/v1/workspace')).text;
    const refused = await ask('/v1/workspace', { wrap_up: rules }, 'PATCH');
    assert.equal(refused.status, 422);
    assert.equal((refused.json as { errors: { pointer: string }[] }).errors[0]?.pointer, pointer);
    assert.equal((await ask('/v1/workspace')).text, before);
  });

test('a neighbor’s token and one that only reads note nothing', async () => {
  const { id } = await world.queueCall();
  const body = { disposition: 'Resolved' };
  const neighbor = await tokenOf(world, 'staff', 2);
  assert.equal((await patchbay.send(`/v1/calls/${id}/outcome`, { token: neighbor, body })).status, 404);
  const reader = await tokenOf(world, 'read_only');
  assert.equal((await patchbay.send(`/v1/calls/${id}/outcome`, { token: reader, body })).status, 403);
});

test('a status of the workspace’s own counts as what it is set to, and is told by its name until the next one', async () => {
  const lunch = { name: 'Lunch', color: 'amber', counts_as: 'break' };
  const open = { name: 'Backup', color: 'green', counts_as: 'available' };
  const set = async (statuses: readonly object[]) => ask('/v1/workspace', { agent_statuses: statuses }, 'PATCH');
  const changed = await set([lunch, open]);
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual((changed.json as { agent_statuses: object[] }).agent_statuses, [lunch, open]);
  const put = async (body: object) => ask('/v1/agents/2/status', body, 'PUT');
  const told = async (body: object) => {
    const { status: code, json } = await put(body);
    const { status: word, status_name: name } = json as { status: string; status_name: string | null };
    return [code, word, name];
  };
  assert.deepEqual(await told({ status: 'break', name: 'Lunch' }), [200, 'break', 'Lunch']);
  assert.equal((await put({ status: 'available', name: 'Lunch' })).status, 422, 'it does not count as that');
  assert.equal((await put({ status: 'break', name: 'Nap' })).status, 422);
  assert.deepEqual(await told({ status: 'break' }), [200, 'break', null]);
  assert.deepEqual(await told({ status: 'available', name: 'Backup' }), [200, 'available', 'Backup']);
  const twice = await set([lunch, { ...lunch, name: ' LUNCH' }]);
  assert.equal(twice.status, 422);
  assert.equal((twice.json as { errors: { pointer: string }[] }).errors[0]?.pointer, '/agent_statuses/1/name');
  assert.equal((await set([{ ...lunch, color: 'mauve' }])).status, 422);
});

test('the console’s page stores the same rules, for administrators alone, and refuses the same', async () => {
  const pages = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
  const send = async (cookie: string, method: string, body?: object, headers: object = {}): Promise<Got> =>
    pages.send('/app/wrap-up.json', {
      token: null,
      method,
      headers: { cookie, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  const lunch = { name: 'Lunch', color: 'amber', countsAs: 'break' };
  const all = { ...RULES, seconds: 90, statuses: [lunch] };
  const admin = await signIn(pages, 'owner@somedomain.com');
  const stored = await send(admin, 'PATCH', all);
  assert.equal(stored.status, 200, stored.text);
  assert.deepEqual(stored.json, all);
  assert.deepEqual((await send(admin, 'GET')).json, all);
  const twice = await send(admin, 'PATCH', { ...all, tags: ['a', ' A'] });
  assert.equal(twice.status, 422);
  assert.equal((twice.json as { errors: { pointer: string }[] }).errors[0]?.pointer, '/tags/1');
  for (const body of [
    {},
    RULES,
    { ...all, seconds: 1.5 },
    { ...all, tags: [1] },
    { ...all, seconds: 3601 },
    { ...all, statuses: [{}] },
  ])
    assert.equal((await send(admin, 'PATCH', body)).status, 400);
  assert.equal((await send(admin, 'PATCH', all, { 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await send(await signIn(pages), 'GET')).status, 403);
  assert.equal((await send('', 'GET')).status, 401);
  const skills = async (cookie: string): Promise<number> =>
    (await pages.send('/app/skills.json', { token: null, headers: { cookie } })).status;
  assert.deepEqual([await skills(admin), await skills(await signIn(pages)), await skills('')], [200, 403, 401]);
});
