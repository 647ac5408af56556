/** Trunks as they are kept. Their secrets are sealed, and opened only for those who carry calls or send texts. */
import type { Trunk, TrunkHealth, TrunkSecrets } from '#domain/directory/trunk.ts';
import { MAX_FAULT, MAX_TRUNKS } from '#domain/directory/trunk.ts';
import type { TextAccount, TrunkBook, TrunkStore } from '#domain/ports/trunk-book.ts';
import type { DirectoryStore } from '#domain/ports/stores.ts';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { createDialLimits } from './dial-limits.ts';
import { holdWorkspace, judged, Refused } from './judged.ts';
import type { SecretBox } from './secret-box.ts';
import type { Tables } from './tables.ts';
import type { TrunkRow } from './trunk-row.ts';
import { readEntry, readSettings, SHOWN, writeSettings } from './trunk-row.ts';

/** Both sides of them: who administers, and who carries. */
export type Trunks = { readonly store: TrunkStore; readonly book: TrunkBook };

export type TrunkParts = {
  readonly database: Database;
  readonly box: SecretBox;
  readonly directory: Pick<DirectoryStore, 'load'> & { changed(workspaceId: number): void };
  now(): Date;
};

/** Why a trunk whose password cannot be decrypted is down. */
const KEY_LOST: TrunkHealth = {
  state: 'down',
  isRegistered: null,
  fault:
    'The password was encrypted with a key that this server does not have. Enter the password again, or bring the key file back.',
};

type SecretKind = 'password' | 'text_secret';

/** Makes both. */
export function createTrunks(parts: TrunkParts): Trunks {
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  return { store: createStore(parts, changed), book: createBook(parts, listeners) };
}

/** The trunk as it is carried: no call is longer than the workspace allows. Seconds. */
function shortened(trunk: Trunk, longest: number): Trunk {
  const longestCallSeconds = Math.min(trunk.limits.longestCallSeconds, longest);
  return { ...trunk, limits: { ...trunk.limits, longestCallSeconds } };
}

