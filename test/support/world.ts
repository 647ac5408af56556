import assert from 'node:assert/strict';
import { after } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Call } from '#domain/call/call.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Agent } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import type { Actor, AgentActor } from '#domain/identity/actor.ts';
import { callerOf, namedAgent } from '#domain/identity/actor.ts';
import { hashToken } from '#http/auth.ts';
import { aMenu, anAgent, START } from './calls.ts';
import { testDatabase } from './database.ts';
import type { ManualClock } from './manual-clock.ts';
import { createManualClock } from './manual-clock.ts';
import type { TestPatchbay } from './patchbay.ts';
import { testPatchbay } from './patchbay.ts';

/** The one workspace of a world. */
export const WORKSPACE = 1;

/** A program with a token of it. */
export const PROGRAM: Actor = { kind: 'token', workspaceId: WORKSPACE };

/** One of its agents, who asks for something. */
export function agent(agentId: number): AgentActor {
  return namedAgent(WORKSPACE, agentId);
}

/** The caller of the call, who does. */
export function caller(callId: number): Actor {
  return callerOf({ workspaceId: WORKSPACE, id: callId });
}

/** Who is there. Agents and menus are as in calls.ts unless told otherwise. */
export type Cast = {
  readonly agents?: readonly (Partial<Agent> & { readonly id: number })[];
  readonly menus?: readonly (Partial<Menu> & { readonly id: number })[];
  readonly env?: Readonly<Record<string, string>>;
  /** The clock of the server, made over the world's. Default: the world's itself. */
  readonly clockOver?: (clock: ManualClock) => Clock;
};

/** A server whose clock stands still until the test lets time pass. */
export type World = {
  readonly patchbay: TestPatchbay;
  readonly engine: TestPatchbay['engine'];
  readonly clock: ManualClock;
  /** How to reach its database. */
  readonly connection: object;
  /** Lets seconds pass, with all that comes due in them. */
  pass(seconds: number): Promise<void>;
  /** Waits until nothing is under way at this instant. */
  settle(): Promise<void>;
  /** The call as it is stored. */
  stored(callId: number): Promise<Call>;
  /** A call that waits for the menu (9 unless told otherwise), queued now. */
  queueCall(menuId?: number, number?: string): Promise<Call>;
  /** A call that was answered by the agent and is connected. */
  connectCall(agentId: number, menuId?: number): Promise<Call>;
};

/** Servers that joined a world by its connection: they stop before its database goes. */
const joinedTo = new WeakMap<object, TestPatchbay[]>();

/** Starts a server on a world of one's own, at 2026-03-02 09:00 UTC, a Monday. The simulator plays at life's pace. */
export async function testWorld(cast: Cast = {}): Promise<World> {
  const database = await testDatabase();
  let world: World | null = null;
  const clock = createManualClock(START, async () => world?.settle());
  const env = { PATCHBAY_DEMO: 'off', PATCHBAY_SIMULATOR_SPEED: '1', ...cast.env };
  const shown = cast.clockOver?.(clock) ?? clock;
  const patchbay = await testPatchbay(env, { connection: database.config, clock: shown });
  const joined: TestPatchbay[] = [];
  joinedTo.set(database.config, joined);
  after(async () => {
    for (const each of [...joined, patchbay]) await each.stop();
    await database.drop();
  });
  await settleIn(patchbay, cast);
  world = openWorld(patchbay, clock, database.config);
  return world;
}

/**
 * A second server on the database of the first, with a clock of its own: what holds of the rows when two write at once.
 * An operator cannot start one; see `src/storage/sole-server.ts`.
 */
export async function joinWorld(connection: object, start: Date, env = {}): Promise<World> {
  let world: World | null = null;
  const clock = createManualClock(start, async () => world?.settle());
  const patchbay = await testPatchbay(
    { PATCHBAY_SIMULATOR_SPEED: '1', ...env },
    { connection, clock, sharesDatabase: true },
  );
  joinedTo.get(connection)?.push(patchbay);
  world = openWorld(patchbay, clock, connection);
  return world;
}

