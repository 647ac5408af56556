/** Settings that reporters of calls keep with us, word for word as they sent them. The server does not act on them. */
import type { Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A setting as it is kept. */
type KeptSetting = { readonly uid: string; readonly setting: Fields };

/** Where settings are kept; the dialect that writes them calls it by a name of its own. */
export type SettingTable = {
  /** All that hold these values, oldest first. */
  list(workspaceId: number, holding: Fields): Promise<readonly KeptSetting[]>;
  /** `alone` names the fields whose values no two settings of a workspace share; null when there is one with these. */
  create(workspaceId: number, setting: Fields, alone: readonly string[]): Promise<KeptSetting | null>;
  change(
    workspaceId: number,
    uid: string,
    change: Fields,
    alone: readonly string[],
  ): Promise<KeptSetting | 'unknown' | 'taken'>;
  /** The setting that was removed; null when there was none. `uid` must be a UUID, here and above. */
  remove(workspaceId: number, uid: string): Promise<KeptSetting | null>;
};

/** Makes the table. */
export function createVoiceCallSettings({ query }: Database): SettingTable {
  /**
   * One change of a workspace's settings at a time, on any node, so that what was looked up still holds when it is
   * written.
   */
  const inTurn = async <T>(workspaceId: number, act: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> =>
    query.transaction().execute(async (transaction) => {
      await sql`select from workspace where id = ${workspaceId} for no key update`.execute(transaction);
      return act(transaction);
    });

  return {
    async list(workspaceId, holding) {
      const rows = await query
        .selectFrom('voice_call_setting')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where(holds(holding))
        .orderBy('created_at')
        .orderBy('uid')
        .execute();
      return rows.map(read);
    },
    create: async (workspaceId, setting, alone) =>
      inTurn(workspaceId, async (transaction) => {
        if (await isTaken(transaction, workspaceId, setting, alone, null)) return null;
        const row = await transaction
          .insertInto('voice_call_setting')
          .values({ workspace_id: workspaceId, setting: JSON.stringify(setting) })
          .returningAll()
          .executeTakeFirstOrThrow();
        return read(row);
      }),
    change: async (workspaceId, uid, change, alone) =>
      inTurn(workspaceId, async (transaction) => {
        const row = await one(transaction, workspaceId, uid);
        if (row === undefined) return 'unknown';
        const setting = { ...read(row).setting, ...change };
        if (await isTaken(transaction, workspaceId, setting, alone, uid)) return 'taken';
        await transaction
          .updateTable('voice_call_setting')
          .set({ setting: JSON.stringify(setting) })
          .where('uid', '=', uid)
          .execute();
        return { uid: row.uid, setting };
      }),
    async remove(workspaceId, uid) {
      const row = await query
        .deleteFrom('voice_call_setting')
        .where('workspace_id', '=', workspaceId)
        .where('uid', '=', uid)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : read(row);
    },
  };
}

type Row = Selectable<Tables['voice_call_setting']>;

async function one(transaction: Transaction<Tables>, workspaceId: number, uid: string): Promise<Row | undefined> {
  return transaction
    .selectFrom('voice_call_setting')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('uid', '=', uid)
    .executeTakeFirst();
}

/** Whether another setting of the workspace has the same values in these fields; null is a value like any other. */
async function isTaken(
  transaction: Transaction<Tables>,
  workspaceId: number,
  setting: Fields,
  alone: readonly string[],
  except: string | null,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('voice_call_setting')
    .select('uid')
    .where('workspace_id', '=', workspaceId)
    .where(holds(Object.fromEntries(alone.map((name) => [name, setting[name] ?? null]))))
    .$if(except !== null, (others) => others.where('uid', '<>', except))
    .executeTakeFirst();
  return row !== undefined;
}

/** Containment compares null with null, as equality in SQL does not. */
function holds(fields: Fields) {
  return sql<boolean>`setting @> ${JSON.stringify(fields)}::jsonb`;
}

/** Only objects are written, so the cast holds. */
function read({ uid, setting }: Row): KeptSetting {
  return { uid, setting: setting as Fields };
}
