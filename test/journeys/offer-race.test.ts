import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { World } from '../support/world.ts';
import { agent, joinWorld, testWorld, WORKSPACE } from '../support/world.ts';

const ROUNDS = 2000;
/** Rounds run side by side, so that their writes share commits. */
const SIDE_BY_SIDE = 250;
/**
 * In one of this many rounds the server that is asked first has a head start, so that each wins some, however the
 * machine is.
 */
const HEAD_START = 10;
const [LEFT, RIGHT] = [1, 2] as const;

/** A queued call that both agents are rung for, by the server that will remember it. */
async function offered(left: World, remembering: World): Promise<number> {
  const queued = await left.engine.receiveCall({
    workspaceId: WORKSPACE,
    menuId: 9,
    ticketId: null,
    number: '+14155550148',
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    requestKey: null,
  });
  assert.ok(queued.ok);
  const until = new Date(left.clock.now().getTime() + 30_000);
  const rung = await remembering.engine.report(queued.value.id, {
    type: 'agents_rung',
    agentIds: [LEFT, RIGHT],
    until,
  });
  assert.ok(rung.ok);
  return queued.value.id;
}

/**
 * Both agents answer at the same moment, each at their own server. The server that remembers the call reads it first,
 * as the other one must, so that both come to the row at once; `first` is asked first. Answers who won.
 */
async function race(
  left: World,
  right: World,
  remembering: World,
  first: World,
  callId: number,
  hasHeadStart: boolean,
): Promise<number> {
  const answer = async (world: World, agentId: number): Promise<Outcome<Call>> => {
    const reads = hasHeadStart ? (world === first ? 0 : 8) : world === remembering ? 1 : 0;
    for (let read = 0; read < reads; read += 1) await world.engine.calls.byId(WORKSPACE, callId);
    return world.engine.answerCall(agent(agentId), callId);
  };
  const asked = [
    [left, LEFT],
    [right, RIGHT],
  ] as const;
  const answers = await Promise.all(
    (first === left ? asked : asked.toReversed()).map(async ([world, agentId]) => answer(world, agentId)),
  );
  const won = answers.filter((answer): answer is Extract<Outcome<Call>, { ok: true }> => answer.ok);
  assert.equal(won.length, 1, `call ${callId} has ${won.length} winners`);
  const lost = answers.find((answer) => !answer.ok);
  assert.deepEqual(lost, {
    ok: false,
    refusal: { code: 'event_not_allowed', state: 'assigned', event: 'agent_assigned' },
  });
  return won[0]?.value.agentId ?? 0;
}

test(`two servers, one call, two agents at once: exactly one wins, ${ROUNDS} times`, async () => {
  // No one is available, so that the servers' own routers keep out of it.
  const cast = {
    agents: [
      { id: LEFT, status: 'unavailable', capacity: null },
      { id: RIGHT, status: 'unavailable', capacity: null },
    ],
  } as const;
  const left = await testWorld(cast);
  const right = await joinWorld(left.connection, left.clock.now());
  const winners = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round += SIDE_BY_SIDE) {
    // Each server writes what comes at one moment in one statement, so anyone who is asked first may win them all: they
    // take turns.
    const first = (round / SIDE_BY_SIDE) % 2 === 0 ? left : right;
    await Promise.all(
      Array.from({ length: SIDE_BY_SIDE }, async (_, index) => {
        const hasHeadStart = index % HEAD_START === 0;
        const remembering = hasHeadStart ? first : index % 2 === 0 ? left : right;
        const callId = await offered(left, remembering);
        winners.set(callId, await race(left, right, remembering, first, callId, hasHeadStart));
      }),
    );
  }
  assert.equal(winners.size, ROUNDS);

  const { pool } = left.patchbay.database;
  const { rows: calls } = await pool.query<{ id: number; agent_id: number; present: number }>(
    `select id, agent_id, state, jsonb_array_length(jsonb_path_query_array(participants, '$[*] ? (@.kind == "agent")')) as present
     from call where state = 'assigned' and offer is null`,
  );
  assert.equal(calls.length, ROUNDS);
  for (const { id, agent_id, present } of calls) {
    assert.equal(agent_id, winners.get(id), `call ${id} is stored with another winner`);
    assert.equal(present, 1);
  }
  const { rows: counts } = await pool.query<{ events: number; calls: number }>(
    `select count(*) as events, count(distinct call_id) as calls from call_event where type = 'agent_assigned'`,
  );
  assert.deepEqual(counts[0], { events: ROUNDS, calls: ROUNDS });
  const won = [LEFT, RIGHT].map((agentId) => [...winners.values()].filter((id) => id === agentId).length);
  assert.ok(
    won.every((count) => count > 0),
    `both sides won: ${won.join(' and ')}`,
  );
});
