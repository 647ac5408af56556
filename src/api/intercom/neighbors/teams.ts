/** Teams: the ring groups of the menus. */
import type { Route } from '#http/surface.ts';
import type { DialectParts } from '../../dialect.ts';
import { readId } from '../../kit.ts';
import type { Team } from '../../teams.ts';
import { teamsOf } from '../../teams.ts';
import { failure } from '../refusals.ts';
import { errors, named } from '../schema.ts';
import { TeamList, TeamObject } from './schema.ts';

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
