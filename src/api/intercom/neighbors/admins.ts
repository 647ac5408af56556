/** Agents as teammates, and whether calls ring for them. Source: the vendor's OpenAPI, "Admins". */
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { OwnStatus, StatusColor } from '#domain/directory/own-statuses.ts';
import type { Directory, Workspace } from '#domain/directory/workspace.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import type { DialectParts } from '../../dialect.ts';
import { fieldsOf, readId } from '../../kit.ts';
import type { Team } from '../../teams.ts';
import { idOfName, teamIdsOf, teamsOf } from '../../teams.ts';
import type { Read } from '../read.ts';
import { failure } from '../refusals.ts';
import { errors, named } from '../schema.ts';
import { AdminList, AdminObject, AwayMode, AwayReasons } from './schema.ts';

/** The routes of teammates. */
export function adminRoutes(parts: Pick<DialectParts, 'engine'>): Route[] {
  return [...readRoutes(parts), awayRoute(parts)];
}

function readRoutes({ engine }: Pick<DialectParts, 'engine'>): Route[] {
  return [
    {
      method: 'GET',
      path: '/admins',
      operationId: 'listAdmins',
      summary: 'List all admins',
      schema: { response: { 200: AdminList, ...errors() } },
      handle: async ({ principal }) => {
        const directory = await engine.directory.load(principal.workspaceId);
        const write = adminWriter(directory);
        return { status: 200, body: { type: 'admin.list', admins: directory.agents.values().map(write).toArray() } };
      },
    },
    {
      method: 'GET',
      path: '/admins/:id',
      operationId: 'retrieveAdmin',
      summary: 'Retrieve an admin',
      schema: { params: named('id'), response: { 200: AdminObject, ...errors(404) } },
      handle: async (ask) => answerAdmin(await engine.directory.load(ask.principal.workspaceId), ask),
    },
    {
      method: 'GET',
      path: '/away_status_reasons',
      operationId: 'listAwayStatusReasons',
      summary: 'List all away status reasons',
      description: 'The statuses of the workspace’s own that do not count as available.',
      schema: { response: { 200: AwayReasons, ...errors() } },
      handle: async ({ principal }) => {
        const { workspace } = await engine.directory.load(principal.workspaceId);
        return { status: 200, body: { type: 'list', data: reasonsOf(workspace).map(reasonWriter(workspace)) } };
      },
    },
  ];
}

function awayRoute({ engine }: Pick<DialectParts, 'engine'>): Route {
  return {
    method: 'PUT',
    path: '/admins/:id/away',
    operationId: 'setAwayAdmin',
    summary: 'Set an admin to away',
    description:
      'Away is `unavailable`, or the status that the reason names; back is `available`, and the longest-waiting call rings at once.',
    schema: { params: named('id'), body: AwayMode, response: { 200: AdminObject, ...errors(404) } },
    async handle(ask) {
      const { workspaceId } = ask.principal;
      const { workspace } = await engine.directory.load(workspaceId);
      const asked = readAway(ask.body, workspace);
      if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
      const { countsAs, name } = asked.value;
      const id = readId(ask.params['id']);
      if (id === null || !(await engine.setAgentStatus(workspaceId, id, countsAs, name)))
        return unknownAdmin(ask.requestId, 'Admin for admin_id not found');
      return answerAdmin(await engine.directory.load(workspaceId), ask);
    },
  };
}

function answerAdmin(directory: Directory, { params, requestId }: ApiRequest): ApiResponse {
  const agent = directory.agents.get(readId(params['id']) ?? 0);
  return agent === undefined
    ? unknownAdmin(requestId, 'Admin not found')
    : { status: 200, body: adminWriter(directory)(agent) };
}

/** No such teammate. The vendor has two sentences for it. */
export function unknownAdmin(requestId: string, message: string): ApiResponse {
  return failure(404, { code: 'admin_not_found', message }, requestId);
}

/** The status that is asked for. */
function readAway(body: unknown, workspace: Workspace): Read<Pick<OwnStatus, 'countsAs'> & { name: string | null }> {
  const fields = fieldsOf(body);
  for (const field of ['away_mode_enabled', 'away_mode_reassign'] as const) {
    if (fields[field] === undefined || fields[field] === null)
      return { ok: false, wrong: { code: 'parameter_not_found', message: `${field} is required`, field } };
    if (typeof fields[field] !== 'boolean')
      return { ok: false, wrong: { code: 'parameter_invalid', message: `${field} must be a boolean`, field } };
  }
  if (fields['away_mode_enabled'] === false) return { ok: true, value: { countsAs: 'available', name: null } };
  const { away_status_reason_id: reasonId = null } = fields;
  if (reasonId === null) return { ok: true, value: { countsAs: 'unavailable', name: null } };
  const reason = reasonsOf(workspace).find(({ name }) => idOfName(name) === reasonId);
  return reason === undefined
    ? { ok: false, wrong: { code: 'parameter_invalid', message: 'Away status reason not found' } }
    : { ok: true, value: reason };
}

function reasonsOf({ ownStatuses }: Workspace): readonly OwnStatus[] {
  return ownStatuses.filter(({ countsAs }) => countsAs !== 'available');
}

/** How the vendor marks a reason: by an emoji, which here has the color of the status. */
const EMOJI = {
  green: '🟢',
  amber: '🟠',
  red: '🔴',
  blue: '🔵',
  gray: '⚪',
} as const satisfies Record<StatusColor, string>;

function reasonWriter({ createdAt }: Workspace): (reason: OwnStatus, place: number) => object {
  const since = Math.floor(createdAt.getTime() / 1000);
  return ({ name, color }, place) => ({
    type: 'away_status_reason',
    id: String(idOfName(name)),
    label: name,
    emoji: EMOJI[color],
    order: place + 1,
    deleted: false,
    created_at: since,
    updated_at: since,
  });
}

/** One agent of the workspace as a teammate, with the status that they have there. */
export function writeAdminOf(directory: Directory, agent: Agent): object {
  return adminWriter(directory)(agent);
}

/** Writes agents of the workspace as teammates. */
function adminWriter(directory: Directory): (agent: Agent) => object {
  const teamIds = teamIdsOf(teamsOf(directory));
  return (agent) => writeAdmin(agent, teamIds(agent.id));
}

/** One agent as a teammate, in the teams. */
function writeAdmin(agent: Agent, teamIds: readonly Team['id'][]): object {
  const isAway = agent.status !== 'available';
  return {
    type: 'admin',
    id: String(agent.id),
    name: fullName(agent),
    email: agent.email,
    away_mode_enabled: isAway,
    away_mode_reassign: false,
    away_status_reason_id: isAway && agent.statusName !== null ? idOfName(agent.statusName) : null,
    has_inbox_seat: true,
    team_ids: teamIds,
    avatar: agent.avatarUrl,
  };
}
