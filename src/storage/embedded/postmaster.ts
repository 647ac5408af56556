import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, hasCode } from './errors.ts';
import type { Place } from './place.ts';
import { isServerOf, readPostmasterFile } from './postmaster-file.ts';
import { programOptions, runProgram } from './program.ts';
import type { Exit, ServerLog } from './server-log.ts';
import { openServerLog } from './server-log.ts';

/** A running server. */
export type Postmaster = {
  readonly pid: number;
  /** Settles when the server has ended; never rejects. Does not keep our process alive. */
  readonly exited: Promise<Exit>;
};

/** All that does not change from one start of the server to the next. */
export type Installation = { readonly place: Place; readonly binaries: Binaries; readonly args: readonly string[] };

/** Recovery after a crash replays at most some gigabytes. Milliseconds. */
const READY_LIMIT = 5 * 60_000;

/** How often we look whether the server is ready. Milliseconds. */
const READY_STEP = 10;

/** How often we look whether a server lives that is not our child. Milliseconds. */
const ALIVE_STEP = 250;

/** How a server is ended, and how long we wait for each. Source: PostgreSQL 18, 18.5 "Shutting Down the Server". */
const WAYS_TO_END = [
  { signal: 'SIGINT', patience: 10_000 },
  { signal: 'SIGQUIT', patience: 5_000 },
  { signal: 'SIGKILL', patience: 5_000 },
] as const;

/** Starts a server as our child and waits until it takes connections. */
export async function launch(installation: Installation): Promise<Postmaster> {
  const log = await openServerLog(installation.place.home);
  try {
    const postmaster = await spawnServer(installation, log);
    await untilReady(postmaster, installation, log);
    return postmaster;
  } finally {
    await log.close();
  }
}

/**
 * Detached, so that a Ctrl-C for us is none for the server: it must outlive our last transaction.
 * Not waited for by the event loop, so that we may end before it.
 */
async function spawnServer({ place, binaries, args }: Installation, log: ServerLog): Promise<Postmaster> {
  const child = spawn(join(binaries.directory, 'postgres'), args, {
    ...programOptions(place.identity, place.cluster),
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  const exited = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new EmbeddedPostgresError('start_failed', `${child.spawnfile} cannot be started.`, { cause });
  }
  child.unref();
  if (child.pid === undefined) throw new Error('A child that was spawned has no number.');
  return { pid: child.pid, exited };
}

async function untilReady(postmaster: Postmaster, installation: Installation, log: ServerLog): Promise<void> {
  const limit = performance.now() + READY_LIMIT;
  const exit = postmaster.exited.then((exit) => ({ exit }));
  for (;;) {
    const ended = await Promise.race([exit, sleep(READY_STEP, null)]);
    if (ended !== null) throw await log.readFailure(ended.exit);
    const file = await readPostmasterFile(installation.place.cluster);
    if (file?.pid === postmaster.pid && file.status === 'ready') return;
    if (performance.now() < limit) continue;
    await end(postmaster, installation);
    throw new EmbeddedPostgresError('start_failed', `PostgreSQL was not ready after ${READY_LIMIT / 1000} s.`);
  }
}

/** A running server that is not our child. */
export function watchStranger(pid: number, args: readonly string[]): Postmaster {
  return { pid, exited: untilGone(pid, args) };
}

async function untilGone(pid: number, args: readonly string[]): Promise<Exit> {
  while (await isServerOf(pid, args)) await sleep(ALIVE_STEP, null, { ref: false });
  return { code: null, signal: null };
}

/** Ends a server: open transactions are rolled back and clients disconnected; with force if that takes too long. */
export async function end(postmaster: Postmaster, installation: Installation): Promise<void> {
  for (const { signal, patience } of WAYS_TO_END) {
    if (await isServerOf(postmaster.pid, installation.args)) await send(postmaster.pid, signal, installation);
    if (await endsWithin(postmaster, patience)) return;
  }
  throw new EmbeddedPostgresError('stop_failed', `The PostgreSQL process ${postmaster.pid} does not end.`);
}

async function endsWithin(postmaster: Postmaster, milliseconds: number): Promise<boolean> {
  const patience = new AbortController();
  const ended = await Promise.race([
    postmaster.exited.then(() => true),
    sleep(milliseconds, false, { signal: patience.signal }).catch(() => false),
  ]);
  patience.abort();
  return ended;
}

/** Windows has no signals: there PostgreSQL listens on a pipe, and pg_ctl knows which. */
async function send(pid: number, signal: NodeJS.Signals, { place, binaries }: Installation): Promise<void> {
  if (process.platform === 'win32') {
    const args = ['kill', signal.replace('SIG', ''), String(pid)];
    await runProgram(join(binaries.directory, 'pg_ctl'), args, programOptions(null, place.home), 'stop_failed');
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error; // It ended by itself in between.
  }
}
