/** The workspace's phone numbers, as their administrator changes them. */
import type { Administration } from '#domain/directory/administration.ts';
import type { Transaction } from 'kysely';
import type { Database } from './database.ts';
import { readNumber } from './directory.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace, judged, Refused } from './judged.ts';
import type { Tables } from './tables.ts';

type Numbers = Pick<Administration, 'createNumber' | 'changeNumber' | 'deleteNumber'>;

/** Makes their part of the administration. */
export function administerNumbers({ query }: Database, changed: Changed): Numbers {
  return {
    createNumber: async (workspaceId, { number, display, line, isDefault }) =>
      judged(async () => {
        const row = await query.transaction().execute(async (transaction) => {
          if (isDefault) await dethrone(transaction, workspaceId);
          return transaction
            .insertInto('phone_number')
            .values({ workspace_id: workspaceId, number, display, line, is_default: isDefault })
            .returningAll()
            .executeTakeFirstOrThrow();
        });
        changed(workspaceId);
        return readNumber(row);
      }),
    changeNumber: async (workspaceId, id, { isDefault }) =>
      judged(async () => {
        const row = await query.transaction().execute(async (transaction) => {
          if (isDefault) await dethrone(transaction, workspaceId);
          const changedRow = await transaction
            .updateTable('phone_number')
            .set({ is_default: isDefault })
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id)
            .returningAll()
            .executeTakeFirst();
          // Thrown in here, so that the old default keeps its place.
          if (changedRow === undefined) throw new Refused({ code: 'unknown' });
          return changedRow;
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

/** Takes the default away from whichever number has it; the workspace is held until the new one is written. */
async function dethrone(transaction: Transaction<Tables>, workspaceId: number): Promise<void> {
  await holdWorkspace(transaction, workspaceId);
  await transaction
    .updateTable('phone_number')
    .set({ is_default: false })
    .where('workspace_id', '=', workspaceId)
    .where('is_default', '=', true)
    .execute();
}
