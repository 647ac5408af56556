/** Of each refusal of a menu: the field of the body that it is about. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MenuRefusal } from './faults.ts';
import { crowdFault, MENU_PROBLEMS, menuDetail, menuPointer } from './faults.ts';
import { MAX_AGENTS_NAMED } from './schema.ts';

/** Refusal -> pointer. */
const POINTERS: readonly (readonly [MenuRefusal, string | null])[] = [
  [{ code: 'menu_deleted' }, null],
  [{ code: 'menu_parent_unknown', parentId: 9 }, '/parent_id'],
  [{ code: 'menu_in_itself', parentId: 9 }, '/parent_id'],
  [{ code: 'menu_agent_unknown', agentId: 7, group: 1, place: 2 }, '/groups/1/agent_ids/2'],
  [{ code: 'menu_group_twice', name: 'Group', group: 3 }, '/groups/3/name'],
  [{ code: 'menu_skill_unknown', place: 0 }, '/skills/0/skill_id'],
  [{ code: 'menu_skill_twice', place: 3 }, '/skills/3/skill_id'],
  [{ code: 'menu_rule_menu_needed', rule: 'noAgents' }, '/no_agents/menu_id'],
  [{ code: 'menu_rule_menu_unknown', rule: 'longWait' }, '/long_wait/menu_id'],
  [{ code: 'menu_rule_circle', rule: 'overCapacity' }, '/over_capacity/menu_id'],
  [{ code: 'menu_time_zone_unknown', timeZone: 'Mars/Olympus' }, '/hours/time_zone'],
  [{ code: 'menu_hours_reversed', day: 'mon', place: 0 }, '/hours/open/mon/0'],
  [{ code: 'menu_hours_reversed', day: null, holiday: 4, place: 1 }, '/hours/holidays/4/open/1'],
  [{ code: 'menu_holiday_twice', holiday: 5 }, '/hours/holidays/5/date'],
  [{ code: 'menu_wrap_up_wrong', fault: { list: 'tags', place: 2, fault: 'twice' } }, '/wrap_up/tags/2'],
  [{ code: 'menu_wrap_up_wrong', fault: { list: 'seconds', place: null, fault: 'no_time' } }, '/wrap_up/seconds'],
];
for (const [refusal, pointer] of POINTERS)
  test(`${JSON.stringify(refusal)} is about ${pointer ?? 'no field'}`, () =>
    assert.equal(menuPointer(refusal), pointer));

test('every refusal is in the table above, and has a status and two sentences', () => {
  const met = new Set(POINTERS.map(([{ code }]) => code));
  for (const [code, [status, title, about]] of Object.entries(MENU_PROBLEMS)) {
    assert.ok(met.has(code as MenuRefusal['code']), code);
    assert.ok(status === 409 || status === 422, code);
    assert.match(title, /^[A-Z][^.]+$/);
    assert.match(about, /^[A-Z].+\.$/);
  }
});

test('all groups together name so many agents and no more', () => {
  const group = (count: number) => ({
    name: 'Group',
    agent_ids: Array.from({ length: count }, (_, index) => index + 1),
  });
  assert.equal(crowdFault({}), null);
  assert.equal(crowdFault({ groups: [group(MAX_AGENTS_NAMED - 1), group(1)] }), null);
  assert.equal(crowdFault({ groups: [group(MAX_AGENTS_NAMED), group(1)] })?.pointer, '/groups');
});

test('what is wrong with the rules of a wrap-up is said in its own words', () => {
  const refusal = { code: 'menu_wrap_up_wrong', fault: { list: 'seconds', place: null, fault: 'no_time' } } as const;
  assert.equal(menuDetail(refusal), 'must leave time for what is required');
  assert.equal(menuDetail({ code: 'menu_deleted' }), MENU_PROBLEMS.menu_deleted[2]);
});
