/**
 * How a workspace is built: menus, teams, statuses; and chats, of which there are none. Source: CCAI Platform, "Manager
 * API"; singer-io/tap-ujet.
 */
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import type { Menu } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { readId } from '../kit.ts';
import { UserStatusObject } from './agent-write.ts';
import type { Columns } from './pages.ts';
import { answerPage, answerRows, ID_QUERY, isAmong, managerList, sortQuery, spanQuery } from './pages.ts';
import { CALL_SORTS, listAskOf, readIds, readListQuery } from './read-list.ts';
import { failure } from './refusals.ts';
import type { CcaipParts } from './parts.ts';
import { errors, MenuObject } from './schema.ts';
import { placedTeams, TeamObject, WholeTeam, writeTeam, writeWholeTeam } from './teams.ts';
import { userStatuses } from './user-statuses.ts';
import { writeMenu } from './write.ts';

/** What they can be sorted by. All of them are in memory. */
const COLUMNS = {
  id: ({ id }) => id,
  position: ({ position }) => position,
} as const satisfies Columns<Pick<Menu, 'id' | 'position'>>;

/** The routes. */
export function structureRoutes({ engine, publicUrl }: Pick<CcaipParts, 'engine' | 'publicUrl'>): Route[] {
  const directoryOf = async ({ principal }: ApiRequest): Promise<Directory> =>
    engine.directory.load(principal.workspaceId);

  /** Lists those that `rows` finds, and shows one. */
  const listing =
    <Row extends Pick<Menu, 'id' | 'position'>>(
      rows: (directory: Directory) => readonly Row[],
      write: (row: Row, directory: Directory) => object,
    ) =>
    async (ask: ApiRequest): Promise<ApiResponse> => {
      const ids = readIds(listAskOf(ask), 'id[]');
      if (!ids.ok) return failure(400, ids.message);
      const directory = await directoryOf(ask);
      const wanted = rows(directory).filter(({ id }) => isAmong(ids.value, id));
      return answerRows(ask, publicUrl(), wanted, COLUMNS, (row) => write(row, directory));
    };
  const showing =
    (one: (id: number, directory: Directory) => object | null) =>
    async (ask: ApiRequest): Promise<ApiResponse> => {
      const body = one(readId(ask.params['id']) ?? 0, await directoryOf(ask));
      return body === null ? failure(404, 'Not Found') : { status: 200, body };
    };
  const listStatuses = async (ask: ApiRequest): Promise<ApiResponse> => {
    const { workspace } = await directoryOf(ask);
    return answerRows(ask, publicUrl(), userStatuses(workspace.ownStatuses), { id: ({ id }) => id }, (each) => each);
  };
  const listChats = async (ask: ApiRequest): Promise<ApiResponse> => {
    const asked = readListQuery(listAskOf(ask));
    return asked.ok ? answerPage(ask, publicUrl(), asked.value, 0, []) : failure(400, asked.message);
  };
  const menusOf = ({ menus }: Directory): readonly Menu[] => [...menus.values()];

  return [
    managerList(
      '/menus',
      'listMenus',
      'List menus, also deleted ones',
      { of: WholeMenu, query: QUERY },
      listing(menusOf, writeWholeMenu),
    ),
    treeRoute('/menus/tree', 'showMenuTree', 'Get the tree of menus', MenuNode, async (ask) => ({
      status: 200,
      body: menuTree(await directoryOf(ask)),
    })),
    showRoute(
      '/menus/:id',
      'showMenu',
      'Get a menu',
      WholeMenu,
      showing((id, directory) => {
        const menu = directory.menus.get(id);
        return menu === undefined ? null : writeWholeMenu(menu, directory);
      }),
    ),
    managerList(
      '/teams',
      'listTeams',
      'List teams',
      { of: WholeTeam, query: QUERY, description: 'The ring groups of the menus: groups of one name are one team.' },
      listing(placedTeams, writeWholeTeam),
    ),
    treeRoute('/teams/tree', 'showTeamTree', 'Get the tree of teams', TeamNode, async (ask) => ({
      status: 200,
      body: placedTeams(await directoryOf(ask)).map((team) => ({ ...writeTeam(team), children: [] })),
    })),
    showRoute(
      '/teams/:id',
      'showTeam',
      'Get a team',
      WholeTeam,
      showing((id, directory) => {
        const team = placedTeams(directory).find((each) => each.id === id);
        return team === undefined ? null : writeWholeTeam(team, directory);
      }),
    ),
    managerList(
      '/user_statuses',
      'listUserStatuses',
      'List what agents can be',
      {
        of: UserStatusObject,
        query: sortQuery(['id'], 'id', 'ASC'),
        description: 'The id of one of the workspace’s own is computed from its name, and stays while the name does.',
      },
      listStatuses,
    ),
    managerList(
      '/chats',
      'listChats',
      'List chats',
      { of: Type.Object({}), query: CHAT_QUERY, description: 'Patchbay has none.' },
      listChats,
    ),
  ];
}

