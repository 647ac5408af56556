import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDirectory, aMenu, anAgent } from '../../test/support/calls.ts';
import { putLogo, readAppearanceChange } from './appearance-change.ts';
import { isFlag, isId, oneOf, orNull, text } from './frame-shape.ts';
import { idOfName, teamIdsOf, teamsOf } from './teams.ts';

const directory = aDirectory({
  agents: new Map([1, 2, 3].map((id) => [id, anAgent(id)])),
  menus: new Map([
    [9, aMenu({ groups: [{ name: 'Second', agentIds: [3, 1] }] })],
    [
      8,
      aMenu({
        id: 8,
        groups: [
          { name: 'Second', agentIds: [1, 2, 404] },
          { name: 'First', agentIds: [] },
        ],
      }),
    ],
    [7, aMenu({ id: 7, deleted: true, groups: [{ name: 'Gone', agentIds: [1] }] })],
  ]),
});

test('groups of one name are one team, by name; deleted menus and agents who are gone are in none', () => {
  const teams = teamsOf(directory);
  assert.deepEqual(
    teams.map(({ name, agentIds }) => [name, agentIds]),
    [
      ['First', []],
      ['Second', [1, 2, 3]],
    ],
  );
  assert.deepEqual([teamIdsOf(teams)(1), teamIdsOf(teams)(404)], [[idOfName('Second')], []]);
});

test('the id of a name is the same on every server, and exact in JSON', () => {
  assert.equal(idOfName('Support'), idOfName('Support'));
  assert.notEqual(idOfName('Support'), idOfName('support'));
  assert.ok(Number.isSafeInteger(idOfName('Support')) && idOfName('Support') > 0);
});

/** What is sent -> the change, or the fields that are wrong. */
for (const [sent, change, wrong] of [
  [{}, {}, []],
  [{ name: null, color: null }, { name: null, color: null }, []],
  [{ name: ' Acme ', color: ' #ABCDEF ' }, { name: 'Acme', color: '#abcdef' }, []],
  [{ name: 'x'.repeat(80) }, { name: 'x'.repeat(80) }, []],
  [{ name: 'x'.repeat(81), color: '#abc' }, {}, ['/name', '/color']],
  [{ name: 7, color: 'red' }, {}, ['/name', '/color']],
] as const)
  test(`a look of ${JSON.stringify(sent).slice(0, 50)} ${wrong.length === 0 ? 'is taken' : 'is refused'}`, () => {
    const read = readAppearanceChange(sent);
    assert.deepEqual([read.change, read.errors.map(({ pointer }) => pointer)], [change, wrong]);
  });

test('what is no image is kept nowhere, and the refusal says why', async () => {
  const store = { putLogo: async () => assert.fail('kept') };
  for (const file of ['<svg onload="alert(1)"/>', 'GIF89a', '']) {
    const put = await putLogo(store, 1, Buffer.from(file));
    assert.ok('fault' in put && put.detail !== '', file);
  }
});

test('a frame’s field is judged by its type and its bounds', () => {
  for (const id of [0, -1, 1.5, 2 ** 53, '1', null]) assert.equal(isId(id), false);
  assert.deepEqual([isId(1), isFlag(false), isFlag(0)], [true, true, false]);
  assert.deepEqual(['', 'a', 'ab', 'abc', 7].map(text(1, 2)), [false, true, true, false, false]);
  assert.deepEqual(['in', 'toString', null].map(oneOf('in', 'out')), [true, false, false]);
  assert.deepEqual([null, 1, undefined].map(orNull(isId)), [true, true, false]);
});
