import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { namedAgent } from '#domain/identity/actor.ts';

// Slow enough that a call stays connected while it is looked at.
const patchbay = await testPatchbay({ PATCHBAY_SIMULATOR_SPEED: '10' });
const message = (got: { status: number; json: unknown }) => [got.status, (got.json as { message: string }).message];

async function connectedCall(): Promise<number> {
  const placed = await patchbay.send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: 'admin@somedomain.com',
      end_user_number: '+1 859-657-9625',
      outbound_number: '+1 339-219-5276',
    },
  });
  const { id } = placed.json as { id: number };
  await patchbay.reached(id, 'connected');
  return id;
}

const PARTY = { agent_email: 'admin@somedomain.com', phone_number: '+1 415-555-0148' };

test('a third party is dialed into a connected call, answers, and leaves again', async () => {
  const id = await connectedCall();
  const dialled = await patchbay.send(`/apps/api/v1/calls/${id}/dial`, { body: PARTY });
  assert.equal(dialled.status, 200);
  const body = dialled.json as { message: string; participant: { id: number; type: string; status: string } };
  assert.equal(body.message, 'Third party dialing initiated');
  assert.deepEqual([body.participant.type, body.participant.status], ['third_party', 'connecting']);
  assert.ok(body.participant.id > 0);
  const again = await patchbay.send(`/apps/api/v1/calls/${id}/dial`, { body: PARTY });
  assert.deepEqual(message(again), [422, 'Error dialing third party']);
  const status = (wanted: string) =>
    patchbay.until(id, (call) =>
      call.participants.some((each) => each.kind === 'third_party' && each.status === wanted),
    );
  await status('connected');
  await status('finished');
});

test('a third party who is busy has failed, and the call continues', async () => {
  const id = await connectedCall();
  await patchbay.send(`/apps/api/v1/calls/${id}/dial`, { body: { ...PARTY, phone_number: '+1 415-555-0001' } });
  const call = await patchbay.until(id, (each) => each.participants.some((party) => party.failReason === 'eu_busy'));
  assert.equal(call.state, 'connected');
});

test('what cannot be dialed is refused in the documented words', async () => {
  const id = await connectedCall();
  const cases = [
    [id, {}, 400, 'param is missing or the value is empty: agent_email'],
    [id, { agent_email: PARTY.agent_email }, 400, 'param is missing or the value is empty: phone_number'],
    [id, { ...PARTY, agent_email: 'nobody@somedomain.com' }, 400, 'Invalid agent_email'],
    [999_999, PARTY, 404, 'Not Found'],
    [id, { ...PARTY, agent_email: 'agent@somedomain.com' }, 422, 'Agent is not connected to the call'],
    [id, { ...PARTY, phone_number: '123123' }, 422, 'Error dialing third party'],
  ] as const;
  for (const [callId, body, status, sentence] of cases)
    assert.deepEqual(message(await patchbay.send(`/apps/api/v1/calls/${callId}/dial`, { body })), [status, sentence]);
});

test('the caller of a call in progress is named, at once in the call and with their contact', async () => {
  const queued = await patchbay.send('/apps/api/v1/calls', {
    body: { call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: '+1 859-657-9000' },
  });
  const { id } = queued.json as { id: number };
  const path = `/apps/api/v1/calls/${id}/end_user`;
  assert.deepEqual(message(await patchbay.send(path, { body: {} })), [
    400,
    'param is missing or the value is empty: identifier',
  ]);
  const named = await patchbay.send(path, { body: { identifier: 'crm-17', name: 'Dana', email: 'dana@example.com' } });
  assert.deepEqual(message(named), [202, 'accepted']);
  const again = await patchbay.send(path, { body: { identifier: 'crm-17' } });
  assert.deepEqual(message(again), [400, 'Duplicate request: Please wait for the interval to expire']);
  const call = await patchbay.until(id, (each) => each.contact?.identifier === 'crm-17');
  const contact = await patchbay.engine.directory.contact(1, call.contact?.id ?? 0);
  assert.deepEqual([contact?.name, contact?.email, contact?.role], ['Dana', 'dana@example.com', 'user']);
  assert.deepEqual(message(await patchbay.send('/apps/api/v1/calls/999999/end_user', { body: { identifier: 'x' } })), [
    404,
    'Not Found',
  ]);
  await patchbay.reached(id, 'finished');
});

test('a caller who withholds their number has no contact to name', async () => {
  const made = await patchbay.send('/v1/simulator/calls', { body: { from: 'anonymous', direct: true } });
  const { id } = made.json as { id: number };
  const named = await patchbay.send(`/apps/api/v1/calls/${id}/end_user`, { body: { identifier: 'unknown' } });
  assert.deepEqual(message(named), [400, 'Contact not found']);
});

/** The doors through which an agent hangs up. */
const DOORS = {
  '/v1': async (id: number) => patchbay.send(`/v1/calls/${id}/hang_up`, { body: {} }),
  'the desk': async (id: number) => patchbay.engine.hangUp(namedAgent(1, 1), id),
};
for (const [door, hangUp] of Object.entries(DOORS))
  test(`an agent who hangs up by ${door} leaves the caller with the third party`, async () => {
    const id = await connectedCall();
    await patchbay.send(`/apps/api/v1/calls/${id}/dial`, { body: PARTY });
    await patchbay.until(id, (call) =>
      call.participants.some((each) => each.kind === 'third_party' && each.status === 'connected'),
    );
    await hangUp(id);
    const read = (await patchbay.send(`/apps/api/v1/calls/${id}`)).json as {
      readonly status: string;
      readonly participants: readonly { readonly type: string; readonly status: string }[];
    };
    assert.equal(read.status, 'connected');
    assert.deepEqual(Object.fromEntries(read.participants.map((each) => [each.type, each.status])), {
      agent: 'finished',
      end_user: 'connected',
      third_party: 'connected',
    });
    await patchbay.reached(id, 'finished');
  });

test('a call that has ended names no one', async () => {
  const queued = await patchbay.send('/apps/api/v1/calls', {
    body: { call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: '+1 859-657-0007' },
  });
  const { id } = queued.json as { id: number };
  await patchbay.reached(id, 'failed');
  const late = await patchbay.send(`/apps/api/v1/calls/${id}/end_user`, { body: { identifier: 'late' } });
  assert.deepEqual(message(late), [400, 'Call is already ended']);
});

test('the wait times of a menu are seconds, and a language must be named', async () => {
  assert.equal((await patchbay.send('/apps/api/v1/wait_times')).status, 400);
  const got = await patchbay.send('/apps/api/v1/wait_times?lang=en&menu_id=9&channel_type=voice_call');
  assert.deepEqual(got.json, [
    {
      menu_id: 9,
      menu_type: 'mobile_menu',
      voice_call: 0,
      materialized_path: 'Lock Star',
      logged_in_agents: 1,
      available_agents: 1,
      breakthrough_agents: 0,
    },
  ]);
  const none = await patchbay.send('/apps/api/v1/wait_times?lang=en&wait[from]=100000');
  assert.deepEqual(none.json, []);
});