const QUERY = { ...ID_QUERY, ...sortQuery(Object.keys(COLUMNS), 'id', 'ASC') };
const CHAT_QUERY = { ...ID_QUERY, ...spanQuery('updated_at'), ...sortQuery(CALL_SORTS, 'created_at', 'DESC') };

const WholeMenu = Type.Object({
  ...MenuObject.properties,
  team_assignments: Type.Array(
    Type.Object({
      team: WholeTeam,
      group_type: Type.String({ description: 'The group that is rung.' }),
      queue_level: Type.Null(),
      channel_type: Type.String(),
      lang: Type.Null(),
    }),
    { description: 'In the order in which they are rung.' },
  ),
  agent_assignments: Type.Array(Type.Object({}), { maxItems: 0, description: 'Agents are rung in groups.' }),
});
const nodes = { children: Type.Array(Type.Object({}), { description: 'The same below it.' }) };
const TeamNode = Type.Object({ ...TeamObject.properties, ...nodes });
const MenuNode = Type.Object({ ...MenuObject.properties, agents_count: Type.Integer({ minimum: 0 }), ...nodes });

function writeWholeMenu(menu: Menu, directory: Directory): object {
  const teams = new Map(placedTeams(directory).map((team) => [team.name, team]));
  return {
    ...writeMenu(menu),
    team_assignments: menu.groups.flatMap(({ name }) => {
      const team = teams.get(name);
      if (team === undefined) return [];
      const whole = writeWholeTeam(team, directory);
      return [{ team: whole, group_type: name, queue_level: null, channel_type: 'voice_call', lang: null }];
    }),
    agent_assignments: [],
  };
}

/** Those without a parent, and below each its own, in the order of their places. */
function menuTree({ menus, agents }: Directory): readonly object[] {
  const below = Map.groupBy(menus.values(), ({ parentId }) => (menus.has(parentId ?? 0) ? parentId : null));
  const count = ({ groups }: Menu): number =>
    new Set(groups.flatMap(({ agentIds }) => agentIds.filter((id) => agents.has(id)))).size;
  const nodesOf = (parentId: number | null): readonly object[] =>
    (below.get(parentId) ?? [])
      .toSorted((a, b) => a.position - b.position || a.id - b.id)
      .map((menu) => ({ ...writeMenu(menu), agents_count: count(menu), children: nodesOf(menu.id) }));
  return nodesOf(null);
}

function showRoute(path: string, operationId: string, summary: string, of: TSchema, handle: Route['handle']): Route {
  const schema = { params: Type.Object({ id: Type.Integer() }), response: { 200: of, ...errors() } };
  return { method: 'GET', path: `/manager/api/v1${path}`, operationId, summary, schema, handle };
}

function treeRoute(path: string, operationId: string, summary: string, of: TSchema, handle: Route['handle']): Route {
  const schema = { response: { 200: Type.Array(of), ...errors() } };
  return { method: 'GET', path: `/manager/api/v1${path}`, operationId, summary, schema, handle };
}
