/** Conversations as programs search and handle them: each is a thread of calls and messages with one contact. */
import { CALL_STATES, isLive } from '#domain/call/state.ts';
import type {
  ConversationBook,
  ConversationField,
  ConversationHead,
  ConversationPart,
} from '#domain/ports/conversation-book.ts';
import { MAX_CONVERSATION_ACTS } from '#domain/ports/conversation-book.ts';
import type { SearchTree, SearchValue } from '#domain/ports/contact-search.ts';
import { MAX_COUNTED } from '#domain/ports/contact-search.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Column } from './search-conditions.ts';
import { instant, treeSql } from './search-conditions.ts';

type HeadRow = {
  readonly id: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly state: ConversationHead['state'];
  readonly snoozed_until: Date | null;
  readonly assignee_id: number | null;
  readonly direction: ConversationHead['direction'];
  readonly has_voice_agent: boolean | null;
  readonly uid: string | null;
  readonly identifier: string | null;
  readonly role: 'user' | 'lead' | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly place: number;
};

const GOING_ON = CALL_STATES.filter((state) => isLive(state));

/** The calls of the conversation `c`. */
const OF_IT = sql`k.workspace_id = c.workspace_id and k.conversation_id = c.id`;
/** Opened by a link that was texted, and without a call: only such a one can be. */
const IS_SWITCH = sql`(c.switched and not exists (select from call k where ${OF_IT}))`;
const STATE = sql`case
  when exists (select from call k where ${OF_IT} and k.state = any(${GOING_ON})) then 'open'
  when c.set_state = 'snoozed' and c.snoozed_until <= now() then 'open'
  else coalesce(c.set_state, 'closed') end`;
const BEGUN = sql.join(GOING_ON.filter((state) => state !== 'scheduled').map((state) => sql.lit(state)));

/** Those that are not closed, or may not be, by the indexes that know: set so, or with a call begun or planned. */
function unclosed(workspaceId: number): RawBuilder<boolean> {
  return sql`c.id in (
    select id from conversation where workspace_id = ${workspaceId} and set_state in ('open', 'snoozed')
    union all select conversation_id from call where workspace_id = ${workspaceId} and state in (${BEGUN})
    union all select conversation_id from call where workspace_id = ${workspaceId} and state = 'scheduled')`;
}

const UNCLOSED = ['open', 'snoozed'] as const;

/** Closed is who is in none of the other states: so that the few who may be are looked at, and no one else. */
function isInState(workspaceId: number, states: readonly SearchValue[]): RawBuilder<boolean> {
  const isClosedToo = states.includes('closed');
  const looked = UNCLOSED.filter((state) => states.includes(state) !== isClosedToo);
  const some = sql<boolean>`(${unclosed(workspaceId)} and ${STATE} = any(${looked}::text[]))`;
  return isClosedToo ? sql`not ${some}` : some;
}

/** The last word on whom it is with. */
const ASSIGNEE = sql`coalesce(c.assignee_id,
  (select k.agent_id from call k where ${OF_IT} and k.agent_id is not null order by k.id desc limit 1))`;

/** What was touched since the time, by the two indexes that know. */
function touchedSince(workspaceId: number, since: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`c.id in (
    select id from conversation where workspace_id = ${workspaceId} and (acted_at >= ${since} or created_at >= ${since})
    union all select conversation_id from call where workspace_id = ${workspaceId} and updated_at >= ${since})`;
}

function columnsOf(workspaceId: number): Readonly<Record<ConversationField, Column>> {
  return {
    id: { kind: 'serial', sql: sql`c.id` },
    contactUid: { kind: 'uuid', sql: sql`p.uid` },
    createdAt: { kind: 'time', sql: sql`c.created_at` },
    updatedAt: { kind: 'time', sql: sql`c.created_at`, since: (since) => touchedSince(workspaceId, since) },
    sourceType: {
      kind: 'text',
      sql: sql`case when ${IS_SWITCH} then 'phone_switch' else 'phone_call' end`,
      hasOneOf: isOfType,
    },
    state: {
      kind: 'text',
      sql: STATE,
      hasOneOf: (values) => isInState(workspaceId, values),
    },
    open: {
      kind: 'flag',
      sql: sql`(${STATE} <> 'closed')`,
      hasOneOf: (values) =>
        isInState(workspaceId, [
          ...(values.includes(true) ? UNCLOSED : []),
          ...(values.includes(false) ? ['closed'] : []),
        ]),
    },
    assigneeId: { kind: 'number', sql: ASSIGNEE },
    nothing: { kind: 'nothing', sql: sql`null` },
  };
}

function isOfType(values: readonly SearchValue[]): RawBuilder<boolean> {
  const [isCall, isSwitch] = [values.includes('phone_call'), values.includes('phone_switch')];
  if (isCall) return isSwitch ? sql`true` : sql`not ${IS_SWITCH}`;
  return isSwitch ? sql`${IS_SWITCH}` : sql`false`;
}

