import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { CALL_ORIGINS } from '#domain/call/call.ts';
import { FAIL_REASON_CODES } from '#domain/call/reason.ts';
import { CALL_STATES } from '#domain/call/state.ts';
import { aCall, aDirectory, aMenu, anAgent, at, callIn, HANDING_OVER, START } from '../../../test/support/calls.ts';
import { CALL_TYPE, OPERATION } from './status.ts';
import { writeCall, writeCustomerFlag, writeReadCall } from './write.ts';

type Fields = Readonly<Record<string, unknown>>;

const directory = aDirectory({
  agents: new Map([2, 3].map((id) => [id, anAgent(id)])),
  menus: new Map([
    [8, aMenu({ id: 8, name: 'Locks' })],
    [9, aMenu({ parentId: 8, position: 1 })],
    [10, aMenu({ id: 10, name: 'Billing', deleted: true })],
  ]),
});
const write = (call: Call): Fields =>
  JSON.parse(JSON.stringify(writeCall(call, directory, (uid) => `url of ${uid}`))) as Fields;

for (const state of CALL_STATES)
  test(`a call that is ${state} has every key of the vendor’s call, whatever is known of it`, () => {
    const shown = write(callIn(state));
    assert.equal(shown['status'], state);
    assert.deepEqual(Object.keys(shown), Object.keys(write(aCall())));
    for (const name of ['wait_duration', 'call_duration', 'hold_duration'])
      assert.ok(Number.isInteger(shown[name]), name);
  });

for (const origin of CALL_ORIGINS)
  test(`a call of the origin ${origin} has a type for both directions, which is asked for as it is written`, () => {
    for (const direction of ['inbound', 'outbound'] as const) {
      const type = String(write(aCall({ origin, direction }))['call_type']);
      assert.equal(type, CALL_TYPE[origin][direction]);
      assert.equal(Object.hasOwn(OPERATION, type), origin.endsWith('_api'));
    }
  });

for (const [origin, ticketId, has] of [
  ['outbound_api', null, false],
  ['outbound_desk', null, false],
  ['outbound_api', 'T-1', true],
  ['incoming_api', null, true],
] as const)
  test(`a call of the origin ${origin} with the ticket ${ticketId} ${has ? 'names' : 'does not name'} its end user`, () => {
    const { end_user: user, participants } = write(aCall({ origin, ticketId })) as {
      end_user: Fields;
      participants: Fields[];
    };
    assert.deepEqual(user, has ? { id: 80, identifier: null, out_contact_id: null } : null);
    assert.equal(participants[0]?.['end_user_id'], has ? 80 : null);
  });

test('a provider is named, and the number that was called, only where the vendor names them', () => {
  const of = (origin: Call['origin']) => write(aCall({ origin }));
  assert.deepEqual(
    [of('outbound_api')['voip_provider'], of('phone')['voip_provider']],
    ['voip_provider_twilio', undefined],
  );
  assert.deepEqual([of('phone')['support_number'], of('web')['support_number']], [aCall().ownNumber, null]);
});

test('menus have their path from the root, deleted ones too; what is gone is null', () => {
  assert.deepEqual(write(callIn('queued'))['menu_path'], {
    items_count: 2,
    name: 'Locks > Lock Star',
    materialized_path: '8/9',
  });
  assert.deepEqual(
    [write(aCall({ menuId: 404 }))['selected_menu'], write(aCall({ agentId: 404 }))['agent_info']],
    [null, null],
  );
  const [transfer] = write(callIn('connected', HANDING_OVER))['transfers'] as Fields[];
  assert.partialDeepStrictEqual(transfer, {
    to_menu: { name: 'Billing' },
    from_agent: { id: 2, name: 'Agent 2' },
    to_agent: null,
  });
});

for (const reason of Object.keys(FAIL_REASON_CODES) as Call['failReason'][])
  test(`the reason ${reason} is one that the vendor knows`, () => {
    const shown = write(callIn('failed', { failReason: reason }))['fail_reason'];
    assert.equal(shown, ['number_not_called', 'dial_limit'].includes(reason) ? 'voip_conn_general' : reason);
  });

test('the length of a participant is known once they have left, in whole seconds', () => {
  const [caller] = callIn('connected').participants;
  assert.ok(caller !== undefined);
  const lengthOf = (change: object): unknown =>
    (write(callIn('connected', { participants: [{ ...caller, ...change }] }))['participants'] as Fields[])[0]?.[
      'call_duration'
    ];
  assert.deepEqual(
    [lengthOf({}), lengthOf({ endedAt: at(9.9) }), lengthOf({ connectedAt: null, endedAt: at(9) })],
    [null, 9, null],
  );
});

test('only what is read says when it changed last; a recording has an address once it is stored', () => {
  const recording = {
    uid: 'r',
    kind: 'call',
    status: 'stored',
    seconds: 1,
    bytes: 2,
    played: false,
    createdAt: START,
  } as const;
  const call = callIn('finished', { recording, updatedAt: at(5) });
  assert.deepEqual([write(call)['recording_url'], 'updated_at' in write(call)], ['url of r', false]);
  assert.partialDeepStrictEqual(writeReadCall(call, directory, String), { updated_at: at(5).toISOString() });
  assert.equal(write({ ...call, recording: { ...recording, status: 'deleted' } })['recording_url'], null);
  const flags = { verifiedCustomer: true, badActor: false, repeatCustomer: true };
  assert.deepEqual(writeCustomerFlag(flags), { verified_customer: true, bad_actor: false, repeat_customer: true });
});
