import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeServer } from '../../test/support/cli-server.ts';
import { chooseAgent, chooseMenu, chooseNumber } from './choose.ts';
import { CliFault } from './fault.ts';

const agent = (id: number, more: object = {}): object => ({
  id,
  email: `agent${id}@example.com`,
  simulated: true,
  may_call: true,
  status: 'available',
  ...more,
});
const of = (path: string, items: readonly object[]) => fakeServer({ lists: { [path]: items } });
const sentence = (says: RegExp) => (error: unknown) => error instanceof CliFault && says.test(error.message);

/** Agents, whom the verb names -> who is chosen; null: no one. */
const AGENTS: readonly (readonly [what: string, agents: readonly object[], named: string | null, id: number | null])[] =
  [
    ['the first simulated one who is available', [agent(1, { simulated: false }), agent(2), agent(3)], null, 2],
    ['no one who may not call', [agent(1, { may_call: false })], null, null],
    ['no one who is away', [agent(1, { status: 'lunch' })], null, null],
    ['no person', [agent(1, { simulated: false })], null, null],
    ['whoever is named by id', [agent(1), agent(2, { simulated: false })], '2', 2],
    ['whoever is named by email', [agent(1), agent(2, { status: 'lunch' })], 'agent2@example.com', 2],
    ['no one, where the name is unknown', [agent(1)], '7', null],
  ];
for (const [what, agents, named, id] of AGENTS)
  test(`an agent is chosen: ${what}`, async () => {
    const chosen = chooseAgent(of('/v1/agents', agents), named);
    if (id !== null) return assert.equal((await chosen).id, id);
    await assert.rejects(
      chosen,
      sentence(named === null ? /name one by --agent\.$/ : /^The workspace has no agent 7\.$/),
    );
  });

const NUMBERS = [
  { number: '+13392195276', line: 'queue', is_default: false },
  { number: '+17608675309', line: 'queue', is_default: true },
  { number: '+13392195277', line: 'fin', is_default: false },
];
test('calls come from the default number, and those of Fin from the first that leads to it', async () => {
  assert.equal(await chooseNumber(of('/v1/numbers', NUMBERS), 'queue'), '+17608675309');
  assert.equal(await chooseNumber(of('/v1/numbers', NUMBERS), 'fin'), '+13392195277');
  await assert.rejects(chooseNumber(of('/v1/numbers', []), 'queue'), sentence(/has no number\.$/));
  await assert.rejects(chooseNumber(of('/v1/numbers', NUMBERS.slice(0, 2)), 'fin'), sentence(/leads to Fin\.$/));
});

test('a caller chooses the first menu for phones, unless one is named', async () => {
  const menus = [
    { id: 7, kind: 'mobile_menu' },
    { id: 9, kind: 'ivr_menu' },
  ];
  const server = of('/v1/menus', menus);
  assert.equal(await chooseMenu(server, 3), 3);
  assert.deepEqual(server.asked, [], 'a menu that is named is not looked up');
  assert.equal(await chooseMenu(server, null), 9);
  await assert.rejects(chooseMenu(of('/v1/menus', menus.slice(0, 1)), null), sentence(/no menu for phones\.$/));
});