/** The conversations of a condition, and their heads. */
function headsSql(found: RawBuilder<unknown>): RawBuilder<HeadRow> {
  return sql<HeadRow>`
    with found as (${found})
    select c.id, c.created_at, found.place, greatest(c.created_at, c.acted_at, k.updated_at) as updated_at,
      ${STATE} as state, case when c.set_state = 'snoozed' then c.snoozed_until end as snoozed_until,
      ${ASSIGNEE} as assignee_id, k.direction, k.has_voice_agent, p.uid, p.identifier, p.role, p.name, p.email
    from found join conversation c on c.id = found.id
    left join contact p on p.id = c.contact_id
    left join lateral (
      select max(k.updated_at) as updated_at, (array_agg(k.direction order by k.id))[1] as direction,
        bool_or(k.origin = 'fin') as has_voice_agent
      from call k where ${OF_IT}
    ) k on true`;
}

/** $1 workspace, $2 conversation, $3 how many. */
const PARTS = `
select * from (
  select 'note' as kind, n.id, n.at, n.agent_id, n.text, null::bigint as assignee_id
  from call_note n join call k on k.id = n.call_id where k.workspace_id = $1 and k.conversation_id = $2
  union all
  select 'message', m.id, m.at, m.agent_id, m.text, null from message m where m.workspace_id = $1 and m.conversation_id = $2
  union all
  select a.kind, a.id, a.at, a.agent_id, null, a.assignee_id from conversation_act a
  where a.workspace_id = $1 and a.conversation_id = $2
  union all
  select 'assigned', e.seq, e.at, null, null, (e.data ->> 'agentId')::bigint
  from call_event e join call k on k.id = e.call_id
  where k.workspace_id = $1 and k.conversation_id = $2 and e.type in ('agent_assigned', 'transfer_completed')
) part order by at desc, kind, id desc limit $3`;

type PartRow = Omit<ConversationPart, 'agentId' | 'assigneeId'> & {
  readonly agent_id: number | null;
  readonly assignee_id: number | null;
};

/** Makes the book. */
export function createConversations(database: Database): ConversationBook {
  const { pool, query } = database;
  return {
    async search(workspaceId, tree, { order, beyond, limit }) {
      const [way, comes] = order === 'ascending' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
      const after =
        beyond === null
          ? sql``
          : sql`and (c.created_at, c.id) ${comes} (${instant(beyond.place)}, ${beyond.id}::bigint)`;
      const found = sql`
        select c.id, (extract(epoch from c.created_at) * 1000000)::bigint as place ${whichSql(workspaceId, tree)} ${after}
        order by c.created_at ${way}, c.id ${way} limit ${limit}`;
      const { rows } = await sql<HeadRow>`${headsSql(found)} order by c.created_at ${way}, c.id ${way}`.execute(query);
      return rows.map((row) => ({ head: readHead(row), place: row.place, id: row.id }));
    },
    async count(workspaceId, tree) {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from (select ${whichSql(workspaceId, tree)} limit ${MAX_COUNTED}) as found`.execute(
        query,
      );
      return rows[0]?.count ?? 0;
    },
    async byId(workspaceId, id) {
      const found = sql`select id, 0 as place from conversation where workspace_id = ${workspaceId} and id = ${id}`;
      const { rows } = await headsSql(found).execute(query);
      return rows[0] === undefined ? null : readHead(rows[0]);
    },
    async parts(workspaceId, id, limit) {
      const { rows } = await pool.query<PartRow>({
        name: 'parts_of_conversation',
        text: PARTS,
        values: [workspaceId, id, limit],
      });
      return rows
        .map(({ agent_id: agentId, assignee_id: assigneeId, ...part }) => ({ ...part, agentId, assigneeId }))
        .toReversed();
    },
    async act(workspaceId, id, agentId, act, at) {
      const until = act.kind === 'snoozed' ? act.until : null;
      const assigneeId = act.kind === 'assignment' ? act.assigneeId : null;
      const state = STATE_SET[act.kind];
      const { rows } = await sql`
        with acted as (
          update conversation c set acted_at = ${at}, snoozed_until = ${until}::timestamptz,
            set_state = coalesce(${state}::text, c.set_state),
            assignee_id = case when ${act.kind === 'assignment'} then ${assigneeId}::bigint else c.assignee_id end
          where c.workspace_id = ${workspaceId} and c.id = ${id}
            and (select count(*) from conversation_act a where a.conversation_id = c.id) < ${MAX_CONVERSATION_ACTS}
          returning c.id
        )
        insert into conversation_act (workspace_id, conversation_id, kind, agent_id, assignee_id, at)
        select ${workspaceId}::integer, acted.id, ${act.kind}::text, ${agentId}::bigint, ${assigneeId}::bigint, ${at}::timestamptz
        from acted returning id`.execute(query);
      return rows.length > 0;
    },
  };
}

/** What each act leaves as the state; null: the one of before. */
const STATE_SET = { close: 'closed', open: 'open', snoozed: 'snoozed', assignment: null } as const;

function whichSql(workspaceId: number, tree: SearchTree<ConversationField>): RawBuilder<unknown> {
  const columns = columnsOf(workspaceId);
  return sql`from conversation c left join contact p on p.id = c.contact_id
    where c.workspace_id = ${workspaceId} and ${treeSql(tree, (field) => columns[field])}`;
}

function readHead(row: HeadRow): ConversationHead {
  const { uid, identifier, role, name, email } = row;
  return {
    id: row.id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    state: row.state,
    snoozedUntil: row.snoozed_until,
    assigneeId: row.assignee_id,
    contact: uid === null || role === null ? null : { uid, identifier, role, name, email },
    direction: row.direction,
    hasVoiceAgent: row.has_voice_agent ?? false,
  };
}
