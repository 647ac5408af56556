/**
 * Menus, as their administrator changes them: one change of the tree at a time, judged against the tree as it then is.
 */
import type { Administration, MenuDraft } from '#domain/directory/administration.ts';
import { menuFault } from '#domain/directory/menu-tree.ts';
import type { Menu } from '#domain/directory/menu.ts';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readMenu } from './directory.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace, judged, present, Refused } from './judged.ts';
import { skillIdsOf } from './skills.ts';
import type { Tables } from './tables.ts';

type Menus = Pick<Administration, 'createMenu' | 'changeMenu' | 'placeMenus' | 'deleteMenu'>;

/** Makes their part of the administration. */
export function administerMenus({ query }: Database, changed: Changed): Menus {
  return {
    createMenu: async (workspaceId, draft) =>
      judged(async () => {
        const row = await query.transaction().execute(async (transaction) => {
          await holdWorkspace(transaction, workspaceId);
          await judge(transaction, workspaceId, { id: null, ...draft });
          return transaction
            .insertInto('menu')
            .values({
              workspace_id: workspaceId,
              ...columns(draft),
              name: draft.name,
              kind: draft.kind,
              groups: JSON.stringify(draft.groups),
              skills: JSON.stringify(draft.skills),
            })
            .returningAll()
            .executeTakeFirstOrThrow();
        });
        changed(workspaceId);
        return readMenu(row);
      }),
    changeMenu: async (workspaceId, id, change) =>
      judged(async () => {
        const row = await query.transaction().execute(async (transaction) => {
          await holdWorkspace(transaction, workspaceId);
          const before = (await menusOf(transaction, workspaceId)).get(id);
          if (before === undefined) throw new Refused({ code: 'unknown' });
          if (before.deleted) throw new Refused({ code: 'menu_deleted' });
          // A menu that stays where it is may stay there, even if the menu above it has been deleted since; hours that
          // stay may stay, even if a rule of today would refuse them; and so may rules that send callers to a menu
          // deleted since.
          const { parentId = null, hours = null, wrapUp = null } = change;
          await judge(transaction, workspaceId, { ...before, ...NO_RULES, ...change, parentId, hours, wrapUp });
          return transaction
            .updateTable('menu')
            .set(columns(change))
            .where('id', '=', id)
            .returningAll()
            .executeTakeFirstOrThrow();
        });
        changed(workspaceId);
        return readMenu(row);
      }),
    async placeMenus(workspaceId, places) {
      const { ok } = await judged(async () =>
        query.transaction().execute(async (transaction) => {
          await holdWorkspace(transaction, workspaceId);
          const { numAffectedRows } = await sql`
            update menu set position = place.position
            from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as place (id bigint, position integer)
            where menu.id = place.id and menu.workspace_id = ${workspaceId} and not menu.deleted`.execute(transaction);
          if (numAffectedRows !== BigInt(places.length)) throw new Refused({ code: 'unknown' });
        }),
      );
      changed(workspaceId);
      return ok;
    },
    async deleteMenu(workspaceId, id) {
      const { numUpdatedRows } = await query
        .updateTable('menu')
        .set({ deleted: true })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      changed(workspaceId);
      return numUpdatedRows > 0n;
    },
  };
}

const WAIT_ON = { outcome: 'keep_waiting', menuId: null } as const;
const NO_RULES = {
  noAgents: { ...WAIT_ON, afterSeconds: 0 },
  longWait: { ...WAIT_ON, afterSeconds: 0 },
  overCapacity: WAIT_ON,
} as const;

async function judge(
  transaction: Transaction<Tables>,
  workspaceId: number,
  menu: MenuDraft & { readonly id: number | null },
): Promise<void> {
  const agents = await transaction.selectFrom('agent').select('id').where('workspace_id', '=', workspaceId).execute();
  const agentIds = new Set(agents.map((agent) => agent.id));
  const fault = menuFault(
    menu,
    await menusOf(transaction, workspaceId),
    agentIds,
    await skillIdsOf(transaction, workspaceId),
  );
  if (fault !== null) throw new Refused(fault);
}

async function menusOf(transaction: Transaction<Tables>, workspaceId: number): Promise<Map<number, Menu>> {
  const rows = await transaction.selectFrom('menu').selectAll().where('workspace_id', '=', workspaceId).execute();
  return new Map(rows.map((row) => [row.id, readMenu(row)]));
}

function json(value: object | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function columns(change: Partial<MenuDraft>) {
  return present({
    name: change.name,
    kind: change.kind,
    parent_id: change.parentId,
    position: change.position,
    output_message: change.outputMessage,
    hidden: change.hidden,
    redirected: change.redirected,
    hours: change.hours === undefined || change.hours === null ? change.hours : JSON.stringify(change.hours),
    offer_type: change.offerType,
    offer_seconds: change.offerSeconds,
    groups: json(change.groups),
    skills: json(change.skills),
    recording: change.recording,
    deflection: change.deflection,
    capacity: change.capacity,
    no_agents: json(change.noAgents),
    long_wait: json(change.longWait),
    over_capacity: json(change.overCapacity),
    wrap_up: change.wrapUp === null ? null : json(change.wrapUp),
  });
}
