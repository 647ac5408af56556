/** How fast are calls created over HTTP, each stored for good before it is answered, and what does one cost? */
import process from 'node:process';
import { createCommitter } from '#storage/commit.ts';
import { openDatabase } from '#storage/database.ts';
import { TOKEN } from '../test/support/patchbay.ts';
import { callerOf, queuedDraft } from './support/drafts.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, percentile, ratioOf } from './support/figure.ts';
import type { BenchServer } from './support/server.ts';
import { addSilentMenu, withServer } from './support/server.ts';
import { cpuOf } from './support/usage.ts';
import { inLanes, openWire, writeRequest } from './support/wire.ts';

const CONNECTIONS = 32;
const WARM_UP_MS = 3_000;
/** The two ways take turns, so that a busy moment of the machine falls on both. */
const ROUNDS = 3;
const ROUND_MS = 4_000;

/** The bare way: the same rows by the same statement through the same driver, from a process that does nothing else. */
async function insertBare({ connection }: BenchServer, menuId: number, milliseconds: number): Promise<number> {
  const database = openDatabase(connection, () => undefined);
  const committer = createCommitter(database.pool);
  const until = performance.now() + milliseconds;
  let count = 0;
  await inLanes(
    CONNECTIONS,
    () => performance.now() > until,
    async () => committer.create(queuedDraft((count += 1), menuId, new Date())),
  );
  await database.close();
  return count;
}

/** The bytes before and after the caller's number, so that the load costs the machine as little as can be. */
function requestAround(menuId: number): readonly [string, string] {
  const body = `{"call_type":"Voice Inbound (API)","menu_id":${menuId},"end_user_number":"${callerOf(0)}"}`;
  const [before = '', after = ''] = writeRequest('POST', '/apps/api/v1/calls', TOKEN, body).split(callerOf(0));
  return [before, after];
}

/** A queued call by number, for a menu without agents. Answers how long each took. */
async function createOverHttp({ address }: BenchServer, menuId: number, milliseconds: number): Promise<number[]> {
  const wires = Array.from({ length: CONNECTIONS }, () => openWire(address));
  const until = performance.now() + milliseconds;
  const [before, after] = requestAround(menuId);
  let count = 0;
  const taken = await inLanes(
    CONNECTIONS,
    () => performance.now() > until,
    async (lane) => {
      const answer = await wires[lane]?.send(before + callerOf((count += 1)) + after);
      if (answer?.status !== 201) throw new Error(`A create was answered ${answer?.status}: ${answer?.body}`);
    },
  );
  for (const wire of wires) wire.close();
  return taken;
}

/** The rate of 32 connections beside the rate of the bare insert, and the CPU of one create over app and database. */
export async function create(): Promise<Figure[]> {
  return withServer(
    async (server) => {
      const menuId = await addSilentMenu(server.pool);
      await new Promise((resolve) => setTimeout(resolve, 2_500)); // Until the server has seen the menu.
      await createOverHttp(server, menuId, WARM_UP_MS);
      await insertBare(server, menuId, WARM_UP_MS);
      const postmaster = await server.postmaster();
      let bare = 0;
      const taken: number[] = [];
      const cpu = { app: 0, database: 0, load: 0 };
      for (let round = 0; round < ROUNDS; round += 1) {
        bare += await insertBare(server, menuId, ROUND_MS);
        const before = await cpuOf(server.pid, postmaster);
        const load = process.cpuUsage();
        taken.push(...(await createOverHttp(server, menuId, ROUND_MS)));
        const after = await cpuOf(server.pid, postmaster);
        const spent = process.cpuUsage(load);
        cpu.load += (spent.user + spent.system) / 1e6;
        cpu.app += after.app - before.app;
        cpu.database += after.database - before.database;
      }
      const seconds = (ROUNDS * ROUND_MS) / 1000;
      const each = (value: number): number => (value / taken.length) * 1e6;
      return [
        ratioOf('durable creates over HTTP, beside the bare insert', taken.length / seconds, bare / seconds, '/s', {
          atLeast: 0.7,
        }),
        atMost('CPU of a create, app and database', each(cpu.app + cpu.database), 'µs', 350),
        known('… of it the app', each(cpu.app), 'µs'),
        known('… of it the database', each(cpu.database), 'µs'),
        known('CPU of the load generator, beside it', each(cpu.load), 'µs'),
        known('time of a create, p50', percentile(taken, 0.5), 'ms'),
        known('time of a create, p99', percentile(taken, 0.99), 'ms'),
      ];
    },
    process.env['BENCH_PROFILE'] === undefined ? {} : { NODE_OPTIONS: process.env['BENCH_PROFILE'] },
  );
}
