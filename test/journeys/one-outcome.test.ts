import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPresent } from '#domain/call/participant.ts';
import { begun } from '#domain/call/recording.ts';
import type { World } from '../support/world.ts';
import { testWorld, WORKSPACE } from '../support/world.ts';

const cast = {
  agents: [{ id: 1 }, { id: 2 }],
  menus: [
    { id: 9, recording: 'never', groups: [{ name: 'All', agentIds: [1] }] },
    { id: 10, recording: 'never', groups: [{ name: 'All', agentIds: [2] }] },
  ],
} as const;

/** A call whose caller has left a message that can be played. */
async function voicemail({ engine, queueCall, settle }: World, uid: string): Promise<number> {
  const { id } = await queueCall();
  for (const event of [
    { type: 'voicemail_started', deflection: 'after_hours_voicemail', reason: 'after_hours' },
    { type: 'recording_started', recording: begun(uid, 'voicemail', new Date()) },
    { type: 'voicemail_left', by: 'end_user' },
    { type: 'recording_stored', seconds: 3, bytes: 10 },
  ] as const)
    await engine.happened(id, event);
  await settle();
  return id;
}

const UID = (last: number): string => `9e107d9d-372b-4c6d-8f4e-0b6f6b2a7c0${last}`;
const DOORS = {
  'the vendor says that the recording was played': async ({ engine }: World, _id: number, uid: string) =>
    engine.playRecording(WORKSPACE, uid, true),
  'an agent listens': async ({ engine }: World, id: number) => engine.listenToVoicemail(WORKSPACE, id),
};

test('who listens to a voicemail leaves the same call, by every door, and again', async () => {
  const world = await testWorld({ ...cast, agents: [] });
  for (const [index, listen] of Object.values(DOORS).entries()) {
    const id = await voicemail(world, UID(index));
    for (let times = 0; times < 2; times += 1) {
      assert.ok((await listen(world, id, UID(index))).ok);
      const call = await world.stored(id);
      assert.deepEqual([call.state, call.recording?.played], ['voicemail_read', true]);
    }
    const events = (await world.engine.calls.events(WORKSPACE, id)).filter(({ type }) => type === 'voicemail_opened');
    assert.equal(events.length, 1);
  }
});

test('a call without a message cannot be listened to', async () => {
  const world = await testWorld(cast);
  const { id } = await world.connectCall(1);
  assert.ok(!(await world.engine.listenToVoicemail(WORKSPACE, id)).ok);
});

for (const door of ['desk', 'api', 'api, without a name'] as const)
  test(`an agent who hangs up on three leaves the two others to it (${door})`, async () => {
    const world = await testWorld(cast);
    const { id } = await world.connectCall(1);
    await world.engine.transferCall(WORKSPACE, id, { agentId: 2, menuId: null, mode: 'warm' });
    await world.settle();
    assert.ok((await world.engine.answerCall(WORKSPACE, id, 2)).ok);
    await world.settle();
    // After the hand-over agent 2 leads.
    const hungUp =
      door === 'desk'
        ? await world.engine.live.hangUp(WORKSPACE, id, 2)
        : await world.engine.hangUpCall(WORKSPACE, id, 'agent', door === 'api' ? 2 : null);
    assert.ok(hungUp.ok);
    const call = await world.stored(id);
    assert.deepEqual(
      [call.state, call.participants.filter(isPresent).map((each) => each.agentId)],
      ['connected', [null, 1]],
    );
    assert.ok((await world.engine.hangUpCall(WORKSPACE, id, 'end_user')).ok);
    assert.equal((await world.stored(id)).state, 'finished');
  });
