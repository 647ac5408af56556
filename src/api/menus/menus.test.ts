/** What a menu may hold, and the skills that it wants. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Got } from '../../../test/support/patchbay.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay();

/** Status, code and places of the problem that a menu is answered with. */
async function problemOf(method: string, path: string, body: object): Promise<readonly unknown[]> {
  const { status, json } = await patchbay.send(path, { method, body });
  const { code, errors = [] } = json as { code: string; errors?: { pointer: string }[] };
  return [status, code, ...errors.map(({ pointer }) => pointer)];
}

test('the groups of a menu name at most 5,000 agents in all', async () => {
  const groups = Array.from({ length: 6 }, (_, place) => ({
    name: `Group ${place}`,
    agent_ids: Array.from({ length: place === 5 ? 1 : 1000 }, (_each, index) => 900_000 + index),
  }));
  const menu = { name: 'Crowded', kind: 'ivr_menu' };
  assert.deepEqual(await problemOf('POST', '/v1/menus', { ...menu, groups }), [422, 'body_invalid', '/groups']);
  assert.deepEqual(await problemOf('PATCH', '/v1/menus/10', { groups }), [422, 'body_invalid', '/groups']);
  const within = await problemOf('POST', '/v1/menus', { ...menu, groups: groups.slice(0, 5) });
  assert.deepEqual(within, [422, 'menu_agent_unknown', '/groups/0/agent_ids/0']);
});

test('the rules of a queue read back, each changed alone, and what they may not say is pointed at', async () => {
  const made = await patchbay.send('/v1/menus', {
    method: 'POST',
    body: { name: 'Ruled', kind: 'web_menu', deflection: 'message_only' },
  });
  const { id, ...rules } = made.json as { id: number };
  const waits = { no_agents: { after_seconds: 60, outcome: 'voicemail', menu_id: null } };
  assert.partialDeepStrictEqual(rules, {
    ...waits,
    long_wait: { after_seconds: 600, outcome: 'keep_waiting', menu_id: null },
    over_capacity: { outcome: 'message_only', menu_id: null },
  });
  const path = `/v1/menus/${id}`;
  const longWait = { after_seconds: 30, outcome: 'menu', menu_id: 10 };
  const { json } = await patchbay.send(path, { method: 'PATCH', body: { long_wait: longWait } });
  assert.partialDeepStrictEqual(json, { ...waits, long_wait: longWait });

  const pointed = [
    [{ no_agents: { outcome: 'voicemail', after_seconds: 3601 } }, 'body_invalid', '/no_agents/after_seconds'],
    [{ long_wait: { outcome: 'voicemail', after_seconds: 9 } }, 'body_invalid', '/long_wait/after_seconds'],
    [{ over_capacity: { outcome: 'menu' } }, 'menu_rule_menu_needed', '/over_capacity/menu_id'],
    [{ over_capacity: { outcome: 'voicemail', menu_id: 10 } }, 'menu_rule_menu_needed', '/over_capacity/menu_id'],
    [{ over_capacity: { outcome: 'menu', menu_id: 99_999 } }, 'menu_rule_menu_unknown', '/over_capacity/menu_id'],
    [{ no_agents: { ...longWait, menu_id: id } }, 'menu_rule_circle', '/no_agents/menu_id'],
  ] as const;
  for (const [body, code, pointer] of pointed)
    assert.deepEqual(await problemOf('PATCH', path, body), [422, code, pointer]);
  const nine = { from: '09:00', to: '17:00' };
  const hours = {
    time_zone: 'Europe/Paris',
    open: { mon: [nine] },
    holidays: [{ date: '2026-12-25', name: 'Christmas', open: [] }],
  };
  const held = await patchbay.send(path, { method: 'PATCH', body: { hours } });
  assert.deepEqual((held.json as { hours: object }).hours, hours);
  const [christmas] = hours.holidays;
  for (const [holidays, code, pointer] of [
    [[{ date: '2026-02-30', open: [] }], 'body_invalid', '/hours/holidays/0/date'],
    [[christmas, christmas], 'menu_holiday_twice', '/hours/holidays/1/date'],
    [[{ ...christmas, open: [{ from: '10:00', to: '09:00' }] }], 'menu_hours_reversed', '/hours/holidays/0/open/0'],
  ] as const)
    assert.deepEqual(await problemOf('PATCH', path, { hours: { ...hours, holidays } }), [422, code, pointer]);
  assert.deepEqual(await problemOf('PATCH', '/v1/menus/10', { no_agents: { ...longWait, menu_id: id } }), [
    422,
    'menu_rule_circle',
    '/no_agents/menu_id',
  ]);
});

