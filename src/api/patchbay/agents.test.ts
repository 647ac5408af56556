import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDirectory, anAgent } from '../../../test/support/calls.ts';
import { denied, granted } from '../../../test/support/directory-samples.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi } from '../../../test/support/own-api.ts';

/** A desk with one agent; what is changed of them is noted. */
function withAgent(told: unknown[]): SomeDesk {
  const workspace = {
    ...aDirectory().workspace,
    ownStatuses: [{ name: 'Lunch', color: 'red', countsAs: 'break' } as const],
  };
  const directory = aDirectory({ workspace, agents: new Map([[3, anAgent(3, { simulated: true, capacity: null })]]) });
  return {
    engine: {
      directory: { load: async () => directory },
      callsOf: () => 2,
      setAgentStatus: async (...asked) => {
        told.push(asked);
        return asked[1] === 3;
      },
    },
    administration: {
      createAgent: async (_, draft) => {
        told.push(draft);
        return granted(anAgent(4, draft));
      },
      changeAgent: async (_, __, change) => {
        told.push(change);
        return granted(anAgent(3, change));
      },
    },
  };
}

test('a new agent takes one call, may place some, and is assisted, unless told otherwise', async () => {
  const told: unknown[] = [];
  const ask = ownApi(withAgent(told));
  const { body } = await ask('createAgent', { body: { email: 'a@example.com', skills: [{ skill_id: 1, level: 2 }] } });
  assert.deepEqual([body['calls'], body['skills']], [2, [{ skill_id: 1, level: 2 }]]);
  const names = { firstName: '', lastName: '', agentNumber: null, avatarUrl: null };
  const ordinary = { ...names, mayCall: true, capacity: 1, simulated: false, assist: true };
  assert.deepEqual(told, [{ ...ordinary, email: 'a@example.com', skills: [{ skillId: 1, level: 2 }] }]);
  assert.equal(
    (await ask('createAgent', { body: { email: 'a@example.com', capacity: null } })).code,
    'capacity_missing',
  );
  assert.equal((await ask('updateAgent', { id: 3, body: { simulated: false } })).code, 'capacity_missing');
  assert.equal((await ask('updateAgent', { id: 3, body: { simulated: false, capacity: 2 } })).status, 200);
  assert.equal((await ask('updateAgent', { id: 4, body: { may_call: false } })).status, 404);
});

for (const [body, place] of [
  [{ status: 'busy' }, '/status'],
  [{ status: 'break', name: 'Dinner' }, '/name'],
  [{ status: 'available', name: 'Lunch' }, '/name'],
  [{}, '/status'],
] as const)
  test(`an agent’s status of ${JSON.stringify(body)} is refused at ${place}`, async () => {
    const told: unknown[] = [];
    assert.deepEqual((await ownApi(withAgent(told))('setAgentStatus', { id: 3, body })).places, [place]);
    assert.deepEqual(told, []);
  });

test('an agent takes a status of the workspace’s own where it counts as what was said', async () => {
  const told: unknown[] = [];
  const ask = ownApi(withAgent(told));
  for (const body of [{ status: 'break', name: 'Lunch' }, { status: 'available' }, { status: 'break', name: null }])
    assert.equal((await ask('setAgentStatus', { id: 3, body })).status, 200);
  assert.equal((await ask('setAgentStatus', { id: 4, body: { status: 'break' } })).status, 404);
  assert.deepEqual(told, [
    [1, 3, 'break', 'Lunch'],
    [1, 3, 'available', null],
    [1, 3, 'break', null],
    [1, 4, 'break', null],
  ]);
});

for (const [refusal, status, places] of [
  [{ code: 'taken', field: 'name' }, 409, ['/name']],
  [{ code: 'skills_full' }, 409, []],
] as const)
  test(`a skill is refused as ${refusal.code}`, async () => {
    const came = await ownApi({ administration: { createSkill: async () => denied(refusal) } })('createSkill', {
      body: { name: ' Welsh ' },
    });
    assert.deepEqual([came.status, came.places], [status, places]);
  });

test('a skill is kept without blanks at its ends, and one that menus want stays, with their names', async () => {
  const named: string[] = [];
  const administration: SomeDesk['administration'] = {
    createSkill: async (_, name) => {
      named.push(name);
      return granted({ id: 1, name });
    },
    changeSkill: async (_, id, { name = '' }) => granted({ id, name }),
    deleteSkill: async () => denied({ code: 'skill_in_use', menus: ['Sales', 'Billing'] }),
  };
  const ask = ownApi({ administration });
  assert.deepEqual((await ask('createSkill', { body: { name: ' Welsh ' } })).body, { id: 1, name: 'Welsh' });
  assert.deepEqual((await ask('updateSkill', { id: 2, body: { name: 'Irish ' } })).body, { id: 2, name: 'Irish' });
  const kept = await ask('deleteSkill', { id: 1 });
  assert.deepEqual([kept.status, kept.code], [409, 'skill_in_use']);
  assert.match(String(kept.body['detail']), /Sales.*Billing/);
  assert.deepEqual((await ask('createSkill', { body: { name: ' ' } })).places, ['/name']);
});
