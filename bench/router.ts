/** How soon does a waiting call find an agent, and what does a routed call cost from its first moment to its last? */
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Call } from '#domain/call/call.ts';
import { readConfig } from '../src/config/config.ts';
import type { Patchbay } from '../src/app/app.ts';
import { startPatchbay } from '../src/app/app.ts';
import { postmasterOf } from '../test/support/server-process.ts';
import { callerOf } from './support/drafts.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, percentile } from './support/figure.ts';
import { inScratchDirectory } from './support/server.ts';
import { cpuOf } from './support/usage.ts';
import { namedAgent } from '#domain/identity/actor.ts';

/**
 * Two menus: one with agents to spare, one with so few that callers always wait. The first agent free is rung, alone.
 */
const PLENTY = { menuId: 1, agents: 200, callsASecond: 60, talkMs: 1_000 };
const FEW = { menuId: 2, agents: 20, callsASecond: 60, talkMs: 400 };
/** A busy hour: what happens at the same moment shares a commit, so a call costs less than when it comes alone. */
const BUSY = { ...PLENTY, callsASecond: 300, talkMs: 300 };
const WARM_UP_S = 3;
const SECONDS = 20;

/** What was seen of the calls. Milliseconds. */
type Seen = { readonly offered: number[]; readonly refilled: number[] };

/** Time from queued, and from an agent's end of a call, to the next offer as stored; CPU of a whole life. */
export async function router(): Promise<Figure[]> {
  return inScratchDirectory(async (directory) => {
    const patchbay = await start(directory);
    try {
      await drive(patchbay, BUSY, WARM_UP_S);
      const postmaster = await postmasterOf(directory);
      const plenty = await driveCounted(patchbay, PLENTY, postmaster);
      const few = await drive(patchbay, FEW, SECONDS);
      const busy = await driveCounted(patchbay, BUSY, postmaster);
      const { offered } = plenty.seen;
      return [
        atMost(
          `queued to offered, p99 of ${offered.length}, ${PLENTY.agents} agents`,
          percentile(offered, 0.99),
          'ms',
          20,
        ),
        known('queued to offered, p50', percentile(offered, 0.5), 'ms'),
        atMost(
          `agent freed to next offer, p99 of ${few.refilled.length}, callers waiting`,
          percentile(few.refilled, 0.99),
          'ms',
          20,
        ),
        known('agent freed to next offer, p50', percentile(few.refilled, 0.5), 'ms'),
        atMost(`CPU of a routed call at ${BUSY.callsASecond} calls a second`, busy.app + busy.database, 'ms', 2),
        known('… of it the app, with what drives it', busy.app, 'ms'),
        known('… of it the database', busy.database, 'ms'),
        known(`CPU of a routed call at ${PLENTY.callsASecond} calls a second`, plenty.app + plenty.database, 'ms'),
      ];
    } finally {
      await patchbay.stop();
    }
  });
}

/** All of Patchbay in this process, on a durable database, with agents who are people. */
async function start(directory: string): Promise<Patchbay> {
  const env = { PATCHBAY_DATA_DIR: directory, PATCHBAY_PORT: '0', PATCHBAY_DEMO_TOKEN: 'bench-token-0123456789' };
  const log = pino(pino.destination(join(directory, 'log')));
  const patchbay = await startPatchbay(readConfig(env), log);
  const { pool } = patchbay.database;
  await pool.query('delete from menu; delete from agent');
  for (const { menuId, agents } of [PLENTY, FEW]) {
    const from = menuId * 1000;
    await pool.query(
      `insert into agent (id, workspace_id, email, status) select n, 1, n || '@example.com', 'available'
       from generate_series($1::int, $2::int) n`,
      [from, from + agents - 1],
    );
    await pool.query(
      `insert into menu (id, workspace_id, name, kind, offer_type, offer_seconds, recording, groups)
       select $1::int, 1, 'Menu', 'ivr_menu', 'deltacast', 600, 'never',
         jsonb_build_array(jsonb_build_object('name', 'All', 'agentIds', jsonb_agg(n))) from generate_series($2::int, $3::int) n`,
      [menuId, from, from + agents - 1],
    );
  }
  await sleep(2_500); // Until the server has seen them.
  return patchbay;
}

/** The same, with the CPU of each call in milliseconds. */
async function driveCounted(patchbay: Patchbay, load: typeof PLENTY, postmaster: number) {
  const before = await cpuOf(process.pid, postmaster);
  const seen = await drive(patchbay, load, SECONDS);
  const after = await cpuOf(process.pid, postmaster);
  const each = (seconds: number): number => (seconds / seen.offered.length) * 1000;
  return { seen, app: each(after.app - before.app), database: each(after.database - before.database) };
}

/** Calls come at a steady rate; each is answered at once, talks and hangs up. Answers when all have ended. */
async function drive(patchbay: Patchbay, load: typeof PLENTY, seconds: number): Promise<Seen> {
  const seen: Seen = { offered: [], refilled: [] };
  const lives: Promise<void>[] = [];
  const watch = watchMoves(patchbay, seen);
  const began = performance.now();
  for (let count = 0; count < seconds * load.callsASecond; count += 1) {
    const due = began + (count / load.callsASecond) * 1000;
    if (due > performance.now()) await sleep(due - performance.now());
    lives.push(live(patchbay, load, watch, callerOf(count)));
  }
  await Promise.all(lives);
  watch.stop();
  return seen;
}

/** Resolves with an offer for the call. */
type Watch = { offered(callId: number): Promise<Call>; stop(): void };

function watchMoves({ engine }: Patchbay, seen: Seen): Watch {
  const waiting = new Map<number, (call: Call) => void>();
  const queuedAt = new Map<number, number>();
  const freedAt = new Map<number, number>();
  let isOn = true;
  engine.onTransition(({ call, event }) => {
    if (!isOn) return;
    const now = performance.now();
    if (event.type === 'created') queuedAt.set(call.id, now);
    if (event.type === 'hung_up' && call.agentId !== null) freedAt.set(call.agentId, now);
    if (event.type !== 'agents_rung') return;
    seen.offered.push(now - (queuedAt.get(call.id) ?? now));
    for (const agentId of event.agentIds) {
      const freed = freedAt.get(agentId);
      if (freed !== undefined) seen.refilled.push(now - freed);
      freedAt.delete(agentId);
    }
    waiting.get(call.id)?.(call);
    waiting.delete(call.id);
  });
  return {
    offered: async (callId) => new Promise((resolve) => waiting.set(callId, resolve)),
    stop: () => void (isOn = false),
  };
}

async function live(
  { engine }: Patchbay,
  { menuId, talkMs }: typeof PLENTY,
  watch: Watch,
  number: string,
): Promise<void> {
  const asked = {
    workspaceId: 1,
    menuId,
    ticketId: null,
    number,
    ownNumber: null,
    lang: 'en',
    requestKey: null,
  } as const;
  const queued = await engine.receiveCall({ ...asked, recordingPermission: 'not_asked' });
  if (!queued.ok) throw new Error(queued.refusal.code);
  const { id } = queued.value;
  const { offer } = await watch.offered(id);
  await engine.answerCall(namedAgent(1, offer?.agentIds[0] ?? 0), id);
  await engine.report(id, { type: 'legs_bridged' });
  await sleep(talkMs);
  const ended = await engine.report(id, { type: 'hung_up', by: 'end_user' });
  if (!ended.ok || ended.value.state !== 'finished') throw new Error(`Call ${id} did not finish.`);
}
