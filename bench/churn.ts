/** Is memory back after ten minutes' worth of calls and desks, or is it held? */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TOKEN } from '../test/support/patchbay.ts';
import { churnCall, glance, staffDesk } from './churn/web-call.ts';
import type { Workforce } from './media/workforce.ts';
import { withWorkforce } from './media/workforce.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known } from './support/figure.ts';
import type { BenchServer } from './support/server.ts';
import { inScratchDirectory } from './support/server.ts';
import { residentOf } from './support/usage.ts';
import { inLanes } from './support/wire.ts';

const WEB_CALLS = Number(process.env['BENCH_WEB_CALLS'] ?? 3000);
/** For this many web calls there is one of the others. */
const [DESKS_EVERY, SIMULATED_EVERY] = [2, 2];
/** Agents who answer, and callers at a time. */
const LANES = 6;
/** Calls before the first measurement: what is loaded once, such as the threads for sound, is no growth. */
const WARM_UP = 24;
/** How long nothing happens before a measurement: longer than a thread without work stays. Milliseconds. */
const REST_MS = 75_000;
const SAMPLE_MS = 250;
/** Last digits of such callers. Source: magic-numbers.ts. */
const LEAVES_A_MESSAGE = '0008';
const PROBE = fileURLToPath(new URL('support/heap-probe.mjs', import.meta.url));

/** Megabytes: of the process as the system counts them, and of what its threads use. */
type Size = { readonly resident: number; readonly used: number };

/** Memory at rest before, at its peak, and at rest after. */
export async function churn(): Promise<Figure[]> {
  return inScratchDirectory(async (directory) => {
    const file = join(directory, 'heap.json');
    const env = { NODE_OPTIONS: `--import=${PROBE}`, HEAP_FILE: file, PATCHBAY_SIMULATOR_SPEED: '20' };
    return withWorkforce(LANES, LANES, async (server, talking, rung) => measured(server, talking, rung, file), env);
  });
}

async function measured(server: BenchServer, talking: Workforce, rung: Workforce, file: string): Promise<Figure[]> {
  const leave = await Promise.all(talking.agents.map(async (agent) => staffDesk(server, agent)));
  const started = await residentOf(server.pid);
  await churnSome(server, talking, rung, WARM_UP);
  const before = await atRest(server.pid, file);
  const peak = await watchPeak(server.pid, async () => churnSome(server, talking, rung, WEB_CALLS));
  const quiet = await restAndLook(server.pid);
  const after = await atRest(server.pid, file);
  for (const end of leave) end();
  return [
    known('memory (RSS) at the start, desks open', started, 'MB'),
    known(`… at rest after ${WARM_UP} calls`, before.resident, 'MB'),
    known(`… at its peak, ${WEB_CALLS} web calls and half as many desks and simulated calls`, peak, 'MB'),
    known('… at rest, before its garbage is asked for', quiet, 'MB'),
    known('… at rest after', after.resident, 'MB'),
    atMost('… of what it was at rest before', after.resident / before.resident, '', 1.5),
    known('in use by all threads, before', before.used, 'MB'),
    known('… after', after.used, 'MB'),
    atMost('… grown for each web call', ((after.used - before.used) * 1024) / WEB_CALLS, 'kB', 1),
  ];
}

async function churnSome(server: BenchServer, talking: Workforce, rung: Workforce, calls: number): Promise<void> {
  let begun = 0;
  await inLanes(
    LANES,
    () => begun >= calls,
    async (lane) => {
      begun += 1;
      const count = begun;
      const agent = rung.agents[lane];
      if (count % DESKS_EVERY === 0 && agent !== undefined) await glance(server, agent);
      if (count % SIMULATED_EVERY === 0) await simulate(server.address, rung.menuId, count);
      await churnCall(server, talking.menuId);
    },
  );
}

/** A call that the simulator plays: its caller leaves a message, which is spoken, stored and written down. */
async function simulate(address: string, menuId: number, count: number): Promise<void> {
  const from = `+1212${200 + (count % 800)}${LEAVES_A_MESSAGE}`;
  const answer = await fetch(`${address}/v1/simulator/calls`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ from, menu_id: menuId }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`A simulated call was answered ${answer.status}: ${text}`);
}

async function watchPeak(pid: number, work: () => Promise<void>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    residentOf(pid).then(
      (size) => (peak = Math.max(peak, size)),
      () => undefined,
    );
  }, SAMPLE_MS);
  await work();
  clearInterval(timer);
  return peak;
}

async function restAndLook(pid: number): Promise<number> {
  await sleep(REST_MS);
  return residentOf(pid);
}

/** Twice, since what a collection sets free may free more. */
async function atRest(pid: number, file: string): Promise<Size> {
  await sleep(REST_MS);
  await collect(pid, file);
  const used = await collect(pid, file);
  return { resident: await residentOf(pid), used };
}

async function collect(pid: number, file: string): Promise<number> {
  await rm(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let tries = 0; tries < 600; tries += 1) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return (JSON.parse(text) as number[]).reduce((sum, size) => sum + size, 0) / 2 ** 20;
    await sleep(50);
  }
  throw new Error('The server did not say what memory it uses.');
}
