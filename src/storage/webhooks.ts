/** Webhooks as they are kept. Their secrets are read by those who sign with them, and by no list. */
import type { SentWebhook, Webhook, WebhookStore } from '#domain/ports/webhooks.ts';
import { MAX_WEBHOOKS } from '#domain/ports/webhooks.ts';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { LAST_SEQ } from './event-log.ts';
import { holdWorkspace, present } from './judged.ts';
import type { Tables } from './tables.ts';
import { createDeliveries } from './webhook-deliveries.ts';

type Row = Selectable<Tables['webhook']>;

const SHOWN = [
  'id',
  'workspace_id',
  'url',
  'format',
  'events',
  'description',
  'state',
  'reason',
  'user_name',
  'failing_since',
  'created_at',
  'updated_at',
] as const;

/** Makes the store. */
export function createWebhookStore(database: Database): WebhookStore {
  const { query } = database;
  return {
    ...createDeliveries(database),
    async sent() {
      const rows = await query
        .selectFrom('webhook')
        .selectAll()
        .where('state', '<>', 'disabled')
        .orderBy('id')
        .execute();
      return rows.map(readSent);
    },
    async list(workspaceId) {
      const rows = await query
        .selectFrom('webhook')
        .select(SHOWN)
        .where('workspace_id', '=', workspaceId)
        .orderBy('id')
        .execute();
      return rows.map(readWebhook);
    },
    async find(workspaceId, id) {
      const row = await query
        .selectFrom('webhook')
        .select(SHOWN)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : readWebhook(row);
    },
    add: async (workspaceId, draft, now) =>
      query.transaction().execute(async (transaction) => {
        await holdWorkspace(transaction, workspaceId);
        if ((await countOf(transaction, workspaceId)) >= MAX_WEBHOOKS) return null;
        const { url, format, description, secret } = draft;
        const row = await transaction
          .insertInto('webhook')
          .values({
            url,
            format,
            description,
            secret,
            workspace_id: workspaceId,
            state: 'live',
            events: [...draft.events],
            user_name: draft.userName,
            since_seq: await lastSeq(transaction),
            created_at: now,
            updated_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return readSent(row);
      }),
    change: async (workspaceId, id, change, now) =>
      query.transaction().execute(async (transaction) => {
        const { state: before } =
          (await transaction
            .selectFrom('webhook')
            .select('state')
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id)
            .forUpdate()
            .executeTakeFirst()) ?? {};
        if (before === undefined) return null;
        const { url, description, state, events } = change;
        // Who was off missed what happened meanwhile: what comes next begins now.
        const isBack = before === 'disabled' && state !== undefined && state !== 'disabled';
        const row = await transaction
          .updateTable('webhook')
          .set({
            ...present({ url, description, state }),
            ...(events === undefined ? {} : { events: [...events] }),
            ...(state === undefined ? {} : { reason: null, failing_since: null }),
            ...(isBack ? { since_seq: await lastSeq(transaction) } : {}),
            updated_at: now,
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        if (state === 'disabled') await drop(transaction, id, now);
        return readSent(row);
      }),
    remove: async (workspaceId, id) =>
      query.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('webhook')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .executeTakeFirst();
        if (numDeletedRows > 0n)
          await transaction.deleteFrom('webhook_delivery').where('webhook_id', '=', id).execute();
        return numDeletedRows > 0n;
      }),
    async rotate(workspaceId, id, secret, formerUntil, now) {
      const row = await query
        .updateTable('webhook')
        .set({
          secret,
          former_secret: formerUntil === null ? null : sql.ref('secret'),
          former_until: formerUntil,
          updated_at: now,
        })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : readSent(row);
    },
    disable: async (id, reason, now) =>
      query.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('webhook')
          .set({ state: 'disabled', reason, updated_at: now })
          .where('id', '=', id)
          .execute();
        await drop(transaction, id, now);
      }),
    async setFailing(id, since) {
      await query.updateTable('webhook').set({ failing_since: since }).where('id', '=', id).execute();
    },
  };
}

/** What waits for a webhook that is off leaves no more. */
async function drop(transaction: Transaction<Tables>, id: number, now: Date): Promise<void> {
  await transaction
    .updateTable('webhook_delivery')
    .set({ state: 'dropped', ended_at: now })
    .where('webhook_id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

async function countOf(query: Kysely<Tables>, workspaceId: number): Promise<number> {
  const { count } = await query
    .selectFrom('webhook')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return count;
}

async function lastSeq(query: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select ${sql.raw(LAST_SEQ)} as seq`.execute(query);
  return rows[0]?.seq ?? 0;
}

function readWebhook(row: Pick<Row, (typeof SHOWN)[number]>): Webhook {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    url: row.url,
    // The columns' checks hold the same words as the types.
    format: row.format as Webhook['format'],
    events: row.events,
    description: row.description,
    state: row.state as Webhook['state'],
    reason: row.reason as Webhook['reason'],
    userName: row.user_name,
    failingSince: row.failing_since,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function readSent(row: Row): SentWebhook {
  const secrets = { secret: row.secret, former: row.former_secret, formerUntil: row.former_until };
  return { ...readWebhook(row), secrets, sinceSeq: row.since_seq };
}
