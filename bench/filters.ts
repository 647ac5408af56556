/** What does each filter and search of the console and of `/v1` cost the database at a million calls? */
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { SignedIn } from '#domain/identity/session.ts';
import type { FoundCalls } from '#domain/ports/stores.ts';
import { readCallsQuery } from '#realtime/agent/calls-read.ts';
import { createCalls } from '#storage/calls.ts';
import { createContactBook } from '#storage/contact-book.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/database.ts';
import { createMissedCalls } from '#storage/missed-calls.ts';
import type { Tables } from '#storage/tables.ts';
import { createTranscripts } from '#storage/transcripts.ts';
import { createVoiceSums } from '#storage/voice-hours.ts';
import type { Figure } from './support/figure.ts';
import { atMost } from './support/figure.ts';
import { seedCalls } from './support/seed-calls.ts';
import { seedFilters } from './support/seed-filters.ts';
import { withServer } from './support/server.ts';

const CALLS = 1_000_000;
/** What a page may cost the database. */
const MOST_MS = 20;
/** Each is asked this often; the last time counts, when what it reads is in memory. */
const TIMES = 3;
const W = 1;

const ADMIN = { role: 'admin', workspaceId: W, agentId: 1 } as SignedIn;
const AGENT = { ...ADMIN, role: 'agent' } as const;
/** Someone who has just come: no call is theirs. */
const NEWCOMER = { ...AGENT, agentId: 999 } as const;

/** What is asked of the stores. */
type Ask = (stores: Stores) => Promise<unknown>;
type Stores = ReturnType<typeof storesOf>;

function storesOf(database: Database) {
  const contacts = createContactBook(database);
  const transcripts = createTranscripts(database);
  return {
    // Nothing is written.
    calls: createCalls(database, {} as Parameters<typeof createCalls>[1]),
    contacts,
    missed: createMissedCalls(database),
    voice: createVoiceSums(database),
    /** As the engine finds calls. */
    find: async (text: string): Promise<FoundCalls> => {
      const found = await contacts.list(W, { text, phone: null }, { beyond: null, limit: 200 });
      return { contactIds: found.map(({ id }) => id), callIds: await transcripts.withWords(W, text, 500) };
    },
  };
}

/** The list of calls of the console, as its address narrows it. */
function listed(query: Readonly<Record<string, string>>, me: SignedIn = ADMIN): Ask {
  return async ({ calls, find }) => {
    const among = query['find'] === undefined ? null : await find(query['find']);
    const read = readCallsQuery(me, query, among);
    if (read === null) throw new Error('This cannot be asked for.');
    return calls.search(W, read.search);
  };
}

const contactsWith =
  (text: string): Ask =>
  async ({ contacts }) =>
    contacts.list(W, { text, phone: null }, { beyond: null, limit: 51 });

const DAY = { from: '2026-01-01', to: '2026-01-02' };

