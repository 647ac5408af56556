/** Does reading stay as fast when the history grows from a thousand calls to a million? */
import { rm } from 'node:fs/promises';
import type { Pool } from 'pg';
import { TOKEN } from '../test/support/patchbay.ts';
import { makeScratchDirectory } from '../test/support/scratch-directory.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, percentile, ratioOf } from './support/figure.ts';
import { seedCalls } from './support/seed-calls.ts';
import type { BenchServer } from './support/server.ts';
import { openPool, withServer } from './support/server.ts';
import type { Wire } from './support/wire.ts';
import { openWire, writeRequest } from './support/wire.ts';

const SIZES = [1_000, 100_000, 1_000_000] as const;
const WARM_UP = 300;
/** What takes long is asked less often: no turn is longer than this. */
const MAX_TURN_MS = 500;
/** The sizes take turns, so that a busy moment of the machine falls on all of them. */
const ROUNDS = 10;
const ASKS_A_ROUND = 60;

/** A stored call, as far as it is asked for. */
type Sample = { id: number; uid: string; phone: string; conversation: number; isReported: boolean; isFin: boolean };

/** What is asked, given calls chosen at random; undefined where the chosen ones do not do. */
type Question = (some: readonly Sample[], size: number) => string | undefined;

const get = (path: string): string => writeRequest('GET', path, TOKEN);
const first = (some: readonly Sample[], fits: (sample: Sample) => boolean, path: (sample: Sample) => string) => {
  const found = some.find(fits);
  return found === undefined ? undefined : get(path(found));
};
const any = (): boolean => true;

/** Asked of every size; goal: at a million at most 1.5 times as long as at a thousand. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  'by id, CCAI': (some) => first(some, any, ({ id }) => `/apps/api/v1/calls/${id}`),
  'by id, Intercom': (some) => first(some, any, ({ id }) => `/calls/${id}`),
  'by uid, vcita': (some) => first(some, any, ({ uid }) => `/v3/communication/voice_calls/${uid}`),
  'by phone, Fin Voice': (some) =>
    first(
      some,
      ({ isFin }) => isFin,
      ({ phone }) => `/fin_voice/phone_number/${phone}`,
    ),
  'by phone, vcita': (some) =>
    first(some, any, ({ phone }) => `/v3/communication/voice_calls?filter[from_number]=%2B${phone.slice(1)}`),
  'by external id, Fin Voice': (some) =>
    first(
      some,
      ({ isFin }) => isFin,
      ({ id }) => `/fin_voice/external_id/fin-${id}`,
    ),
  'by external id, vcita': (some) =>
    first(
      some,
      ({ isReported }) => isReported,
      ({ id }) => `/v3/communication/voice_calls?filter[external_uuid]=ext-${id - 1000}`,
    ),
  'by 20 conversation ids, Intercom': (some) =>
    writeRequest(
      'POST',
      '/calls/search',
      TOKEN,
      JSON.stringify({ conversation_ids: some.slice(0, 20).map(({ conversation }) => String(conversation)) }),
    ),
  'first page of 25, CCAI': () => get('/apps/api/v1/calls?per_page=25'),
  'first page of 25, Intercom': () => get('/calls'),
  'first page of 25, vcita': () => get('/v3/communication/voice_calls'),
};

/** Asked of the largest size; goal: a number of milliseconds. */
const DEEP: Readonly<Record<string, Question>> = {
  'page at 90 % depth with the total, CCAI': (_, size) => get(`/apps/api/v1/calls?per_page=25&page=${deep(size)}`),
  'page at 90 % depth with the total, Intercom': (_, size) => get(`/calls?page=${deep(size)}`),
};

function deep(size: number): number {
  return Math.floor((size * 0.9) / 25) + Math.floor(Math.random() * 40);
}

/** p50 of every question at each size. */
export async function reads(sizes: readonly number[] = SIZES): Promise<Figure[]> {
  return withServer(async (server) => {
    const stocks: Stock[] = [];
    for (const size of sizes) stocks.push(await openStock(server, size));
    try {
      return await ask(stocks);
    } finally {
      for (const { close } of stocks) await close();
    }
  });
}

/** A server on a database of its own in the same cluster, with this many calls. */
type Stock = {
  readonly size: number;
  readonly wire: Wire;
  sample(): Promise<Sample[]>;
  close(): Promise<void>;
};

async function openStock({ pool: cluster, connection }: BenchServer, size: number): Promise<Stock> {
  const name = `calls_${size}`;
  await cluster.query(`create database ${name}`);
  const { host, port, user } = connection;
  const directory = await makeScratchDirectory();
  const server = await startServerProcess(directory, {
    PATCHBAY_DATABASE_URL: `postgresql://${user}@/${name}?host=${encodeURIComponent(host)}&port=${port}`,
  });
  const pool = openPool({ ...connection, database: name });
  await seedCalls(pool, size);
  const wire = openWire(server.address);
  return {
    size,
    wire,
    sample: async () => sampleOf(pool, size),
    async close() {
      wire.close();
      await pool.end();
      await server.end('SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function sampleOf(pool: Pool, size: number): Promise<Sample[]> {
  const ids = Array.from({ length: 60 }, () => 1001 + Math.floor(Math.random() * size));
  const { rows } = await pool.query<Sample>(
    `select id::float8 as id, uid, contact_number as phone, conversation_id::float8 as conversation,
      origin = 'reported' as "isReported", origin = 'fin' as "isFin"
     from call where id = any($1::bigint[]) order by random()`,
    [ids],
  );
  return rows;
}

async function ask(stocks: readonly Stock[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [what, question] of Object.entries(QUESTIONS)) {
    const p50 = await medians(stocks, question);
    if (p50 === null) continue; // The surface does not answer it.
    const [least = 0] = p50;
    for (const [index, middle] of p50.slice(1, -1).entries())
      figures.push(known(`${what}: at ${stocks[index + 1]?.size} calls`, middle, 'ms'));
    figures.push(
      ratioOf(`${what}: at ${stocks.at(-1)?.size} calls, beside ${stocks[0]?.size}`, p50.at(-1) ?? 0, least, 'ms', {
        atMost: 1.5,
      }),
    );
  }
  const largest = stocks.slice(-1);
  for (const [what, question] of Object.entries(DEEP)) {
    const p50 = await medians(largest, question);
    if (p50 !== null) figures.push(atMost(`${what}: at ${largest[0]?.size} calls`, p50[0] ?? 0, 'ms', 10));
  }
  return figures;
}

/** The median time of the question for each stock, asked in turns; null when it is not answered with 200. */
async function medians(stocks: readonly Stock[], question: Question): Promise<number[] | null> {
  const taken = stocks.map((): number[] => []);
  for (let round = -1; round < ROUNDS; round += 1)
    for (const [index, stock] of stocks.entries()) {
      const asks = round < 0 ? WARM_UP : ASKS_A_ROUND;
      const until = performance.now() + MAX_TURN_MS;
      for (let asked = 0, some: Sample[] = []; asked < asks && performance.now() < until; asked += 1) {
        if (asked % 20 === 0) some = await stock.sample();
        const request = question(some.slice(asked % 20), stock.size);
        if (request === undefined) continue;
        const began = performance.now();
        const answer = await stock.wire.send(request);
        if (round >= 0) taken[index]?.push(performance.now() - began);
        if (answer.status !== 200) return null;
      }
    }
  return taken.map((each) => percentile(each, 0.5));
}
