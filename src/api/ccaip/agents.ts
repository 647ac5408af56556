/** Agents, what they are now, and what they have been. Source: CCAI Platform, "Agent endpoints"; singer-io/tap-ujet. */
import { Type } from 'typebox';
import type { Agent } from '#domain/directory/agent.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { AgentFacts } from '#domain/ports/agent-log.ts';
import { SUBJECT_EVENT_DAYS } from '#domain/ports/event-log.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { readId } from '../kit.ts';
import { activityLists } from './agent-activities.ts';
import { createTalkEnds, talksOf } from './agent-talks.ts';
import type { AgentRow } from './agent-write.ts';
import { ActivityObject, AgentObject, CurrentStatus, writeCurrentStatus, writeRows } from './agent-write.ts';
import type { Columns } from './pages.ts';
import { answerRows, ID_QUERY, isAmong, managerList, matches, sortQuery, spanQuery } from './pages.ts';
import type { ListAsk } from './read-list.ts';
import { listAskOf, readFlags, readIds, readSpan } from './read-list.ts';
import type { Read } from './read.ts';
import { failure } from './refusals.ts';
import type { CcaipParts } from './parts.ts';
import { errors } from './schema.ts';
import { IN_CALL, userStatus } from './user-statuses.ts';

/** What agents can be sorted by. All of them are in memory. */
const COLUMNS = {
  id: ({ id }) => id,
  created_at: ({ facts }) => facts.createdAt.getTime(),
  status_updated_at: ({ statusAt }) => statusAt.getTime(),
} as const satisfies Columns<AgentRow>;

/** The routes. */
export function agentRoutes(parts: CcaipParts): Route[] {
  const { engine, agentLog, publicUrl } = parts;
  const talkEnd = createTalkEnds(engine);

  const rowsOf = async (directory: Directory): Promise<readonly AgentRow[]> => {
    const { workspace, agents } = directory;
    const facts = await agentLog.factsOf(workspace.id);
    const talks = talksOf(engine, workspace.id);
    const row = (agent: Agent, own: AgentFacts): AgentRow => {
      const talkingSince = talks.get(agent.id);
      const since = talkingSince ?? talkEnd(agent.id) ?? agent.idleSince;
      return {
        id: agent.id,
        agent,
        facts: own,
        status: talkingSince === undefined ? userStatus(agent, workspace.ownStatuses) : IN_CALL,
        statusAt: since > agent.idleSince ? since : agent.idleSince,
        isOnline: engine.live.presence.isOnline(agent.id),
        isWrappingUp: engine.live.wrapUpOf(agent.id) !== null,
        calls: engine.callsOf(agent.id),
      };
    };
    return [...agents.values()].flatMap((agent) => {
      const own = facts.get(agent.id);
      return own === undefined ? [] : [row(agent, own)];
    });
  };

  const list = async (ask: ApiRequest): Promise<ApiResponse> => {
    const wanted = readWanted(listAskOf(ask));
    if (!wanted.ok) return failure(400, wanted.message);
    const directory = await engine.directory.load(ask.principal.workspaceId);
    const rows = (await rowsOf(directory)).filter(wanted.value);
    return answerRows(ask, publicUrl(), rows, COLUMNS, writeRows(directory));
  };

  const listStatuses = async (ask: ApiRequest): Promise<ApiResponse> => {
    const wanted = readWanted(listAskOf(ask));
    if (!wanted.ok) return failure(400, wanted.message);
    const rows = await rowsOf(await engine.directory.load(ask.principal.workspaceId));
    return answerRows(ask, publicUrl(), rows.filter(wanted.value), COLUMNS, writeCurrentStatus);
  };

  const show = async ({ params, principal }: ApiRequest): Promise<ApiResponse> => {
    const id = readId(params['id']);
    const directory = await engine.directory.load(principal.workspaceId);
    const row = (await rowsOf(directory)).find((each) => each.id === id);
    return row === undefined ? failure(404, 'Not Found') : { status: 200, body: writeRows(directory)(row) };
  };

  return [
    managerList('/agents', 'listAgents', 'List agents', { of: AgentObject, query: QUERY }, list),
    managerList(
      '/agents/current_status',
      'listCurrentStatuses',
      'List what agents are now',
      {
        of: CurrentStatus,
        query: QUERY,
        description: 'An agent who talks is `In-call`, since they were connected.',
      },
      listStatuses,
    ),
    {
      method: 'GET',
      path: '/manager/api/v1/agents/:id',
      operationId: 'showAgent',
      summary: 'Get an agent',
      schema: { params: Type.Object({ id: Type.Integer() }), response: { 200: AgentObject, ...errors() } },
      handle: show,
    },
    managerList(
      '/agent_activity_logs',
      'listAgentActivities',
      'List what agents have been',
      {
        of: ActivityObject,
        query: {
          ...ID_QUERY,
          'agent_id[]': Type.Optional(Type.Array(Type.Integer(), { description: 'Of these agents.' })),
          ...spanQuery('started_at'),
          ...sortQuery(['started_at'], 'started_at', 'ASC'),
        },
        description: `Changes of status, kept for ${SUBJECT_EVENT_DAYS} days. Calls are told by the calls.`,
      },
      activityLists(parts),
    ),
  ];
}

const QUERY = {
  ...ID_QUERY,
  'agent_number[]': Type.Optional(Type.Array(Type.String())),
  'status_id[]': Type.Optional(Type.Array(Type.Integer())),
  'online[]': Type.Optional(Type.Array(Type.Boolean())),
  'wrap_up[]': Type.Optional(Type.Array(Type.Boolean())),
  'location[]': Type.Optional(Type.Array(Type.String(), { description: 'No agent has one.' })),
  ...spanQuery('status_updated_at'),
  ...sortQuery(Object.keys(COLUMNS), 'id', 'ASC'),
};

/** Which agents are asked for. */
function readWanted(ask: ListAsk): Read<(row: AgentRow) => boolean> {
  const ids = readIds(ask, 'id[]');
  if (!ids.ok) return ids;
  const statusIds = readIds(ask, 'status_id[]');
  if (!statusIds.ok) return statusIds;
  const online = readFlags(ask, 'online[]');
  if (!online.ok) return online;
  const wrapUp = readFlags(ask, 'wrap_up[]');
  if (!wrapUp.ok) return wrapUp;
  const span = readSpan(ask, 'status_updated_at');
  if (!span.ok) return span;
  const { from, to } = span.value;
  const value = (row: AgentRow): boolean =>
    isAmong(ids.value, row.id) &&
    isAmong(statusIds.value, row.status.id) &&
    isAmong(online.value, row.isOnline) &&
    isAmong(wrapUp.value, row.isWrappingUp) &&
    matches(ask, 'agent_number[]', row.agent.agentNumber) &&
    matches(ask, 'location[]', null) &&
    (from === null || row.statusAt >= from) &&
    (to === null || row.statusAt <= to);
  return { ok: true, value };
}
