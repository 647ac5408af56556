/** Since when agents are there, and what they have been: the latter is read off the log of events. */
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { Role } from '#domain/identity/session.ts';
import type { ActivityFilter, AgentActivity, AgentFacts, AgentLog } from '#domain/ports/agent-log.ts';
import type { RawBuilder, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = {
  readonly total: number;
  /** Null in the one row of an empty page. */
  readonly id: number | null;
  readonly agent_id: number;
  readonly data: { readonly status: AgentStatus; readonly statusName: string | null };
  readonly at: Date;
  readonly ended_at: Date | null;
};

/** Makes the store. */
export function createAgentLog({ query }: Database): AgentLog {
  return {
    async factsOf(workspaceId) {
      const rows = await query
        .selectFrom('agent')
        .select(['id', 'created_at', 'signed_in_at', 'locked_at', 'role'])
        .where('workspace_id', '=', workspaceId)
        .execute();
      return new Map(rows.map((row) => [row.id, readFacts(row)]));
    },
    async activities(workspaceId, filter, descending, limit, offset) {
      const where = sql.join(conditionsOf(workspaceId, filter), sql` and `);
      const way = sql.raw(descending ? 'desc' : 'asc');
      const { rows } = await sql<Row>`
        select counted.total, page.* from (select count(*) as total from subject_event e where ${where}) counted
        left join lateral (
          select e.seq as id, e.agent_id, e.data, e.at, (
            select n.at from subject_event n
            where n.agent_id = e.agent_id and n.type = 'agent.status_changed' and n.seq > e.seq order by n.seq limit 1
          ) as ended_at
          from subject_event e where ${where} order by e.at ${way}, e.seq ${way} limit ${limit} offset ${offset}
        ) page on true
        order by page.at ${way}, page.id ${way}`.execute(query);
      return { activities: rows.flatMap(readActivity), total: rows[0]?.total ?? 0 };
    },
  };
}

function readFacts(
  row: Pick<Selectable<Tables['agent']>, 'created_at' | 'signed_in_at' | 'locked_at' | 'role'>,
): AgentFacts {
  const role = row.role as Role; // By the column's check.
  return { createdAt: row.created_at, signedInAt: row.signed_in_at, lockedAt: row.locked_at, role };
}

function conditionsOf(workspaceId: number, filter: ActivityFilter): RawBuilder<unknown>[] {
  return [
    sql`e.workspace_id = ${workspaceId}`,
    sql`e.type = 'agent.status_changed'`,
    ...(filter.ids === undefined ? [] : [sql`e.seq = any(${filter.ids}::bigint[])`]),
    ...(filter.agentIds === undefined ? [] : [sql`e.agent_id = any(${filter.agentIds}::bigint[])`]),
    ...(filter.startedFrom === undefined ? [] : [sql`e.at >= ${filter.startedFrom}`]),
    ...(filter.startedTo === undefined ? [] : [sql`e.at <= ${filter.startedTo}`]),
  ];
}

function readActivity({ id, agent_id: agentId, data, at: startedAt, ended_at: endedAt }: Row): AgentActivity[] {
  if (id === null) return [];
  return [{ id, agentId, status: data.status, statusName: data.statusName, startedAt, endedAt }];
}
