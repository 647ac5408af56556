import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId, Media } from '#media/media-server.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { aCall } from '../../../test/support/calls.ts';
import { createPlayedEnds } from './played-ends.ts';

const CALL = aCall({ id: 7, state: 'connected' });

/** Ends whose files are the texts themselves. */
function opened() {
  const open = new Map<LegId, string>();
  const reported: string[] = [];
  let made = 0;
  const media = {
    async createFileLeg({ path }: { readonly path: string }) {
      const legId: LegId = `leg ${++made}`;
      open.set(legId, path);
      return legId;
    },
    close: async (legId: LegId) => void open.delete(legId),
  } as unknown as Media; // As much of one as is asked.
  const ends = createPlayedEnds({
    media,
    pathFor: async (text) => text,
    async report(callId: number, event: CallEvent) {
      reported.push(`${callId} ${event.type}`);
      return { ok: true, value: CALL };
    },
  });
  const listen = async (call: Call): Promise<LegId> => {
    await ends.farEnds.isListenedTo?.(call);
    return ends.farEnds.legOf(call) ?? assert.fail();
  };
  return { ...ends, listen, open, reported };
}

test('a far end has one leg, however often it is asked for, until it is released', async () => {
  const { farEnds, listen, open } = opened();
  assert.equal(farEnds.legOf(CALL), undefined);
  const leg = await listen(CALL);
  assert.equal(await listen(CALL), leg);
  assert.deepEqual([farEnds.legOf(CALL), open.size], [leg, 1]);
  await farEnds.release(CALL);
  await farEnds.release(CALL);
  assert.deepEqual([farEnds.legOf(CALL), open.size], [undefined, 0]);
});

test('agent and caller say their own sides of one dialogue, the third party what callers say', async () => {
  const { farEnds, people, listen, open } = opened();
  await listen(CALL);
  const [agent, party] = [await people.legOf(CALL, 'agent'), await people.legOf(CALL, 'third_party')];
  const [caller, agents, thirds] = [...open.values()];
  assert.ok(caller !== undefined && caller !== '' && agents !== '' && caller !== agents);
  assert.equal(thirds, caller);
  assert.deepEqual([people.has(CALL, agent), people.has(CALL, party)], [true, true]);
  assert.equal(people.has(CALL, farEnds.legOf(CALL) as LegId), false, 'the far end is no one of ours');
  assert.equal(people.has(aCall({ id: 8 }), agent), false);
});

test('people are released one by one, or all of the call, and no one of another call', async () => {
  const { farEnds, people, listen, open } = opened();
  const other = aCall({ id: 8 });
  for (const call of [CALL, other]) {
    await listen(call);
    await people.legOf(call, 'agent');
    await people.legOf(call, 'third_party');
  }
  await people.release(CALL, 'third_party');
  assert.equal(open.size, 5);
  await people.release(CALL);
  assert.equal(open.size, 4);
  assert.notEqual(farEnds.legOf(CALL), undefined);
  assert.notEqual(farEnds.legOf(other), undefined);
});

for (const state of ['assigned', 'connecting', 'connected', 'finished'] as const)
  test(`when the agent is ready, a call that is ${state} ${state === 'assigned' ? 'begins to ring' : 'stays as it is'}`, async () => {
    const { farEnds, reported } = opened();
    await farEnds.agentIsReady(aCall({ id: 7, state }));
    assert.deepEqual(reported, state === 'assigned' ? ['7 leg_ringing'] : []);
  });
