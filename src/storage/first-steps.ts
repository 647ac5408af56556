/**
 * How far a workspace is in its first steps: one statement, which looks for one row of each kind and counts nothing.
 */
import type { FirstStepsStore } from '#domain/identity/first-steps.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

type Row = {
  readonly is_closed: boolean;
  readonly call: boolean;
  readonly people: boolean;
  readonly menu: boolean;
  readonly number: boolean;
  readonly token: boolean;
};

/** Makes the store. */
export function createFirstSteps({ query }: Database): FirstStepsStore {
  return {
    async read(workspaceId) {
      const { rows } = await sql<Row>`
        select setup_closed_at is not null as is_closed,
          exists (select from call where workspace_id = workspace.id) as call,
          (select count(*) from (
            select from agent
            where workspace_id = workspace.id and (password_hash is not null
              or exists (select from sign_in_link where agent_id = agent.id)
              or exists (select from person_identity where agent_id = agent.id))
            limit 2) as person) = 2 as people,
          exists (select from menu where workspace_id = workspace.id and not deleted and groups <> '[]') as menu,
          exists (select from phone_number where workspace_id = workspace.id)
            or exists (select from trunk where workspace_id = workspace.id) as number,
          exists (select from api_token where workspace_id = workspace.id) as token
        from workspace where id = ${workspaceId}`.execute(query);
      const { is_closed: isClosed = true, ...done } = rows[0] ?? {};
      return { isClosed, done: { call: false, people: false, menu: false, number: false, token: false, ...done } };
    },
    async close(workspaceId, at) {
      await query
        .updateTable('workspace')
        .set({ setup_closed_at: at })
        .where('id', '=', workspaceId)
        .where('setup_closed_at', 'is', null)
        .execute();
    },
  };
}
