/** Calls that the customer's own telephony carries: noted through /v1, read through every API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const START = new Date('2026-03-02T09:00:00.000Z');
const clock = createManualClock(START);
const { send, engine } = await testPatchbay({}, { clock });
type Fields = Readonly<Record<string, unknown>>;
const NEW = { origin: 'action_only', contact_number: '+14155550148' } as const;

async function note(more: object = {}): Promise<Fields> {
  const got = await send('/v1/calls', { body: { ...NEW, ...more } });
  assert.equal(got.status, 201, got.text);
  return got.json as Fields;
}

/** The call as each API tells it. */
async function everywhere({ id, uid }: Fields) {
  const read = async (path: string): Promise<Fields> => (await send(path)).json as Fields;
  const vcita = await read(`/v3/communication/voice_calls/${String(uid)}`);
  return {
    own: await read(`/v1/calls/${Number(id)}`),
    ccaip: await read(`/apps/api/v1/calls/${Number(id)}`),
    intercom: await read(`/calls/${Number(id)}`),
    vcita: vcita['data'] as Fields,
  };
}

for (const direction of ['inbound', 'outbound'] as const)
  test(`an ${direction} call carried elsewhere continues and ends, the same through every API`, async () => {
    const noted = await note({ direction, own_number: '+1 339-219-5276' });
    assert.deepEqual([noted['origin'], noted['state'], noted['direction']], ['action_only', 'action_only', direction]);
    const type = direction === 'inbound' ? 'Voice Inbound (Mobile)' : 'Voice Outbound';
    const live = await everywhere(noted);
    assert.deepEqual([live.ccaip['status'], live.ccaip['call_type']], ['action_only', type]);
    assert.deepEqual([live.intercom['state'], live.intercom['direction']], ['in_progress', direction]);
    assert.deepEqual(
      [live.vcita['status'], live.vcita['direction']],
      ['ANSWERED_BY_CALLS_PROVIDER', direction.toUpperCase()],
    );
    assert.equal(live.intercom['ended_at'], null);

    await clock.advance(90_000);
    const ended = await send(`/v1/calls/${Number(noted['id'])}/hang_up`, { body: { by: 'end_user' } });
    assert.equal(ended.status, 200, ended.text);
    const { own, ccaip, intercom, vcita } = await everywhere(noted);
    assert.deepEqual([own['state'], ccaip['status']], ['action_only_finished', 'action_only_finished']);
    assert.deepEqual([intercom['state'], intercom['ended_reason']], ['completed', 'completed']);
    assert.equal(vcita['status'], 'ANSWERED_BY_CALLS_PROVIDER');
    assert.equal(ccaip['disconnected_by'], 'disconnected_by_end_user');
    assert.deepEqual(
      [own['talk_seconds'], ccaip['call_duration'], intercom['talk_time'], vcita['duration']],
      [90, 90, 90, 90],
    );
    assert.deepEqual([ccaip['connected_at'], own['connected_at']], [ccaip['created_at'], own['created_at']]);
    const numbers = ['+14155550148', '+13392195276'];
    const expected = direction === 'inbound' ? numbers : numbers.toReversed();
    assert.deepEqual([vcita['from_number'], vcita['to_number']], expected);
    assert.deepEqual([intercom['phone'], own['recording'], own['castings']], ['+14155550148', null, []]);
    const again = await send(`/v1/calls/${Number(noted['id'])}/hang_up`, { body: {} });
    assert.equal(again.status, 409);
  });

test('no one is rung for it, and it takes no command but the end', async () => {
  const { id } = await note();
  for (const [command, body] of [
    ['answer', { agent_id: 1 }],
    ['hold', undefined],
    ['transfer', { menu_id: 10 }],
  ] as const)
    assert.equal((await send(`/v1/calls/${Number(id)}/${command}`, { method: 'POST', body })).status, 409, command);
  await engine.settled();
  assert.equal((await engine.calls.byId(1, Number(id)))?.state, 'action_only');
});

test('a withheld number has no contact', async () => {
  const { contact, contact_number: number } = await note({ contact_number: 'anonymous' });
  assert.deepEqual([contact, number], [null, null]);
});

test('the same idempotency key twice is one call', async () => {
  const sent = { body: NEW, headers: { 'idempotency-key': 'noted-once' } };
  const [first, second] = [await send('/v1/calls', sent), await send('/v1/calls', sent)];
  assert.deepEqual([first.status, (second.json as Fields)['id']], [201, (first.json as Fields)['id']]);
});

/** What is told wrongly -> the problem, and the field at which it points. */
const REFUSED = [
  [{ origin: 'phone' }, 'body_invalid', '/origin'],
  [{ contact_number: '12' }, 'phone_number_invalid', '/contact_number'],
  [{ contact_number: 'anonymous', direction: 'outbound' }, 'phone_number_invalid', '/contact_number'],
  [{ own_number: '+1 999-657-12' }, 'phone_number_invalid', '/own_number'],
  [{ own_number: '+14155550199' }, 'number_unknown', null],
  [{ lang: 'xy' }, 'language_unknown', null],
] as const;
for (const [wrong, code, pointer] of REFUSED)
  test(`a noted call with ${JSON.stringify(wrong)} is refused: ${code}`, async () => {
    const { status, json } = await send('/v1/calls', { body: { ...NEW, ...wrong } });
    const problem = json as { readonly code: string; readonly errors?: readonly { readonly pointer: string }[] };
    assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer ?? null], [422, code, pointer]);
  });
