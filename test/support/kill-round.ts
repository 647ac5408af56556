import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOKEN } from './patchbay.ts';
import type { ServerProcess } from './server-process.ts';
import { queryDatabase, startServerProcess } from './server-process.ts';

/** What is killed with SIGKILL while calls are created. */
export const VICTIMS = ['app', 'database', 'both'] as const;
export type Victim = (typeof VICTIMS)[number];

/** What came of one kill. */
export type KillRound = {
  readonly acknowledged: number;
  /** Requests that were sent and whose answer never came, or was a 5xx. */
  readonly unanswered: number;
  /** Acknowledged calls that cannot be read afterwards. */
  readonly lost: number;
  /** Keys that were sent again afterwards. */
  readonly retried: number;
  /** Calls beyond one for each key that was sent, whenever and however often. */
  readonly doubled: number;
  /** From the kill until the server was ready. Milliseconds. */
  readonly recovery: number;
};

/** Of the demo workspace. */
const MENU = 53;
const LANES = 12;
/** The kill is no sooner than this many calls are acknowledged, however slow the machine is. */
const LEAST_ACKNOWLEDGED = 5;
/** Acknowledged keys that are sent again besides all the unanswered ones. */
const RETRIED_OF_ACKNOWLEDGED = 20;
const MAX_RECOVERY = 60_000;

/** Takes the agents off the menu that the calls are for, so that they wait and nothing else happens. */
export async function silence(dataDirectory: string): Promise<void> {
  await queryDatabase(dataDirectory, `update menu set groups = '[]' where id = ${MENU}`);
}

/**
 * Creates over HTTP until the victim dies, brings the server back and looks what is there. Answers the server that runs
 * then.
 */
export async function killRound(
  server: ServerProcess,
  dataDirectory: string,
  victim: Victim,
  milliseconds: number,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly round: KillRound; readonly server: ServerProcess }> {
  const postmaster = await server.postmaster();
  const before = await total(server.address);
  const stop = new AbortController();
  const acknowledged = new Map<string, number>();
  const unanswered = new Set<string>();
  const lanes = Array.from({ length: LANES }, async () => {
    while (!stop.signal.aborted) {
      const key = randomUUID();
      unanswered.add(key);
      const id = await create(server.address, key);
      if (id === null) continue;
      unanswered.delete(key);
      acknowledged.set(key, id);
    }
  });
  while (acknowledged.size < LEAST_ACKNOWLEDGED) await sleep(1);
  await sleep(milliseconds);
  const began = performance.now();
  if (victim !== 'database') process.kill(server.pid, 'SIGKILL');
  if (victim !== 'app') process.kill(postmaster, 'SIGKILL');
  await sleep(50); // Some requests meet the ruins.
  stop.abort();
  await Promise.all(lanes);
  if (victim !== 'database') await server.ended;
  const next = victim === 'database' ? server : await startServerProcess(dataDirectory, env);
  await untilReady(next.address);
  const recovery = performance.now() - began;
  const judged = await judge(next.address, before, acknowledged, unanswered);
  return {
    round: { acknowledged: acknowledged.size, unanswered: unanswered.size, recovery, ...judged },
    server: next,
  };
}

/** Every acknowledged call must be there, and every key must have exactly one call, however often it is sent. */
async function judge(
  address: string,
  before: number,
  acknowledged: ReadonlyMap<string, number>,
  unanswered: ReadonlySet<string>,
): Promise<Pick<KillRound, 'lost' | 'retried' | 'doubled'>> {
  const readable = await Promise.all(acknowledged.values().map(async (id) => exists(address, id)));
  const again = [...[...acknowledged.keys()].slice(-RETRIED_OF_ACKNOWLEDGED), ...unanswered];
  let strange = 0;
  for (const key of again) {
    const id = await retry(address, key);
    const isFirst = id === (acknowledged.get(key) ?? id) && id === (await retry(address, key));
    if (!isFirst) strange += 1;
  }
  const made = (await total(address)) - before;
  return {
    lost: readable.filter((isThere) => !isThere).length,
    retried: again.length,
    doubled: strange + Math.abs(made - acknowledged.size - unanswered.size),
  };
}

/** Asks for a queued call; answers its id, null when there was no answer or it was a 5xx. */
async function create(address: string, key: string): Promise<number | null> {
  const answer = await ask(address, '/apps/api/v1/calls', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ call_type: 'Voice Inbound (API)', menu_id: MENU, end_user_number: '+12125550123' }),
  });
  if (answer === null || answer.status >= 500) return null;
  if (answer.status !== 201) throw new Error(`A create was answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { id: number }).id; // A 201 carries the call.
}

/** As a client that must have its call: again with the same key until there is an answer. */
async function retry(address: string, key: string): Promise<number> {
  const limit = performance.now() + MAX_RECOVERY;
  while (performance.now() < limit) {
    const id = await create(address, key);
    if (id !== null) return id;
    await sleep(20);
  }
  throw new Error('A create was not answered for too long.');
}

async function exists(address: string, id: number): Promise<boolean> {
  const answer = await read(address, `/apps/api/v1/calls/${id}`);
  return answer.status === 200 && ((await answer.json()) as { id: number }).id === id;
}

/** Asks until the answer is no 5xx: a connection that broke may be found broken by the request after it. */
async function read(address: string, path: string): Promise<Response> {
  const limit = performance.now() + MAX_RECOVERY;
  for (;;) {
    const answer = await ask(address, path);
    if (answer !== null && answer.status < 500) return answer;
    if (performance.now() > limit) throw new Error(`${path} was answered ${answer?.status} for too long.`);
    await sleep(20);
  }
}

/** How many calls there are. */
async function total(address: string): Promise<number> {
  const answer = await read(address, '/apps/api/v1/calls?per_page=1');
  if (answer.status !== 200) throw new Error(`The list was answered ${answer.status}.`);
  return Number(answer.headers.get('total'));
}

async function ask(address: string, path: string, init: RequestInit = {}): Promise<Response | null> {
  const authorization = `Basic ${Buffer.from(`demo:${TOKEN}`).toString('base64')}`;
  const headers = { authorization, ...(init.headers as Record<string, string> | undefined) };
  return fetch(address + path, { ...init, headers, signal: AbortSignal.timeout(15_000) }).catch(() => null);
}

async function untilReady(address: string): Promise<void> {
  const limit = performance.now() + MAX_RECOVERY;
  while (performance.now() < limit) {
    if ((await ask(address, '/readyz'))?.status === 200) return;
    await sleep(20);
  }
  throw new Error(`The server was not ready ${MAX_RECOVERY} ms after the kill.`);
}
