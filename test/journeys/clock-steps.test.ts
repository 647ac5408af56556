/**
 * The wall clock is set two hours forward or back in the middle of a call, in every phase: nothing fails, freezes or
 * ends early.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SteadyClock } from '#app/system-clock.ts';
import { createSteadyClock, watchClock } from '#app/system-clock.ts';
import { holdSeconds, talkSeconds, waitSeconds } from '#domain/call/duration.ts';
import { agent, testWorld, WORKSPACE } from '../support/world.ts';

const HOURS = 3600;
/** What the clock is watched in, and some. Seconds. */
const SOON = 20;

/** A world whose server holds its time steady over a wall clock that the test can set. */
async function steppedWorld() {
  const wall = { ahead: 0 };
  let steady: SteadyClock | null = null;
  const told: string[] = [];
  const world = await testWorld({
    agents: [{ id: 1 }, { id: 2 }],
    menus: [
      { id: 9, recording: 'never', offerSeconds: 30, groups: [{ name: 'One', agentIds: [1] }] },
      { id: 10, recording: 'never', groups: [] },
    ],
    clockOver: (clock) =>
      (steady = createSteadyClock({
        wall: () => clock.now().getTime() + wall.ahead * 1000,
        monotonic: () => clock.now().getTime(),
        after: clock.after,
      })),
  });
  assert.ok(steady !== null);
  const shown: SteadyClock = steady;
  watchClock(shown, world.engine.isIdle, (seconds, isAdopted) => void told.push(`${seconds} ${isAdopted}`));
  return {
    ...world,
    shown,
    told,
    step: (seconds: number) => void (wall.ahead += seconds),
    report: world.engine.report,
  };
}

type Stepped = Awaited<ReturnType<typeof steppedWorld>>;

/** Ends the call and lets its agent be free; its clock step is taken over by then. */
async function endCall({ report, pass, settle, stored }: Stepped, callId: number) {
  await report(callId, { type: 'hung_up', by: 'end_user' });
  await settle();
  const call = await stored(callId);
  await pass(SOON);
  return call;
}

const PHASES: Readonly<Record<string, (world: Stepped, step: () => void) => Promise<void>>> = {
  async ringing(world, step) {
    const { id } = await world.queueCall();
    await world.pass(10);
    step();
    await world.pass(10);
    assert.deepEqual((await world.stored(id)).offer?.agentIds, [1], 'it rings on');
    await world.pass(15);
    const missed = (await world.engine.calls.events(WORKSPACE, id)).some(({ type }) => type === 'offer_missed');
    assert.ok(missed, 'after 30 seconds, and no later');
    const call = await endCall(world, id);
    assert.deepEqual([call.state, call.failReason, waitSeconds(call)], ['failed', 'eu_abandoned', 35]);
    await world.engine.setAgentStatus(WORKSPACE, 1, 'available');
  },
  async 'waiting in the queue'(world, step) {
    const { id } = await world.queueCall(10);
    await world.pass(60);
    step();
    await world.pass(60);
    assert.equal((await world.stored(id)).state, 'queued');
    const call = await endCall(world, id);
    assert.deepEqual([call.failReason, waitSeconds(call)], ['eu_abandoned', 120]);
  },
  async talking(world, step) {
    const { id } = await world.connectCall(1);
    await world.pass(60);
    step();
    await world.pass(60);
    assert.equal((await world.stored(id)).state, 'connected');
    const call = await endCall(world, id);
    assert.deepEqual([call.state, talkSeconds(call)], ['finished', 120]);
  },
  async 'on hold'(world, step) {
    const { id } = await world.connectCall(1);
    assert.ok((await world.engine.holdCall(agent(1), id)).ok);
    await world.pass(20);
    step();
    await world.pass(20);
    assert.ok((await world.engine.resumeCall(agent(1), id)).ok);
    await world.pass(20);
    const call = await endCall(world, id);
    assert.deepEqual([call.state, holdSeconds(call), talkSeconds(call)], ['finished', 40, 60]);
  },
  async 'wrapping up'(world, step) {
    await world.engine.live.presence.came(WORKSPACE, 1);
    const { id } = await world.connectCall(1);
    await world.report(id, { type: 'hung_up', by: 'end_user' });
    await world.settle();
    const status = async () => (await world.engine.directory.load(WORKSPACE)).agents.get(1)?.status;
    await world.pass(20);
    step();
    await world.pass(30);
    assert.equal(await status(), 'wrap_up', 'for a minute');
    await world.pass(15);
    assert.equal(await status(), 'available', 'and no longer');
    await world.pass(SOON);
  },
};

for (const step of [2 * HOURS, -2 * HOURS])
  test(`a clock that is set ${step > 0 ? 'forward' : 'back'} by two hours`, async (t) => {
    const world = await steppedWorld();
    for (const [phase, live] of Object.entries(PHASES))
      await t.test(`${phase}: it changes nothing, and is taken over afterwards`, async () => {
        world.told.length = 0;
        await live(world, () => world.step(step));
        assert.deepEqual(world.told, [`${step} false`, `${step} true`]);
        assert.equal(world.shown.offset(), 0);
      });

    await t.test('scheduled, while another call continues: it comes due when its time has passed', async () => {
      const { id: other } = await world.connectCall(1);
      const id = await scheduleIn(world, 100);
      world.step(step);
      await world.pass(90);
      assert.equal((await world.stored(id)).state, 'scheduled');
      await world.pass(20);
      assert.equal((await world.stored(id)).state, 'queued');
      await endCall(world, id);
      await endCall(world, other);
      await world.pass(60); // Its agent wraps up.
      assert.equal(world.shown.offset(), 0);
    });

    await t.test('scheduled, and nothing else: it comes due by the wall clock', async () => {
      const id = await scheduleIn(world, 100);
      world.step(step);
      await world.pass(SOON + 10);
      if (step < 0) {
        assert.equal((await world.stored(id)).state, 'scheduled');
        await world.pass(-step + 60);
        assert.equal((await world.stored(id)).state, 'scheduled');
        await world.pass(60);
      }
      assert.equal((await world.stored(id)).state, 'queued');
      await endCall(world, id);
    });

    await t.test('what is kept in memory ages as ever: a change of the directory is seen', async () => {
      await world.engine.directory.load(WORKSPACE);
      world.step(step);
      await world.pass(SOON);
      await world.patchbay.database.pool.query(`update menu set name = 'Renamed' where id = 10`);
      await world.pass(5);
      assert.equal((await world.engine.directory.load(WORKSPACE)).menus.get(10)?.name, 'Renamed');
    });
  });

async function scheduleIn({ engine, shown }: Stepped, seconds: number): Promise<number> {
  const scheduled = await engine.scheduleCall({
    workspaceId: WORKSPACE,
    menuId: 10,
    parentId: null,
    ticketId: null,
    number: '+14155550148',
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    scheduledAt: new Date(shown.now().getTime() + seconds * 1000),
    requestKey: null,
  });
  assert.ok(scheduled.ok);
  return scheduled.value.id;
}