function openWorld(patchbay: TestPatchbay, clock: ManualClock, connection: object): World {
  const { engine, simulator } = patchbay;
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) {
      await engine.settled();
      await simulator.settled();
      await nextTurn();
    }
  };
  const stored = async (callId: number): Promise<Call> => {
    const call = await engine.calls.byId(WORKSPACE, callId);
    if (call === null) throw new Error(`There is no call ${callId}.`);
    return call;
  };
  const queueCall = async (menuId = 9, number = '+14155550148'): Promise<Call> => {
    const outcome = await engine.receiveCall({
      workspaceId: WORKSPACE,
      menuId,
      ticketId: null,
      number,
      ownNumber: null,
      lang: 'en',
      recordingPermission: 'not_asked',
      requestKey: null,
    });
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    await settle();
    return stored(outcome.value.id);
  };
  const connectCall = async (agentId: number, menuId = 9): Promise<Call> => {
    const { id } = await queueCall(menuId);
    const answered = await engine.answerCall(agent(agentId), id);
    if (!answered.ok) throw new Error(`Agent ${agentId} could not answer.`);
    await engine.report(id, { type: 'legs_bridged' });
    await settle();
    return stored(id);
  };
  return {
    patchbay,
    engine,
    clock,
    connection,
    pass: async (seconds) => clock.advance(seconds * 1000),
    settle,
    stored,
    queueCall,
    connectCall,
  };
}

/**
 * A token of the kind for the workspace, which is the world's unless another is named, and made when it is not there.
 */
export async function tokenOf({ patchbay }: World, kind = 'staff', workspaceId = WORKSPACE): Promise<string> {
  const { query } = patchbay.database;
  const other = { id: workspaceId, subdomain: `other-${workspaceId}`, name: 'Other' };
  await query
    .insertInto('workspace')
    .values(other)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const token = `${kind}-token-${workspaceId}-0123456789`;
  const hash = hashToken(token);
  await query
    .insertInto('api_token')
    .values({ workspace_id: workspaceId, name: kind, kind, lookup: hash.subarray(0, 8), hash })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return token;
}

/** Someone calls a number of the world from outside: unless told otherwise they stand in the menus. */
export async function ring(world: World, from = '+14155550148', to = '+13392195276'): Promise<Call> {
  const taken = await world.engine.takeCall({
    workspaceId: WORKSPACE,
    from,
    to,
    origin: 'phone',
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  });
  await world.settle();
  return taken.ok ? taken.value : assert.fail(taken.refusal.code);
}

/** Writes the workspace, its people and its menus into the empty database. */
async function settleIn(
  { database: { query } }: TestPatchbay,
  { agents = [], menus = [{ id: 9 }] }: Cast,
): Promise<void> {
  await query.insertInto('workspace').values({ id: WORKSPACE, subdomain: 'world', name: 'World' }).execute();
  await query.insertInto('language').values({ workspace_id: WORKSPACE, code: 'en', enabled: true }).execute();
  const numbers = [
    { number: '+13392195276', display: '+1 339-219-5276', destination_kind: 'menu', is_default: true },
    { number: '+13392195277', display: '+1 339-219-5277', destination_kind: 'fin', is_default: false },
  ];
  await query
    .insertInto('phone_number')
    .values(numbers.map((number) => ({ ...number, workspace_id: WORKSPACE })))
    .execute();
  for (const change of agents) {
    const row = anAgent(change.id, change);
    await query
      .insertInto('agent')
      .values({
        id: row.id,
        uid: row.uid,
        workspace_id: WORKSPACE,
        email: row.email,
        first_name: row.firstName,
        last_name: row.lastName,
        may_call: row.mayCall,
        status: row.status,
        idle_since: row.idleSince,
        capacity: row.capacity,
        simulated: row.simulated,
        assist: row.assist,
        wants_assist: row.wantsAssist,
      })
      .execute();
  }
  for (const change of menus) {
    const menu = aMenu({ name: `Menu ${change.id}`, ...change });
    await query
      .insertInto('menu')
      .values({
        id: menu.id,
        workspace_id: WORKSPACE,
        name: menu.name,
        kind: menu.kind,
        parent_id: menu.parentId,
        output_message: menu.outputMessage,
        deleted: menu.deleted,
        redirected: menu.redirected,
        hours: menu.hours === null ? null : JSON.stringify(menu.hours),
        offer_type: menu.offerType,
        offer_seconds: menu.offerSeconds,
        groups: JSON.stringify(menu.groups),
        recording: menu.recording,
        deflection: menu.deflection,
        capacity: menu.capacity,
        no_agents: JSON.stringify(menu.noAgents),
        long_wait: JSON.stringify(menu.longWait),
        over_capacity: JSON.stringify(menu.overCapacity),
      })
      .execute();
  }
}
