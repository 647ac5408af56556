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
