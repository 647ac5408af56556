/** The request log, written in batches: one statement a batch, whatever it is about. */
import { sql } from 'kysely';
import type { LoggedBodies, LoggedRequest, RequestFilter, RequestLogStore } from '#domain/ports/request-log.ts';
import { LOG_DAYS, MAX_BODY_HOURS, MAX_LOGGED } from '#domain/ports/request-log.ts';
import type { Database } from './database.ts';

/** The operator's workspace: what strangers ask of the server is told there. */
const OPERATOR = 1;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Whose a request is, is found here and not while someone waits: the workspace of the token, also of one that works no
 * longer, or the one that the credentials named. A stranger's is the operator's, where it was refused as one. Bodies
 * are kept where they are wanted, and of no request that came before the last contact was forgotten.
 */
const ADD = `with asked as materialized (
  select r.*, coalesce(r."workspaceId", t.workspace_id, w.id, case when r.status in (401, 429) then ${OPERATOR} end) as owner,
    coalesce(r."tokenId", t.id) as token
  from jsonb_to_recordset($1) as r (place integer, at timestamptz, "requestId" uuid, surface text, operation text, method text, path text,
    status smallint, milliseconds integer, "tokenId" bigint, "tokenPrefix" text, address text, "callId" bigint, problem text,
    "workspaceId" integer, "tokenHash" text, subdomain text, "callUid" uuid, bodies jsonb)
  left join api_token t on t.lookup = decode(left(r."tokenHash", 16), 'hex') and t.hash = decode(r."tokenHash", 'hex')
  left join workspace w on w.subdomain = r.subdomain
), made as (
  insert into api_request (workspace_id, at, request_id, surface, operation, method, path, status, milliseconds, token_id, token_prefix,
    address, call_id, problem)
  select a.owner, a.at, a."requestId", a.surface, a.operation, a.method, a.path, a.status, a.milliseconds, a.token,
    case when a.token is null then a."tokenPrefix" end, a.address, coalesce(a."callId", c.id), a.problem
  from asked a join workspace o on o.id = a.owner left join call c on c.uid = a."callUid" and c.workspace_id = a.owner
  order by a.place returning workspace_id, id, request_id
), wished as (
  select workspace_id, cleared_at from request_log where bodies_until > $2 and workspace_id in (select owner from asked) for share
)
insert into api_request_body (workspace_id, id, request, answer)
select m.workspace_id, m.id, a.bodies ->> 'request', a.bodies ->> 'answer'
from made m join asked a on a."requestId" = m.request_id join wished s on s.workspace_id = m.workspace_id
where jsonb_typeof(a.bodies) = 'object' and (s.cleared_at is null or a.at > s.cleared_at)`;

type Row = {
  readonly id: number;
  readonly at: Date;
  readonly request_id: string;
  readonly surface: string;
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly token_id: number | null;
  readonly token_name: string | null;
  readonly token_prefix: string | null;
  readonly address: string;
  readonly call_id: number | null;
  readonly problem: string | null;
};

/** Makes the store. */
export function createRequestLog({ pool, query }: Database): RequestLogStore {
  return {
    async add(drafts, now) {
      const placed = drafts.map((draft, place) => ({ place, ...draft }));
      await pool.query({ name: 'requests_add', text: ADD, values: [JSON.stringify(placed), now] });
    },
    async list(workspaceId, filter, before, limit) {
      const beyond = before === null ? sql`` : sql`and r.id < ${before}`;
      const { rows } = await sql<Row>`
        select r.*, t.name as token_name from api_request r
        left join api_token t on t.id = r.token_id and t.workspace_id = r.workspace_id
        where r.workspace_id = ${workspaceId} ${beyond} ${conditionOf(filter)}
        order by r.id desc limit ${limit}`.execute(query);
      return rows.map(readRequest);
    },
    async find(workspaceId, id) {
      const { rows } = await sql<Row & LoggedBodies & { has_bodies: boolean }>`
        select r.*, t.name as token_name, b.request, b.answer, b.id is not null as has_bodies from api_request r
        left join api_token t on t.id = r.token_id and t.workspace_id = r.workspace_id
        left join api_request_body b on b.workspace_id = r.workspace_id and b.id = r.id
        where r.workspace_id = ${workspaceId} and r.id = ${id}`.execute(query);
      const [row] = rows;
      if (row === undefined) return null;
      return { entry: readRequest(row), bodies: row.has_bodies ? { request: row.request, answer: row.answer } : null };
    },
    async wishes(now) {
      const rows = await query
        .selectFrom('request_log')
        .select(['workspace_id', 'bodies_until'])
        .where('bodies_until', '>', now)
        .execute();
      return rows.map((row) => ({ workspaceId: row.workspace_id, until: row.bodies_until ?? now }));
    },
    async keepBodies(workspaceId, until) {
      await query.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('request_log')
          .values({ workspace_id: workspaceId, bodies_until: until })
          .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ bodies_until: until }))
          .execute();
        if (until === null)
          await transaction.deleteFrom('api_request_body').where('workspace_id', '=', workspaceId).execute();
      });
    },
    forget: async (now) => forget({ pool }, now),
  };
}

/** Digits of a status -> its bounds: written out, so that the index of refusals serves them. */
const CLASSES: Readonly<Record<number, ReturnType<typeof sql>>> = {
  2: sql`and r.status < 300`,
  3: sql`and r.status >= 300 and r.status < 400`,
  4: sql`and r.status >= 400 and r.status < 500`,
  5: sql`and r.status >= 400 and r.status >= 500`,
};

function conditionOf({ statusClass, method, path, tokenId, callId, requestId }: RequestFilter) {
  const none = sql``;
  return sql`
    ${statusClass === null ? none : (CLASSES[statusClass] ?? none)}
    ${method === null ? none : sql`and r.method = ${method}`}
    ${path === null ? none : sql`and position(${path} in r.path) > 0`}
    ${tokenId === null ? none : sql`and r.token_id = ${tokenId}`}
    ${callId === null ? none : sql`and r.call_id = ${callId}`}
    ${requestId === null ? none : sql`and r.request_id = ${requestId}`}`;
}

async function forget({ pool }: Pick<Database, 'pool'>, now: Date): Promise<number> {
  const ago = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);
  await pool.query(
    `delete from api_request_body b using api_request r
     where r.workspace_id = b.workspace_id and r.id = b.id and r.at < $1`,
    [ago(MAX_BODY_HOURS * HOUR_MS)],
  );
  const old = await pool.query('delete from api_request where at < $1', [ago(LOG_DAYS * DAY_MS)]);
  const much = await pool.query(
    `delete from api_request r using workspace w
     where r.workspace_id = w.id and r.id <= (
       select e.id from api_request e where e.workspace_id = w.id order by e.id desc offset $1 limit 1
     )`,
    [MAX_LOGGED],
  );
  return (old.rowCount ?? 0) + (much.rowCount ?? 0);
}

function readRequest(row: Row): LoggedRequest {
  return {
    id: row.id,
    at: row.at,
    requestId: row.request_id,
    surface: row.surface,
    operation: row.operation,
    method: row.method,
    path: row.path,
    status: row.status,
    milliseconds: row.milliseconds,
    tokenId: row.token_id,
    tokenName: row.token_name,
    tokenPrefix: row.token_prefix,
    address: row.address,
    callId: row.call_id,
    problem: row.problem,
  };
}