type Fields = Readonly<Record<string, unknown>>;

async function ask(method: string, path: string, body?: object, token?: string): Promise<Got & { json: Fields }> {
  const sent = { method, ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) };
  const got = await patchbay.send(path, sent);
  return { ...got, json: (got.json ?? {}) as Fields };
}

function assertProblem({ status, json }: Got, wanted: number, code: string, ...pointers: readonly string[]): void {
  const problem = json as { code: string; errors?: { pointer: string }[] };
  assert.deepEqual([status, problem.code], [wanted, code]);
  assert.deepEqual(
    (problem.errors ?? []).map(({ pointer }) => pointer),
    pointers,
  );
}

test('skills are named once, given to agents, wanted by menus, and deleted when no menu wants them', async () => {
  const { json: french } = await ask('POST', '/v1/skills', { name: ' French ' });
  assert.equal(french['name'], 'French');
  assertProblem(await ask('POST', '/v1/skills', { name: 'FRENCH' }), 409, 'taken', '/name');
  assertProblem(await ask('POST', '/v1/skills', { name: 'x'.repeat(61) }), 422, 'body_invalid', '/name');
  const path = `/v1/skills/${String(french['id'])}`;
  assert.equal((await ask('PATCH', path, { name: 'Français' })).json['name'], 'Français');
  assert.deepEqual((await ask('GET', '/v1/skills')).json['data'], [{ id: french['id'], name: 'Français' }]);
  const id = french['id'] as number;
  const has = (skill_id: number, level: number) => ({ skills: [{ skill_id, level }] });
  const wants = (...ids: number[]) => ({ skills: ids.map((skill_id) => ({ skill_id, least_level: 2 })) });
  assert.deepEqual((await ask('PATCH', '/v1/agents/2', has(id, 3))).json['skills'], has(id, 3).skills);
  assert.deepEqual((await ask('PATCH', '/v1/menus/50', wants(id))).json['skills'], wants(id).skills);
  const first = '/skills/0/skill_id';
  assertProblem(await ask('PATCH', '/v1/agents/2', has(9_999, 3)), 422, 'agent_skill_unknown', first);
  assertProblem(await ask('PATCH', '/v1/agents/2', has(id, 6)), 422, 'body_invalid', '/skills/0/level');
  assertProblem(await ask('PATCH', '/v1/menus/50', wants(9_999)), 422, 'menu_skill_unknown', first);
  assertProblem(await ask('PATCH', '/v1/menus/50', wants(id, id)), 422, 'menu_skill_twice', '/skills/1/skill_id');

  const inUse = await ask('DELETE', path);
  assertProblem(inUse, 409, 'skill_in_use');
  assert.equal(inUse.json['detail'], '“Web support” wants this skill. Take it from that menu first.');
  const { json: opened } = await ask('POST', '/v1/workspaces', { subdomain: 'unskilled', name: 'Unskilled' });
  const neighbor = opened['token'] as string;
  assertProblem(await ask('PATCH', path, { name: 'x' }, neighbor), 404, 'not_found');
  assertProblem(await ask('DELETE', path, undefined, neighbor), 404, 'not_found');
  const { json: theirs } = await ask('POST', '/v1/agents', { email: 'theirs@example.com' }, neighbor);
  const stolen = await ask('PATCH', `/v1/agents/${String(theirs['id'])}`, has(id, 1), neighbor);
  assertProblem(stolen, 422, 'agent_skill_unknown', first);
  assert.deepEqual((await ask('GET', '/v1/skills', undefined, neighbor)).json['data'], []);

  await ask('PATCH', '/v1/menus/50', wants());
  assert.equal((await ask('DELETE', path)).status, 204);
  assert.deepEqual((await ask('GET', '/v1/agents/2')).json['skills'], [], 'they lost it');
  assertProblem(await ask('DELETE', path), 404, 'not_found');
});
