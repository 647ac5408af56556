/** What agents have been. Source: singer-io/tap-ujet, schemas/agent_activity_logs.json. */
import type { Directory } from '#domain/directory/workspace.ts';
import type { AgentActivity } from '#domain/ports/agent-log.ts';
import type { ApiRequest, ApiResponse } from '#http/surface.ts';
import { answerPage } from './pages.ts';
import { listAskOf, readIds, readPage, readSort, readSpan } from './read-list.ts';
import { failure } from './refusals.ts';
import type { CcaipParts } from './parts.ts';
import { userStatus } from './user-statuses.ts';

/** Answers their list. */
export function activityLists({
  engine,
  agentLog,
  publicUrl,
}: Pick<CcaipParts, 'engine' | 'agentLog' | 'publicUrl'>): (ask: ApiRequest) => Promise<ApiResponse> {
  return async (ask) => {
    const list = listAskOf(ask);
    const page = readPage(list);
    if (!page.ok) return failure(400, page.message);
    const sort = readSort(list, ['started_at'], { column: 'started_at', descending: false });
    if (!sort.ok) return failure(400, sort.message);
    const started = readSpan(list, 'started_at');
    if (!started.ok) return failure(400, started.message);
    const ids = readIds(list, 'id[]');
    if (!ids.ok) return failure(400, ids.message);
    const agentIds = readIds(list, 'agent_id[]');
    if (!agentIds.ok) return failure(400, agentIds.message);
    const filter = {
      ...(ids.value === null ? {} : { ids: ids.value }),
      ...(agentIds.value === null ? {} : { agentIds: agentIds.value }),
      ...(started.value.from === null ? {} : { startedFrom: started.value.from }),
      ...(started.value.to === null ? {} : { startedTo: started.value.to }),
    };
    const { workspaceId } = ask.principal;
    const { perPage } = page.value;
    const offset = (page.value.page - 1) * perPage;
    const found = await agentLog.activities(workspaceId, filter, sort.value.descending, perPage, offset);
    const directory = await engine.directory.load(workspaceId);
    const body = found.activities.map((activity) => writeActivity(activity, directory));
    return answerPage(ask, publicUrl(), page.value, found.total, body);
  };
}

/** The vendor names no activities: this is the one kind there is here. */
const ACTIVITY = 'status_changed';

function writeActivity(activity: AgentActivity, { workspace }: Directory): object {
  const { id, agentId, startedAt, endedAt } = activity;
  return {
    id,
    agent_id: agentId,
    activity: ACTIVITY,
    status: userStatus(activity, workspace.ownStatuses),
    call_id: null,
    chat_id: null,
    started_at: startedAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
    duration: endedAt === null ? null : Math.floor((endedAt.getTime() - startedAt.getTime()) / 1000),
    whodunnit: null,
  };
}
