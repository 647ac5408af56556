/** Other programs say what agents are, or sign them out. Source: CCAI Platform, "Agent status endpoints". */
import { Type } from 'typebox';
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import { STATUS_BASES } from '#domain/directory/own-statuses.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { fieldsOf } from '../kit.ts';
import { teamsOf } from '../teams.ts';
import { talksOf } from './agent-talks.ts';
import { text } from './read.ts';
import { failure } from './refusals.ts';
import type { CcaipParts } from './parts.ts';
import { errors } from './schema.ts';
import { IN_CALL, userStatus } from './user-statuses.ts';

/** Agents whose status is changed by one request. Ours: the vendor names no limit. */
const MAX_AGENTS = 500;

/** What agents can be made: what they can be by themselves. */
type Status = Pick<Agent, 'status' | 'statusName'>;

const Ids = Type.Array(Type.Integer(), { maxItems: MAX_AGENTS });
const missing = (name: string): ApiResponse => failure(400, `param is missing or the value is empty: ${name}`);

/** The routes. */
export function agentStatusRoutes({ engine, endSessions }: CcaipParts): Route[] {
  /** Who talks, or has a call to finish, stays what they are: the vendor's system says so, and not they. */
  const stuckIn = (agent: Agent, talking: ReadonlyMap<number, Date>): string | null => {
    if (talking.has(agent.id)) return IN_CALL.name;
    return agent.status === 'wrap_up' ? userStatus(agent, []).name : null;
  };

  const change = async ({ body, principal: { workspaceId } }: ApiRequest): Promise<ApiResponse> => {
    const fields = fieldsOf(body);
    const name = text(fields['status']);
    if (name === null) return missing('status');
    const [agentIds, teamIds] = [readIds(fields['agent_ids']), readIds(fields['team_ids'])];
    if (agentIds === null) return failure(400, 'agent_ids is not well formed');
    if (teamIds === null) return failure(400, 'team_ids is not well formed');
    if (agentIds.length + teamIds.length === 0) return missing('agent_ids');
    const directory = await engine.directory.load(workspaceId);
    const { ownStatuses } = directory.workspace;
    const status = statusNamed(name, ownStatuses);
    if (status === null) return failure(400, 'status is not found');
    const teams = new Map(teamsOf(directory).map((team) => [team.id, team]));
    if (!agentIds.every((id) => directory.agents.has(id))) return failure(400, 'agent_ids is not found');
    if (!teamIds.every((id) => teams.has(id))) return failure(400, 'team_ids is not found');
    const ids = new Set([...agentIds, ...teamIds.flatMap((id) => teams.get(id)?.agentIds ?? [])]);
    if (ids.size > MAX_AGENTS) return failure(400, `At most ${MAX_AGENTS} agents`);
    const talking = talksOf(engine, workspaceId);
    const lines: object[] = [];
    for (const agent of [...ids].flatMap((id) => directory.agents.get(id) ?? [])) {
      const stuck = stuckIn(agent, talking);
      const before = stuck ?? userStatus(agent, ownStatuses).name;
      if (stuck === null) await engine.setAgentStatus(workspaceId, agent.id, status.status, status.statusName);
      lines.push({
        agent_id: agent.id,
        name: fullName(agent),
        email: agent.email,
        agent_number: agent.agentNumber,
        previous_status: before,
        current_status: stuck ?? userStatus(status, ownStatuses).name,
        ...(stuck === null ? {} : { message: `Agent can't be changed from system status '${stuck}'` }),
      });
    }
    return { status: 200, body: lines };
  };

  const logOut = async ({ body, principal: { workspaceId } }: ApiRequest): Promise<ApiResponse> => {
    const ids = readIds(fieldsOf(body)['agent_ids']);
    if (ids === null) return failure(400, 'agent_ids is not well formed');
    if (ids.length === 0) return missing('agent_ids');
    const { agents } = await engine.directory.load(workspaceId);
    if (!ids.every((id) => agents.has(id))) return failure(400, 'agent_ids is not found');
    for (const id of ids) await endSessions(workspaceId, id);
    return { status: 200, body: {} };
  };

  return [
    {
      method: 'POST',
      path: '/apps/api/v1/agent_statuses',
      operationId: 'updateAgentStatuses',
      summary: 'Change what agents are',
      description:
        '`Available`, `Unavailable`, `Break` and the workspace’s own, whatever their case. An agent who talks or has a call to ' +
        `finish stays what they are, which the answer tells. At most ${MAX_AGENTS} agents.`,
      schema: {
        body: Type.Object({ status: Type.String(), agent_ids: Ids, team_ids: Ids }),
        response: { 200: Type.Array(ChangedStatus), ...errors(400) },
      },
      handle: change,
    },
    {
      method: 'POST',
      path: '/apps/api/v1/agent_statuses/force_logout',
      operationId: 'forceLogout',
      isAudited: true,
      summary: 'Sign agents out',
      description: `Their pages close at once; they may sign in again. At most ${MAX_AGENTS} agents.`,
      schema: { body: Type.Object({ agent_ids: Ids }), response: { 200: Type.Object({}), ...errors(400) } },
      handle: logOut,
    },
  ];
}

const ChangedStatus = Type.Object({
  agent_id: Type.Integer(),
  name: Type.String(),
  email: Type.String(),
  agent_number: Type.Union([Type.String(), Type.Null()]),
  previous_status: Type.String(),
  current_status: Type.String(),
  message: Type.Optional(Type.String({ description: 'Why the agent stays what they were.' })),
});

/** The status of that name, which agents can take by themselves; null for the system's and for none. */
function statusNamed(name: string, own: readonly OwnStatus[]): Status | null {
  const wanted = name.toLowerCase();
  const named = own.find((each) => each.name.toLowerCase() === wanted);
  if (named !== undefined) return { status: named.countsAs, statusName: named.name };
  const status = STATUS_BASES.find(
    (each) => userStatus({ status: each, statusName: null }, own).name.toLowerCase() === wanted,
  );
  return status === undefined ? null : { status, statusName: null };
}

/** A list of ids, each once; absent is empty. Null: something else. */
function readIds(value: unknown): readonly number[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > MAX_AGENTS) return null;
  const ids = value.filter((each): each is number => Number.isSafeInteger(each) && each > 0);
  return ids.length === value.length ? [...new Set(ids)] : null;
}