/** Everything that narrows a list, with matches and without. */
const ASKS: Readonly<Record<string, Ask>> = {
  'calls: all': listed({}),
  'calls: in progress (none)': listed({ show: 'live' }),
  'calls: answered': listed({ show: 'answered' }),
  'calls: missed': listed({ show: 'missed' }),
  'calls: voicemail (1 in 500)': listed({ show: 'voicemail' }),
  'calls: scheduled (none)': listed({ show: 'scheduled' }),
  'calls: incoming': listed({ direction: 'inbound' }),
  'calls: outgoing (1 in 500)': listed({ direction: 'outbound' }),
  'calls: of an agent': listed({ agent: '1' }),
  'calls: of an agent with 20': listed({ agent: '2' }),
  'calls: of an agent with none': listed({ agent: '999' }),
  'calls: of a queue': listed({ menu: '9' }),
  'calls: of a queue with none': listed({ menu: '999' }),
  'calls: of a contact': listed({ contact: '1000' }),
  'calls: with a disposition (1 in 250)': listed({ disposition: 'Resolved' }),
  'calls: with a disposition (none)': listed({ disposition: 'Unheard of' }),
  'calls: with a tag (1 in 250)': listed({ tag: 'billing' }),
  'calls: with a tag (none)': listed({ tag: 'unheard of' }),
  'calls: not filled in (1 in 1000)': listed({ missing: 'true' }),
  'calls: of days without a call': listed(DAY),
  'calls: missed, outgoing (none)': listed({ show: 'missed', direction: 'outbound' }),
  'calls: voicemail, of an agent with none': listed({ show: 'voicemail', agent: '999' }),
  'calls: of a queue, missed': listed({ menu: '9', show: 'missed' }),
  'calls: of a queue, in progress (none)': listed({ menu: '9', show: 'live' }),
  'calls: of a queue, of an agent with none': listed({ menu: '9', agent: '999' }),
  'calls: with a disposition, outgoing (none)': listed({ disposition: 'Resolved', direction: 'outbound' }),
  'calls: found by a name that 6,000 have': listed({ find: 'Contact 12' }),
  'calls: found by a rare name': listed({ find: 'Contact 12345' }),
  'calls: found by a number': listed({ find: '+1 212-201-2345' }),
  'calls: found by a part of a number': listed({ find: '201-2345' }),
  'calls: found by a frequent word': listed({ find: 'order' }),
  'calls: found by a rare word': listed({ find: 'zebra' }),
  'calls: found by nothing': listed({ find: 'no such thing' }),
  'calls: found by a word, of an agent with none': listed({ find: 'order', agent: '999' }),
  'own calls of an agent': listed({}, AGENT),
  'own calls of a newcomer': listed({}, NEWCOMER),
  'own calls of a newcomer, missed': listed({ show: 'missed' }, NEWCOMER),
  'own calls of an agent, voicemail': listed({ show: 'voicemail' }, AGENT),
  'own calls of a newcomer, outgoing': listed({ direction: 'outbound' }, NEWCOMER),
  'missed calls of an agent, at the desk': async ({ missed }) => missed.list(W, 1),
  'scheduled calls': async ({ calls }) => calls.scheduled(W, null, 51),
  '/v1/calls: of a queue with none': async ({ calls }) =>
    calls.before(W, null, 26, null, [{ field: 'menuId', operator: 'eq', value: 999 }]),
  '/v1/calls: with a tag, of a queue': async ({ calls }) =>
    calls.before(W, null, 26, null, [
      { field: 'tag', operator: 'eq', value: 'billing' },
      { field: 'menuId', operator: 'eq', value: 9 },
    ]),
  '/v1/calls: found by a frequent word': async ({ calls, find }) => calls.before(W, null, 26, await find('order')),
  '/v1/calls: found by nothing': async ({ calls, find }) => calls.before(W, null, 26, await find('no such thing')),
  'contacts: all': async ({ contacts }) => contacts.list(W, { text: null, phone: null }, { beyond: null, limit: 51 }),
  'contacts: found by a frequent name': contactsWith('Contact'),
  'contacts: found by two letters': contactsWith('co'),
  'contacts: found by two letters of none': contactsWith('zq'),
  'contacts: found by a rare name': contactsWith('Contact 12345'),
  'contacts: found by a part of a number': contactsWith('201-2345'),
  'contacts: found by nothing': contactsWith('no such person'),
  'contacts: by their number': async ({ contacts }) =>
    contacts.list(W, { text: null, phone: '+12122012345' }, { beyond: null, limit: 26 }),
  'contact: history': async ({ contacts }) => contacts.history(W, 1000, { beyond: null, limit: 31 }),
  'contact: scheduled calls': async ({ contacts }) => contacts.scheduled(W, 1000, 11),
  'tiles of today': async ({ calls }) => calls.countByStatus(W, midnight(), null),
  'report on the voice agent, 92 days': async ({ voice }) =>
    voice.sums(W, new Date(Date.now() - 92 * 86_400_000), new Date()),
};

function midnight(): Date {
  return new Date(new Date().setUTCHours(0, 0, 0, 0));
}

/** Milliseconds of the database for each. */
export async function filters(size: number = CALLS): Promise<Figure[]> {
  return withServer(async ({ pool, connection }) => {
    await seedCalls(pool, size);
    await seedFilters(pool);
    const spent: Plan[] = [];
    const database = openDatabase({ ...connection, max: 2 }, () => undefined);
    const stores = storesOf(explained(database, spent));
    try {
      const figures: Figure[] = [];
      for (const [what, ask] of Object.entries(ASKS)) figures.push(await costOf(what, async () => ask(stores), spent));
      return figures;
    } finally {
      await database.close();
    }
  });
}

async function costOf(what: string, ask: () => Promise<unknown>, spent: Plan[]): Promise<Figure> {
  for (let time = 0; time < TIMES; time++) {
    spent.length = 0;
    await ask();
  }
  const milliseconds = spent.reduce((sum, plan) => sum + plan['Planning Time'] + plan['Execution Time'], 0);
  return atMost(what, milliseconds, 'ms', MOST_MS);
}

/** What EXPLAIN answers of a statement, as far as it is used. */
type Plan = { readonly 'Planning Time': number; readonly 'Execution Time': number };

/** A database that explains each statement after it has run. */
function explained(database: Database, spent: Plan[]): Database {
  const explain = async (client: Pool | PoolClient, text: string, values: readonly unknown[]): Promise<void> => {
    const { rows } = await client.query<{ 'QUERY PLAN': readonly Plan[] }>(
      `explain (analyze, buffers, format json) ${text}`,
      [...values],
    );
    spent.push(...(rows[0]?.['QUERY PLAN'] ?? []));
  };
  const pool = new Proxy(database.pool, {
    get: (target, name) => {
      if (name === 'query')
        return async (statement: QueryConfig) => {
          const answer = await target.query(statement);
          await explain(target, statement.text, statement.values ?? []);
          return answer;
        };
      if (name === 'connect')
        return async () => {
          const client = await target.connect();
          return {
            query: async (text: string, values: readonly unknown[]) => {
              const answer = await client.query(text, [...values]);
              await explain(client, text, values);
              return answer;
            },
            release: () => client.release(),
          };
        };
      return Reflect.get(target, name) as unknown;
    },
  });
  return { ...database, pool, query: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }) };
}