function createBook({ database: { query }, box, directory, now }: TrunkParts, listeners: Set<() => void>): TrunkBook {
  const noteHealth = async (trunkId: number, health: TrunkHealth): Promise<void> => {
    const { state, isRegistered } = health;
    const fault = health.fault?.slice(0, MAX_FAULT) ?? null;
    await sql`
      update trunk set health = ${state}, is_registered = ${isRegistered}, health_fault = ${fault}, health_since = ${now()}
      where id = ${trunkId} and (health, is_registered, health_fault) is distinct from
        (${state}, ${isRegistered}::boolean, ${fault}::text)`.execute(query);
  };
  const opened = async (row: TrunkRow): Promise<Trunk | null> => {
    const trunk = { ...readSettings(row), id: row.id, workspaceId: row.workspace_id, position: row.position };
    if (row.password === null) return { ...trunk, password: null };
    const password = await box.open(row.password, contextOf('password', row.workspace_id));
    if (password !== null) return { ...trunk, password };
    await noteHealth(row.id, KEY_LOST);
    return null;
  };
  return {
    async enabled() {
      const rows = await query
        .selectFrom('trunk')
        .innerJoin('workspace', 'workspace.id', 'trunk.workspace_id')
        .selectAll('trunk')
        .select('workspace.dial_longest_call_seconds as longest')
        .where('is_enabled', '=', true)
        .orderBy('workspace_id')
        .orderBy('position')
        .orderBy('trunk.id')
        .execute();
      const trunks = await Promise.all(
        rows.map(async ({ longest, ...row }) => {
          const trunk = await opened(row);
          return trunk === null ? [] : [shortened(trunk, longest)];
        }),
      );
      return trunks.flat();
    },
    async find(trunkId) {
      const row = await query.selectFrom('trunk').selectAll().where('id', '=', trunkId).executeTakeFirst();
      return row === undefined ? null : opened(row);
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async destinationOf(workspaceId, number) {
      const { numbers } = await directory.load(workspaceId);
      return numbers.find((each) => each.number === number)?.destination ?? null;
    },
    noteHealth,
  };
}

function createStore({ database, box, directory, now }: TrunkParts, changed: () => void): TrunkStore {
  const { query } = database;
  const together = createDialLimits(database, (workspaceId) => {
    directory.changed(workspaceId);
    changed();
  });
  const sealedIn = async (workspaceId: number, { password, textSecret }: TrunkSecrets) => ({
    ...(await seal(box, 'password', workspaceId, password)),
    ...(await seal(box, 'text_secret', workspaceId, textSecret)),
  });
  return {
    async list(workspaceId) {
      const rows = await query
        .selectFrom('trunk')
        .select(SHOWN)
        .where('workspace_id', '=', workspaceId)
        .orderBy('position')
        .orderBy('id')
        .execute();
      return rows.map(readEntry);
    },
    async find(workspaceId, id) {
      const row = await query
        .selectFrom('trunk')
        .select(SHOWN)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : readEntry(row);
    },
    add: async (workspaceId, settings, secrets) =>
      judged(async () => {
        const sealed = await sealedIn(workspaceId, secrets);
        const row = await query.transaction().execute(async (transaction) => {
          await holdWorkspace(transaction, workspaceId);
          const { count, next } = await roomIn(transaction, workspaceId);
          if (count >= MAX_TRUNKS) throw new Refused({ code: 'trunks_full' });
          const [made, at] = [writeSettings(settings), now()];
          return transaction
            .insertInto('trunk')
            .values({
              ...made,
              ...sealed,
              ...unknownHealth(at),
              workspace_id: workspaceId,
              position: next,
              created_at: at,
              updated_at: at,
            })
            .returning(SHOWN)
            .executeTakeFirstOrThrow();
        });
        changed();
        return readEntry(row);
      }),
    change: async (workspaceId, id, change, secrets) =>
      judged(async () => {
        const sealed = await sealedIn(workspaceId, secrets);
        const row = await query.transaction().execute(async (transaction) => {
          const before = await transaction
            .selectFrom('trunk')
            .selectAll()
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id)
            .forUpdate()
            .executeTakeFirst();
          if (before === undefined) throw new Refused({ code: 'unknown' });
          const at = now();
          return transaction
            .updateTable('trunk')
            .set({
              ...writeSettings({ ...readSettings(before), ...change }),
              ...sealed,
              ...unknownHealth(at),
              updated_at: at,
            })
            .where('id', '=', id)
            .returning(SHOWN)
            .executeTakeFirstOrThrow();
        });
        changed();
        return readEntry(row);
      }),
    async remove(workspaceId, id) {
      const { numDeletedRows } = await query
        .deleteFrom('trunk')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      if (numDeletedRows > 0n) changed();
      return numDeletedRows > 0n;
    },
    async reorder(workspaceId, ids) {
      const isDone = await query.transaction().execute(async (transaction) => {
        await holdWorkspace(transaction, workspaceId);
        const rows = await transaction
          .selectFrom('trunk')
          .select('id')
          .where('workspace_id', '=', workspaceId)
          .execute();
        const wanted = new Set(ids);
        const isWhole =
          wanted.size === ids.length && rows.length === ids.length && rows.every(({ id }) => wanted.has(id));
        if (!isWhole) return false;
        await sql`
          update trunk set position = place.at - 1, updated_at = ${now()}
          from unnest(${ids}::bigint[]) with ordinality as place (id, at)
          where trunk.id = place.id and trunk.position <> place.at - 1`.execute(transaction);
        return true;
      });
      if (isDone) changed();
      return isDone;
    },
    limits: together.of,
    changeLimits: together.change,
    async textAccount(workspaceId) {
      const row = await query
        .selectFrom('trunk')
        .select(['id', 'preset', 'text_account', 'text_secret'])
        .where('workspace_id', '=', workspaceId)
        .where('is_enabled', '=', true)
        .where('text_account', 'is not', null)
        .where('text_secret', 'is not', null)
        .orderBy('position')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined || row.text_account === null || row.text_secret === null) return null;
      const secret = await box.open(row.text_secret, contextOf('text_secret', workspaceId));
      const preset = row.preset as TextAccount['preset']; // By the table's check.
      return secret === null ? null : { id: row.id, workspaceId, preset, account: row.text_account, secret };
    },
  };
}

/** What has been changed has to show again how it does. */
function unknownHealth(at: Date): { health: string; health_fault: null; is_registered: null; health_since: Date } {
  return { health: 'unknown', health_fault: null, is_registered: null, health_since: at };
}

async function roomIn(
  transaction: Transaction<Tables>,
  workspaceId: number,
): Promise<{ readonly count: number; readonly next: number }> {
  const { count, last } = await transaction
    .selectFrom('trunk')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('position').as('last')])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return { count, next: (last ?? -1) + 1 };
}

async function seal(
  box: SecretBox,
  kind: SecretKind,
  workspaceId: number,
  secret: string | null | undefined,
): Promise<Partial<Record<SecretKind, Buffer | null>>> {
  if (secret === undefined) return {};
  return { [kind]: secret === null ? null : await box.seal(secret, contextOf(kind, workspaceId)) };
}

/** A secret opens only as what it was sealed as, in the workspace it was sealed for. */
function contextOf(kind: SecretKind, workspaceId: number): string {
  return `trunk.${kind} ${workspaceId}`;
}
