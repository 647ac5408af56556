import assert from 'node:assert/strict';
import { test } from 'node:test';
import { done } from '#domain/call/refusal.ts';
import type { Call } from '#domain/call/call.ts';
import { aCall, aDirectory, aMenu, anAgent, stored } from '../../../test/support/calls.ts';
import type { SomeDesk, Wish } from '../../../test/support/own-api.ts';
import { ownApi } from '../../../test/support/own-api.ts';

const AGENT = { kind: 'agent', workspaceId: 1, agentId: 3, role: 'agent' };

/** A desk with the simulator; what it is told is noted. */
function simulated(told: unknown[], call: Call = stored(aCall({ id: 9 }))): SomeDesk {
  const number = { id: 1, number: '+13392195276', display: '', isDefault: true, trunkId: null };
  const directory = aDirectory({
    numbers: [{ ...number, destination: { kind: 'menu', id: null } }],
    menus: new Map([
      [9, aMenu()],
      [8, aMenu({ id: 8, deleted: true })],
    ]),
    agents: new Map([[3, anAgent(3)]]),
  });
  const note =
    <T>(name: string, answer: T) =>
    async (...asked: unknown[]): Promise<T> => {
      told.push([name, ...asked]);
      return answer;
    };
  return {
    engine: {
      directory: { load: async () => directory },
      calls: { byId: async (_, id) => (id === 9 ? call : null) },
      takeCall: note('takeCall', done(call)),
      selectMenu: note('selectMenu', done(call)),
      answerCall: note('answerCall', done(call)),
      sendToVoicemail: note('sendToVoicemail', done(call)),
      hangUp: note('hangUp', done(call)),
    },
    simulator: {
      carriers: ['simulator', 'simulator_backup'],
      speed: 10,
      magicNumbers: [{ digits: '0001', behaviour: 'busy', says: 'SIP 486' }],
      presetMenu: (id, menuId) => void told.push(['preset', id, menuId]),
      takeControl: ({ id }) => void told.push(['take', id]),
      releaseControl: ({ id }) => void told.push(['release', id]),
      farEnd: note('farEnd', done(call)),
    },
  };
}
const DIRECTOR = { kind: 'director', workspaceId: 1, carriers: ['simulator', 'simulator_backup'] };

/** What a director reports -> what comes of it, in order. */
const DIRECTED: readonly (readonly [Wish['body'], readonly unknown[]])[] = [
  [{ event: 'choose_menu', menu_id: 9 }, [['selectMenu', DIRECTOR, 9, 9]]],
  [{ event: 'answer', agent_id: 3 }, [['answerCall', AGENT, 9]]],
  [{ event: 'ring' }, [['farEnd', 9, { type: 'ring' }]]],
  [{ event: 'bridge' }, [['farEnd', 9, { type: 'bridge' }]]],
  [{ event: 'fail' }, [['farEnd', 9, { type: 'fail', sipStatus: 'timeout' }]]],
  [{ event: 'fail', sip_status: 486 }, [['farEnd', 9, { type: 'fail', sipStatus: 486 }]]],
  [{ event: 'hang_up' }, [['hangUp', DIRECTOR, 9, 'end_user']]],
  [{ event: 'hang_up', by: 'agent' }, [['hangUp', DIRECTOR, 9, 'agent']]],
  [
    { event: 'leave_voicemail' },
    [
      ['sendToVoicemail', DIRECTOR, 9],
      ['release', 9],
    ],
  ],
  [{ event: 'carry_on' }, [['release', 9]]],
];
for (const [body, expected] of DIRECTED)
  test(`the director’s ${JSON.stringify(body)} is ${JSON.stringify(expected).slice(0, 60)}`, async () => {
    const told: unknown[] = [];
    assert.equal((await ownApi(simulated(told))('directCall', { id: 9, body })).status, 200);
    assert.deepEqual(told, expected);
  });

for (const [wish, status, code] of [
  [{ id: 9, body: { event: 'choose_menu' } }, 422, 'body_invalid'],
  [{ id: 9, body: { event: 'answer' } }, 422, 'body_invalid'],
  [{ id: 9, body: { event: 'fail', sip_status: 200 } }, 422, 'body_invalid'],
  [{ id: 9, body: { event: 'explode' } }, 422, 'body_invalid'],
  [{ id: 8, body: { event: 'ring' } }, 404, 'call_unknown'],
] as const)
  test(`a direction of ${JSON.stringify(wish)} is ${code}`, async () => {
    const told: unknown[] = [];
    const came = await ownApi(simulated(told))('directCall', wish);
    assert.deepEqual([came.status, came.code, told], [status, code, []]);
  });

test('a call that another carrier carries is not directed', async () => {
  const told: unknown[] = [];
  const ask = ownApi(simulated(told, aCall({ id: 9, carrier: 'sip' })));
  assert.equal((await ask('directCall', { id: 9, body: { event: 'hang_up' } })).code, 'not_simulated');
  assert.deepEqual(told, []);
});

test('a simulated caller comes in on the default number, chooses, and may be directed', async () => {
  const told: unknown[] = [];
  const ask = ownApi(simulated(told));
  const taken = { workspaceId: 1, to: '+13392195276', origin: 'phone', carrier: 'simulator', requestKey: null };
  await ask('simulateCall', { body: { from: 'anonymous' } });
  await ask('simulateCall', { body: { from: '+1 415-555-0148', menu_id: 9, direct: true, lang: 'de' } });
  assert.deepEqual(told, [
    ['takeCall', { ...taken, from: null, lang: 'en' }],
    ['takeCall', { ...taken, from: '+14155550148', lang: 'de' }],
    ['preset', 9, 9],
    ['take', 9],
  ]);
  assert.deepEqual((await ask('showSimulator')).body['magic_numbers'], [
    { digits: '0001', behaviour: 'busy', says: 'SIP 486' },
  ]);
});

for (const [body, code, places] of [
  [{ from: '12' }, 'phone_number_invalid', ['/from']],
  [{ from: '12', to: '+1' }, 'phone_number_invalid', ['/from', '/to']],
  [{ from: 'anonymous', menu_id: 404 }, 'menu_unknown', []],
  [{ from: 'anonymous', menu_id: 8 }, 'menu_unknown', []],
] as const)
  test(`a simulated caller with ${JSON.stringify(body)} is refused: ${code}`, async () => {
    const told: unknown[] = [];
    const came = await ownApi(simulated(told))('simulateCall', { body });
    assert.deepEqual([came.status, came.code, came.places, told], [422, code, places, []]);
  });
