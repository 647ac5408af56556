import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { presentAgents } from '#domain/call/participant.ts';
import { begun } from '#domain/call/recording.ts';
import type { PageCommand } from '#realtime/agent/protocol.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople } from '../support/live-people.ts';
import { openDesk, PASSWORD, signIn } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

// One act has one outcome, whichever door it comes through. Nothing in these calls happens by itself: each is directed.

const media = createFakeMedia();
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media });
const { engine, send } = patchbay;
const { goOnline } = createLivePeople(patchbay, media);
const [PLAYED, LED] = [1, 2];

const callOf = async (id: number): Promise<Call> => (await engine.calls.byId(1, id)) ?? assert.fail('no such call');

async function direct(id: number, body: object): Promise<void> {
  const { status, text } = await send(`/v1/simulator/calls/${id}/events`, { body });
  assert.equal(status, 200, text);
}

async function arriving(): Promise<number> {
  const made = await send('/v1/simulator/calls', { body: { from: '+14155550148', direct: true } });
  assert.equal(made.status, 201, made.text);
  return (made.json as { id: number }).id;
}

/** A call that the agent has answered and talks in. */
async function talking(agentId: number): Promise<number> {
  const id = await arriving();
  await direct(id, { event: 'choose_menu', menu_id: 10 });
  await patchbay.until(id, (call) => call.offer?.agentIds.includes(agentId) === true);
  await direct(id, { event: 'answer', agent_id: agentId });
  await direct(id, { event: 'bridge' });
  return id;
}

/** A warm transfer from the one agent to the other, who has answered and leads. */
async function threeWay(): Promise<number> {
  assert.equal((await send(`/v1/agents/${LED}/status`, { method: 'PUT', body: { status: 'available' } })).status, 200);
  const id = await talking(PLAYED);
  assert.equal((await send(`/v1/calls/${id}/transfer`, { body: { agent_id: LED, mode: 'warm' } })).status, 200);
  await patchbay.until(id, (call) => call.offer?.agentIds.includes(LED) === true);
  await direct(id, { event: 'answer', agent_id: LED });
  assert.deepEqual(presentAgents((await callOf(id)).participants), [PLAYED, LED]);
  return id;
}

let uids = 0;

/** A call whose caller has left a message that can be played. */
async function voicemail(): Promise<Call> {
  const id = await arriving();
  uids += 1;
  const uid = `9e107d9d-372b-4c6d-8f4e-0b6f6b2a7c${String(uids).padStart(2, '0')}`;
  for (const event of [
    { type: 'voicemail_started', deflection: 'after_hours_voicemail', reason: 'after_hours' },
    { type: 'recording_started', recording: begun(uid, 'voicemail', new Date()) },
    { type: 'voicemail_left', by: 'end_user' },
    { type: 'transcription_omitted' },
    { type: 'recording_stored', seconds: 3, bytes: 10 },
  ] as const)
    assert.ok((await engine.report(id, event)).ok, event.type);
  return callOf(id);
}

const cookie = await signIn(patchbay);

/** Says one command at the desk of agent 2. */
async function atTheDesk(command: PageCommand): Promise<boolean> {
  const desk = await openDesk(patchbay, cookie);
  try {
    await desk.ask({ type: 'hello', since: null });
    return (await desk.ask(command)).ok;
  } finally {
    desk.close();
    await desk.closed;
  }
}

const LISTENING = {
  'a vendor’s client marks the recording as played': async (call: Call) =>
    (
      await send(`/v3/communication/voice_call_recordings/${call.recording?.uid}`, {
        method: 'PUT',
        body: { recording_played: true },
      })
    ).status === 200,
  'a program marks the voicemail as listened to': async ({ id }: Call) =>
    (await send(`/v1/calls/${id}/voicemail_read`, { method: 'POST' })).status === 200,
  'an agent listens at the desk': async ({ id: callId }: Call) => atTheDesk({ type: 'listen_voicemail', callId }),
} as const;

for (const [door, listen] of Object.entries(LISTENING))
  test(`${door}: the call is read and its recording played, in one change, and once`, async () => {
    const call = await voicemail();
    assert.ok(await listen(call));
    const read = await callOf(call.id);
    assert.deepEqual([read.state, read.recording?.played], ['voicemail_read', true]);
    for (const again of Object.values(LISTENING)) assert.ok(await again(call));
    assert.equal((await callOf(call.id)).version, read.version);
    assert.deepEqual(
      (await engine.calls.events(1, call.id)).slice(-1).map(({ type }) => type),
      ['voicemail_opened'],
    );
  });

test('a call without a message cannot be listened to, by any door', async () => {
  const call = await callOf(await talking(PLAYED));
  for (const [door, listen] of Object.entries(LISTENING)) assert.equal(await listen(call), false, door);
});

const HANGING_UP = {
  'the desk': async (callId: number) => atTheDesk({ type: 'hang_up', callId }),
  '/v1, naming the agent': async (id: number) =>
    (await send(`/v1/calls/${id}/hang_up`, { body: { agent_id: LED } })).status === 200,
  '/v1, naming nobody': async (id: number) => (await send(`/v1/calls/${id}/hang_up`, { body: {} })).status === 200,
  'the simulator’s director': async (id: number) => {
    await direct(id, { event: 'hang_up', by: 'agent' });
    return true;
  },
} as const;

for (const [door, hangUp] of Object.entries(HANGING_UP))
  test(`an agent who hangs up on two others leaves them to it: ${door}`, async () => {
    const id = await threeWay();
    assert.ok(await hangUp(id));
    const left = await callOf(id);
    assert.deepEqual([left.state, presentAgents(left.participants), left.agentId], ['connected', [PLAYED], PLAYED]);
    await direct(id, { event: 'hang_up', by: 'end_user' });
    assert.equal((await callOf(id)).state, 'finished');
  });

test('an agent at a page who answers or resumes talks in one call, whichever door that comes through', async () => {
  const desk = await goOnline();
  const first = await talking(LED);
  const held = async (): Promise<readonly boolean[]> =>
    Promise.all([first, second].map(async (id) => (await callOf(id)).heldSince !== null));
  const second = await arriving();
  await direct(second, { event: 'choose_menu', menu_id: 10 });
  // The agent takes one call at a time; this one comes by name all the same.
  await patchbay.database.query.updateTable('agent').set({ capacity: 2 }).where('id', '=', LED).execute();
  engine.directoryChanged(1);
  await patchbay.until(second, (call) => call.offer?.agentIds.includes(LED) === true);
  await direct(second, { event: 'answer', agent_id: LED });
  await direct(second, { event: 'bridge' });
  assert.deepEqual(await held(), [true, false]);
  assert.equal((await send(`/v1/calls/${first}/resume`, { method: 'POST' })).status, 200);
  assert.deepEqual(await held(), [false, true]);
  assert.ok((await desk.ask({ type: 'resume', callId: second })).ok);
  assert.deepEqual(await held(), [true, false]);
  for (const id of [first, second]) await direct(id, { event: 'hang_up', by: 'end_user' });
  desk.close();
  await desk.closed;
  await engine.settled();
});
