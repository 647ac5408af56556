/** The workspace's phone numbers, as their administrator changes them. */
import type { Administration } from '#domain/directory/administration.ts';
import type { Destination } from '#domain/directory/destination.ts';
import type { PhoneNumber } from '#domain/directory/phone-number.ts';
import { lineOf, MAX_NUMBERS } from '#domain/directory/phone-number.ts';
import type { Transaction } from 'kysely';
import type { Database } from './database.ts';
import { readNumber } from './directory.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace, judged, present, Refused } from './judged.ts';
import type { Tables } from './tables.ts';

type Numbers = Pick<Administration, 'createNumber' | 'changeNumber' | 'deleteNumber'>;

/** Makes their part of the administration. */
export function administerNumbers({ query }: Database, changed: Changed): Numbers {
  return {
    createNumber: async (workspaceId, draft) =>
      judged(async () => {
        const row = await query.transaction().execute(async (transaction) => {
          await holdWorkspace(transaction, workspaceId);
          await checkRoom(transaction, workspaceId);
          await checkUse(transaction, workspaceId, draft);
          if (draft.isDefault) await dethrone(transaction, workspaceId);
          return transaction
            .insertInto('phone_number')
            .values({
              workspace_id: workspaceId,
              number: draft.number,
              display: draft.display,
              is_default: draft.isDefault,
              trunk_id: draft.trunkId,
              destination_kind: draft.destination.kind,
              destination_id: draft.destination.id,
            })
            .returningAll()
            .executeTakeFirstOrThrow();
        });
        changed(workspaceId);
        return readNumber(row);
      }),
    changeNumber: async (workspaceId, id, { isDefault, trunkId, destination }) =>
      judged(async () => {
        const row = await query.transaction().execute(async (transaction) => {
          await holdWorkspace(transaction, workspaceId);
          const before = await numberOf(transaction, workspaceId, id);
          const wanted = { ...before, ...present({ isDefault, trunkId, destination }) };
          // What is left as it is is not judged again: a destination that has gone meanwhile stops no other change.
          await checkUse(transaction, workspaceId, {
            isDefault: wanted.isDefault,
            destination: destination ?? wanted.destination,
            trunkId: trunkId ?? null,
            isKept: destination === undefined,
          });
          if (wanted.isDefault && !before.isDefault) await dethrone(transaction, workspaceId);
          return transaction
            .updateTable('phone_number')
            .set({
              is_default: wanted.isDefault,
              trunk_id: wanted.trunkId,
              destination_kind: wanted.destination.kind,
              destination_id: wanted.destination.id,
            })
            .where('id', '=', id)
            .returningAll()
            .executeTakeFirstOrThrow();
        });
        changed(workspaceId);
        return readNumber(row);
      }),
    async deleteNumber(workspaceId, id) {
      const { numDeletedRows } = await query
        .deleteFrom('phone_number')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      changed(workspaceId);
      return numDeletedRows > 0n;
    },
  };
}

async function numberOf(transaction: Transaction<Tables>, workspaceId: number, id: number): Promise<PhoneNumber> {
  const row = await transaction
    .selectFrom('phone_number')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refused({ code: 'unknown' });
  return readNumber(row);
}

async function checkRoom(transaction: Transaction<Tables>, workspaceId: number): Promise<void> {
  const { count } = await transaction
    .selectFrom('phone_number')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  if (count >= MAX_NUMBERS) throw new Refused({ code: 'phone_numbers_full' });
}

type Use = Pick<PhoneNumber, 'isDefault' | 'trunkId' | 'destination'> & { readonly isKept?: boolean };

/** Refuses what the number cannot be used for: the workspace is held, so that what is found stays. */
async function checkUse(transaction: Transaction<Tables>, workspaceId: number, use: Use): Promise<void> {
  if (use.isDefault && lineOf(use) === 'fin') throw new Refused({ code: 'default_line_wrong' });
  if (use.trunkId !== null && !(await isThere(transaction, 'trunk', workspaceId, use.trunkId)))
    throw new Refused({ code: 'trunk_unknown' });
  if (use.isKept !== true && !(await leadsSomewhere(transaction, workspaceId, use.destination)))
    throw new Refused({ code: 'destination_unknown' });
}

async function leadsSomewhere(
  transaction: Transaction<Tables>,
  workspaceId: number,
  { kind, id }: Destination,
): Promise<boolean> {
  if (kind === 'fin') return id === null;
  if (id === null) return kind === 'menu';
  if (kind === 'agent') return isThere(transaction, 'agent', workspaceId, id);
  // Callers hear the menus of telephones alone.
  const menu = await transaction
    .selectFrom('menu')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('kind', '=', 'ivr_menu')
    .where('deleted', '=', false)
    .executeTakeFirst();
  return menu !== undefined;
}

async function isThere(
  transaction: Transaction<Tables>,
  table: 'trunk' | 'agent',
  workspaceId: number,
  id: number,
): Promise<boolean> {
  const row = await transaction
    .selectFrom(table)
    .select(`${table}.id`)
    .where(`${table}.workspace_id`, '=', workspaceId)
    .where(`${table}.id`, '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes the default away from whichever number has it; the workspace is held until the new one is written. */
async function dethrone(transaction: Transaction<Tables>, workspaceId: number): Promise<void> {
  await transaction
    .updateTable('phone_number')
    .set({ is_default: false })
    .where('workspace_id', '=', workspaceId)
    .where('is_default', '=', true)
    .execute();
}
