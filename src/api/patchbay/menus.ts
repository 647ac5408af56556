/** Menus: what callers choose from, and who is rung for the choice. */
import type { ApiResponse, Route } from '#http/surface.ts';
import type { Asked, Desk } from './operation.ts';
import { administered, deleted, DELETED, operation } from './operation.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import { crowdFault } from '../menus/faults.ts';
import { MenuChange, MenuObject, NewMenu } from '../menus/schema.ts';
import { readMenu, readNewMenu, writeMenu } from '../menus/wire.ts';

/** The problem of groups that name too many agents; null where they do not. */
function refuseCrowd({ problems }: Desk, { body, requestId }: Asked<typeof MenuChange>): ApiResponse | null {
  const fault = crowdFault(body);
  return fault === null ? null : problems('body_invalid', requestId, { errors: [fault] });
}

/** The routes of menus. */
export function menuRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), ...changeRoutes(desk)];
}

function readRoutes(desk: Desk): Route[] {
  const { engine, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/menus',
      operationId: 'listMenus',
      summary: 'List menus',
      tag: 'Menus',
      query: PAGE_QUERY,
      answers: { 200: pageOf(MenuObject) },
      handle: async (ask) => {
        const { menus } = await engine.directory.load(ask.workspaceId);
        const standing = menus.values().filter((menu) => !menu.deleted);
        return page(desk, ask, listed(standing, writeMenu));
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/menus/:id',
      operationId: 'showMenu',
      summary: 'Get a menu, also a deleted one',
      tag: 'Menus',
      answers: { 200: MenuObject },
      handle: async (ask) => {
        const menu = (await engine.directory.load(ask.workspaceId)).menus.get(ask.id);
        return menu === undefined ? problems('not_found', ask.requestId) : { status: 200, body: writeMenu(menu) };
      },
    }),
  ];
}

function changeRoutes(desk: Desk): Route[] {
  const { administration } = desk;
  return [
    operation(desk, {
      method: 'POST',
      path: '/v1/menus',
      operationId: 'createMenu',
      summary: 'Create a menu',
      description: 'Agents of its groups, and the menu that it lies under, must be of the workspace.',
      tag: 'Menus',
      body: NewMenu,
      answers: { 201: MenuObject },
      handle: async (ask) => {
        const crowded = refuseCrowd(desk, ask);
        if (crowded !== null) return crowded;
        const draft = readNewMenu(ask.body);
        return administered(desk, ask, await administration.createMenu(ask.workspaceId, draft), writeMenu, 201);
      },
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/menus/:id',
      operationId: 'updateMenu',
      summary: 'Update a menu',
      description:
        'Calls that wait already keep the plan with which they joined; who is rung for them follows the groups.',
      tag: 'Menus',
      body: MenuChange,
      answers: { 200: MenuObject },
      refusals: [409],
      handle: async (ask) =>
        refuseCrowd(desk, ask) ??
        administered(
          desk,
          ask,
          await administration.changeMenu(ask.workspaceId, ask.id, readMenu(ask.body)),
          writeMenu,
        ),
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/menus/:id',
      operationId: 'deleteMenu',
      summary: 'Delete a menu',
      description: 'It takes no more calls and can still be read, because calls refer to it.',
      tag: 'Menus',
      answers: DELETED,
      handle: async (ask) => deleted(desk, ask, await administration.deleteMenu(ask.workspaceId, ask.id)),
    }),
  ];
}
