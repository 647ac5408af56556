/**
 * At whatever speed the simulator plays: what is recorded, written down and summarised is what was said until the call
 * ended.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '#domain/call/transcript.ts';
import { testWorld, WORKSPACE } from '../support/world.ts';

/** How long the two talk, in seconds of the story: long enough for some turns, too short for a dialogue. */
const TALK_SECONDS = 12;

/** A call that a simulated agent answers, and that ends early. */
async function cutShort(speed: number) {
  const world = await testWorld({
    agents: [{ id: 1, capacity: null, simulated: true }],
    menus: [{ id: 9, recording: 'always', groups: [{ name: 'Group 1', agentIds: [1] }] }],
    env: { PATCHBAY_SIMULATOR_SPEED: String(speed) },
  });
  const { id } = await world.queueCall();
  for (let steps = 0; (await world.stored(id)).state !== 'connected'; steps += 1) {
    assert.ok(steps < 300, 'the simulated agent does not answer');
    await world.clock.advance(200 / speed);
  }
  const { connectedAt } = await world.stored(id);
  const talked = world.clock.now().getTime() - (connectedAt?.getTime() ?? 0);
  await world.clock.advance((TALK_SECONDS * 1000) / speed - talked);
  await world.engine.report(id, { type: 'hung_up', by: 'end_user' });
  const call = await world.patchbay.until(id, (each) => each.transcriptStatus === 'done');
  const transcript = await world.engine.transcripts.byCall(WORKSPACE, id);
  return { call, turns: transcript?.turns ?? [] };
}

const written = (turns: readonly Turn[]) => turns.map(({ speaker, text }) => `${speaker}: ${text}`);

test('a call that is cut short holds the same words, for the same time, at the speeds 1, 20, 100 and 1000', async () => {
  const life = await cutShort(1);
  assert.ok(life.turns.length > 0, 'something was said');
  for (const speed of [1, 20, 100, 1000]) {
    const { call, turns } = speed === 1 ? life : await cutShort(speed);
    assert.equal(call.recording?.status, 'stored');
    assert.ok(
      Math.abs((call.recording?.seconds ?? 0) - TALK_SECONDS) < 0.1,
      `${call.recording?.seconds} s at ${speed}`,
    );
    assert.deepEqual(written(turns), written(life.turns), `what was said at ${speed}`);
    assert.ok(
      turns.every(({ endSeconds }) => endSeconds <= TALK_SECONDS + 0.1),
      `no word comes after the end at ${speed}`,
    );
    assert.equal(call.summary, life.call.summary);
    assert.match(call.summary ?? '', /^The call broke off early/);
  }
});

test('a caller who hangs up as they are connected leaves no words behind, at any speed', async () => {
  for (const speed of [20, 1000]) {
    const world = await testWorld({
      agents: [{ id: 1, capacity: null, simulated: true }],
      menus: [{ id: 9, recording: 'always', groups: [{ name: 'Group 1', agentIds: [1] }] }],
      env: { PATCHBAY_SIMULATOR_SPEED: String(speed) },
    });
    const { id } = await world.queueCall(9, '+14155550004');
    await world.clock.advance(60_000 / speed);
    const call = await world.patchbay.until(id, (each) => each.endsAt !== null && each.transcriptStatus !== null);
    const talked = ((call.endsAt?.getTime() ?? 0) - (call.connectedAt?.getTime() ?? 0)) / 1000;
    const turns = (await world.engine.transcripts.byCall(WORKSPACE, id))?.turns ?? [];
    assert.ok((call.recording?.seconds ?? 0) <= talked * speed + 0.1, `${call.recording?.seconds} s at ${speed}`);
    assert.ok(
      turns.every(({ startSeconds }) => startSeconds < talked * speed),
      `${turns.length} turns at ${speed}`,
    );
    assert.ok(turns.length < 3);
  }
});
