/** Ring groups as teams. A group has a name in each menu that rings it; one name is one team. */
import { createHash } from 'node:crypto';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Route } from '#http/surface.ts';
import type { DialectParts } from '../../dialect.ts';
import { readId } from '../../kit.ts';
import { failure } from '../refusals.ts';
import { errors, named } from '../schema.ts';
import { TeamList, TeamObject } from './schema.ts';

/** A team: everyone whom groups of the name ring. */
export type Team = { readonly id: number; readonly name: string; readonly agentIds: readonly number[] };

/** The teams of the workspace, by name. Deleted menus ring no one. */
export function teamsOf({ menus, agents }: Pick<Directory, 'menus' | 'agents'>): readonly Team[] {
  const groups = menus
    .values()
    .filter(({ deleted }) => !deleted)
    .flatMap((menu) => menu.groups)
    .toArray();
  return Map.groupBy(groups, ({ name }) => name)
    .entries()
    .map(([name, those]) => ({
      id: idOfName(name),
      name,
      agentIds: [...new Set(those.flatMap(({ agentIds }) => agentIds))]
        .filter((id) => agents.has(id))
        .toSorted(byNumber),
    }))
    .toArray()
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The teams that each agent is in, in the order of the list. */
export function teamIdsOf(teams: readonly Team[]): (agentId: number) => number[] {
  const ids = new Map<number, number[]>();
  for (const { id, agentIds } of teams)
    for (const agentId of agentIds) ids.set(agentId, [...(ids.get(agentId) ?? []), id]);
  return (agentId) => ids.get(agentId) ?? [];
}

/**
 * The id of what has a name and no number of its own: 48 bits of the name's hash, so that it stays as long as the name
 * does, on every server, and is exact in JSON.
 */
export function idOfName(name: string): number {
  return createHash('sha256').update(name).digest().readUIntBE(0, 6);
}

/** The routes of teams. */
export function teamRoutes({ engine }: Pick<DialectParts, 'engine'>): Route[] {
  return [
    {
      method: 'GET',
      path: '/teams',
      operationId: 'listTeams',
      summary: 'List all teams',
      description: 'The ring groups of the menus: groups of one name are one team.',
      schema: { response: { 200: TeamList, ...errors() } },
      handle: async ({ principal }) => {
        const teams = teamsOf(await engine.directory.load(principal.workspaceId));
        return { status: 200, body: { type: 'team.list', teams: teams.map(writeTeam) } };
      },
    },
    {
      method: 'GET',
      path: '/teams/:id',
      operationId: 'retrieveTeam',
      summary: 'Retrieve a team',
      schema: { params: named('id'), response: { 200: TeamObject, ...errors(404) } },
      handle: async ({ principal, params, requestId }) => {
        const id = readId(params['id']);
        const team = teamsOf(await engine.directory.load(principal.workspaceId)).find((each) => each.id === id);
        return team === undefined
          ? failure(404, { code: 'team_not_found', message: 'Team not found' }, requestId)
          : { status: 200, body: writeTeam(team) };
      },
    },
  ];
}

function writeTeam({ id, name, agentIds }: Team): object {
  return {
    type: 'team',
    id: String(id),
    name,
    admin_ids: agentIds,
    assignment_limit: null,
    distribution_method: null,
  };
}

function byNumber(a: number, b: number): number {
  return a - b;
}
