import { randomUUIDv7 } from 'node:crypto';
import { after } from 'node:test';
import type { Call, CallDraft } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import { waiting } from '#domain/call/participant.ts';
import { isBusy } from '#domain/call/reservation.ts';
import type { CallStore } from '#domain/ports/stores.ts';
import { createCalls } from '#storage/calls.ts';
import { createCommitter } from '#storage/commit.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/database.ts';
import { START } from './calls.ts';
import { testDatabase } from './database.ts';

/** A database of a file's own, open, with the workspaces 1 (`one`) and 2 (`two`) and nothing else in it. */
export async function storeDatabase(): Promise<Database> {
  const place = await testDatabase();
  const database = openDatabase(place.config, (error) => {
    throw error;
  });
  after(async () => {
    await database.close();
    await place.drop();
  });
  await database.pool.query(`insert into workspace (id, subdomain, name) values (1, 'one', 'One'), (2, 'two', 'Two')`);
  await database.pool.query('alter sequence workspace_id_seq restart with 10');
  return database;
}

/**
 * The store of calls on it, and a way to store one as it stands in the test: an inbound one that waits, unless told
 * otherwise.
 */
export function storedCalls(database: Database): {
  readonly calls: CallStore;
  readonly make: (change?: Partial<CallDraft>) => Promise<Call>;
} {
  const calls = createCalls(database, createCommitter(database.pool));
  const make = async (change: Partial<CallDraft> = {}): Promise<Call> => {
    const stored = await calls.create({
      ...CALL_DEFAULTS,
      uid: randomUUIDv7(),
      workspaceId: 1,
      origin: 'incoming_api',
      direction: 'inbound',
      state: 'queued',
      conversationId: null,
      lang: 'en',
      contactId: null,
      contactNumber: null,
      ownNumber: '+1 339-219-5276',
      carrier: 'simulator',
      createdAt: START,
      updatedAt: START,
      participants: [waiting('end_user')],
      requestKey: null,
      ...change,
    });
    if (stored === null || isBusy(stored)) throw new Error('The call was not stored.');
    return stored;
  };
  return { calls, make };
}

/** Adds an agent to the workspace; answers their id. */
export async function addAgent({ pool }: Database, workspaceId: number, email: string): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    'insert into agent (workspace_id, email) values ($1, $2) returning id',
    [workspaceId, email],
  );
  return rows[0]?.id ?? 0;
}

/** Adds a contact to the workspace; answers their id. */
export async function addContact(
  { pool }: Database,
  workspaceId: number,
  { name = null, email = null, phone = null, others = [] }: ContactRow = {},
): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    'insert into contact (workspace_id, name, email, phone, other_phones) values ($1, $2, $3, $4, $5) returning id',
    [workspaceId, name, email, phone, others],
  );
  return rows[0]?.id ?? 0;
}

type ContactRow = {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly others?: readonly string[];
};
