/** What does a read cost in CPU, over app and database, beside the least that it can cost? */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { TOKEN } from '../test/support/patchbay.ts';
import type { Figure } from './support/figure.ts';
import { known, percentile, ratioOf } from './support/figure.ts';
import { seedCalls, seedPresentHour } from './support/seed-calls.ts';
import type { BenchServer } from './support/server.ts';
import { withServer } from './support/server.ts';
import { cpuOf } from './support/usage.ts';
import { inLanes, openWire, writeRequest } from './support/wire.ts';

const CALLS = 10_000;
const LANES = 4;
/** The two sides take turns, and the median of the turns counts: a busy moment of the machine falls on both. */
const ROUNDS = 7;
const ROUND_MS = 600;
/** Calls of the present hour, for the first page: few, then many. */
const FEW = 100;
const MANY = 100_000;

/** One side of a comparison: which process answers, and what is asked of it. */
type Side = { readonly address: string; readonly pid: number; request(): string };

const id = (): number => 1001 + Math.floor(Math.random() * CALLS);
const get = (path: string): string => writeRequest('GET', path, TOKEN);

/** Each read, and what the bare route is asked for the same rows. */
const READS: Readonly<Record<string, { readonly ours: () => string; readonly bare: () => string }>> = {
  'by id, CCAI': { ours: () => get(`/apps/api/v1/calls/${id()}`), bare: () => get(`/call/${id()}`) },
  'by id, Intercom': { ours: () => get(`/calls/${id()}`), bare: () => get(`/call/${id()}`) },
  'by id, Patchbay': { ours: () => get(`/v1/calls/${id()}`), bare: () => get(`/call/${id()}`) },
  'page of 25, CCAI': { ours: () => get('/apps/api/v1/calls?per_page=25'), bare: () => get('/calls') },
  'page of 25, Intercom': { ours: () => get('/calls'), bare: () => get('/calls') },
  'page of 25, vcita': { ours: () => get('/v3/communication/voice_calls'), bare: () => get('/calls') },
  'page of 25, Patchbay': { ours: () => get('/v1/calls?limit=25'), bare: () => get('/calls') },
};

/**
 * CPU of each read beside the bare route, and of the first page when the present hour is full beside when it is not.
 */
export async function readsCost(): Promise<Figure[]> {
  return withServer(async (server) => {
    await seedCalls(server.pool, CALLS);
    const bare = await startBareReader(server);
    try {
      const figures: Figure[] = [];
      for (const [what, { ours, bare: bareRequest }] of Object.entries(READS)) {
        const [cost, least] = await compared(server, { ...server, request: ours }, { ...bare, request: bareRequest });
        figures.push(
          ratioOf(`CPU of a read ${what}, beside a bare route`, cost.all, least.all, 'µs', { atMost: 1.6 }),
          known('… of it the database', cost.database, 'µs'),
        );
      }
      figures.push(...(await fullHour(server)));
      return figures;
    } finally {
      bare.stop();
    }
  });
}

type Cost = { readonly all: number; readonly database: number };

/** Microseconds of CPU a request, for each side: the medians of the turns. */
async function compared(server: BenchServer, ...sides: readonly Side[]): Promise<[Cost, Cost]> {
  const costs = sides.map((): Cost[] => []);
  for (let round = -1; round < ROUNDS; round += 1)
    for (const [index, side] of sides.entries()) {
      const cost = await costOf(server, side);
      if (round >= 0) costs[index]?.push(cost);
    }
  const [first = NOTHING, second = NOTHING] = costs.map((each) => ({
    all: percentile(
      each.map(({ all }) => all),
      0.5,
    ),
    database: percentile(
      each.map(({ database }) => database),
      0.5,
    ),
  }));
  return [first, second];
}

const NOTHING: Cost = { all: Number.NaN, database: Number.NaN };

async function costOf(server: BenchServer, { address, pid, request }: Side): Promise<Cost> {
  const postmaster = await server.postmaster();
  const wires = Array.from({ length: LANES }, () => openWire(address));
  const before = await cpuOf(pid, postmaster);
  const until = performance.now() + ROUND_MS;
  const taken = await inLanes(
    LANES,
    () => performance.now() > until,
    async (lane) => {
      const answer = await wires[lane]?.send(request());
      if (answer?.status !== 200) throw new Error(`A read was answered ${answer?.status}: ${answer?.body}`);
    },
  );
  const after = await cpuOf(pid, postmaster);
  for (const wire of wires) wire.close();
  const each = (seconds: number): number => (seconds / taken.length) * 1e6;
  const database = each(after.database - before.database);
  return { all: each(after.app - before.app) + database, database };
}

/** The first page of the two lists that tell a total, with few and then with many calls in the present hour. */
async function fullHour(server: BenchServer): Promise<Figure[]> {
  const lists = { Intercom: '/calls', CCAI: '/apps/api/v1/calls?per_page=25' } as const;
  const costs = async (): Promise<Cost[]> => {
    const found: Cost[] = [];
    for (const path of Object.values(lists)) {
      const side = { ...server, request: () => get(path) };
      found.push((await compared(server, side))[0]);
    }
    return found;
  };
  await seedPresentHour(server.pool, FEW);
  const few = await costs();
  await seedPresentHour(server.pool, MANY - FEW);
  const many = await costs();
  return Object.keys(lists).map((name, index) =>
    ratioOf(
      `CPU of the first page, ${name}: ${MANY} calls in the present hour, beside ${FEW}`,
      many[index]?.all ?? Number.NaN,
      few[index]?.all ?? Number.NaN,
      'µs',
      { atMost: 1.5 },
    ),
  );
}

async function startBareReader({ connection }: BenchServer): Promise<{ address: string; pid: number; stop(): void }> {
  const program = fileURLToPath(new URL('support/bare-reader.ts', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(connection)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [greeting] = (await once(child.stdout, 'data')) as [Buffer];
  const { pid } = child;
  if (pid === undefined) throw new Error('A process that has greeted has a number.');
  return { address: greeting.toString().trim(), pid, stop: () => void child.kill() };
}
