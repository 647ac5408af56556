/** What a menu may hold. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
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
