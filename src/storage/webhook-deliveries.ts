/** What is to be told to webhooks, and how that went. Written in batches, like the calls that it is about. */
import type {
  Attempt,
  AttemptOutcome,
  Delivery,
  DeliveryDraft,
  DeliveryState,
  WebhookStore,
} from '#domain/ports/webhooks.ts';
import type { Database } from './database.ts';

type Row = {
  readonly id: number;
  readonly webhook_id: number;
  readonly call_id: number | null;
  readonly contact_id: number | null;
  readonly agent_id: number | null;
  readonly seq: number | null;
  readonly event: string;
  readonly message_id: string;
  readonly body: string;
  readonly state: string;
  readonly attempts: number;
  readonly due_at: Date;
  readonly first_sent_at: Date | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly log: readonly (Omit<Attempt, 'at'> & { readonly at: string })[];
};

/** The part of the store that is about deliveries. */
type Deliveries = Pick<
  WebhookStore,
  'cursor' | 'advance' | 'addDelivery' | 'waiting' | 'body' | 'record' | 'deliveries' | 'copy' | 'forget'
>;

const LIGHT = `id, webhook_id, call_id, contact_id, agent_id, seq, event, message_id, state, attempts, due_at, first_sent_at, created_at,
  ended_at`;
const COLUMNS = `workspace_id, webhook_id, call_id, contact_id, agent_id, seq, event, message_id, body, state, attempts, due_at, created_at,
  log`;
/**
 * One statement unfolds the drafts and keeps their order; a webhook that is off, or gone meanwhile, gets none. What is
 * said of a contact is stored while the contact is held: one who is being forgotten is waited for, and nothing stored.
 */
const INSERT = `insert into webhook_delivery (${COLUMNS})
  select d."workspaceId", d."webhookId", d."callId", d."contactId", d."agentId", d.seq, d.event, d."messageId", d.body, 'waiting', 0,
    d."createdAt", d."createdAt", '[]'
  from jsonb_to_recordset($1) as d (place integer, "workspaceId" integer, "webhookId" bigint, "callId" bigint, "contactId" bigint,
    "agentId" bigint, seq bigint, event text, "messageId" uuid, body text, "createdAt" timestamptz, "isAfterContact" boolean)
  join webhook w on w.id = d."webhookId" and w.state <> 'disabled'
  left join (
    select id from contact where id = any($HELD::bigint[]) for key share
  ) known on known.id = d."contactId"
  where (d."contactId" is null or d."isAfterContact" or known.id is not null)`;
/** Makes it. */
export function createDeliveries({ pool }: Database): Deliveries {
  const rowsOf = async (text: string, values: unknown[], name?: string): Promise<Row[]> =>
    (await pool.query<Row>({ ...(name === undefined ? {} : { name }), text, values })).rows;
  return {
    async cursor() {
      const { rows } = await pool.query<{ seq: number }>('select seq from webhook_cursor');
      return rows[0]?.seq ?? 0;
    },
    async advance(from, to, drafts) {
      const { rows } = await pool.query<Row & { moved: boolean }>({
        name: 'webhooks_advance',
        text: `with moved as (update webhook_cursor set seq = $3 where seq = $2 returning seq),
made as (${INSERT.replace('$HELD', '$4')} and exists (select from moved) order by d.place returning ${LIGHT}, body, log)
select made.*, exists (select from moved) as moved from (select) once left join made on true order by made.id`,
        values: [inOrder(drafts), from, to, heldFor(drafts)],
      });
      return rows[0]?.moved === true ? rows.filter(({ id }) => id !== null).map(readDelivery) : null;
    },
    async addDelivery(draft) {
      const [row] = await rowsOf(`${INSERT.replace('$HELD', '$2')} returning ${LIGHT}, body, log`, [
        inOrder([draft]),
        heldFor([draft]),
      ]);
      if (row === undefined) throw new Error('The webhook is off, or gone.');
      return readDelivery(row);
    },
    async waiting(webhookId, limit) {
      const rows = await rowsOf(
        `select ${LIGHT}, '' as body, '[]'::jsonb as log from webhook_delivery
         where webhook_id = $1 and state = 'waiting' order by id limit $2`,
        [webhookId, limit],
      );
      return rows.map(readDelivery);
    },
    async body(deliveryId) {
      return (
        (await rowsOf('select body from webhook_delivery where id = $1', [deliveryId], 'delivery_body'))[0]?.body ??
        null
      );
    },
    record: async (outcomes) => record({ pool }, outcomes),
    async deliveries(webhookId, before, limit, state) {
      const rows = await rowsOf(
        `select ${LIGHT}, body, log from webhook_delivery
         where webhook_id = $1 and id < coalesce($2, 9223372036854775807) and ($3::text is null or state = $3)
         order by id desc limit $4`,
        [webhookId, before, state satisfies DeliveryState | null, limit],
      );
      return rows.map(readDelivery);
    },
    async copy(webhookId, what, now, limit) {
      const [condition, value] = 'since' in what ? ['d.created_at >= $2', what.since] : ['d.id = $2', what.deliveryId];
      const { rows } = await pool.query<Row & { many: boolean }>({
        text: `with asked as materialized (
  select d.* from webhook_delivery d where d.webhook_id = $1 and ${condition} and d.state <> 'waiting' order by d.id limit $4 + 1
),
made as (
  insert into webhook_delivery (${COLUMNS})
  select workspace_id, webhook_id, call_id, contact_id, agent_id, seq, event, message_id, body, 'waiting', 0, $3, $3, '[]' from (
    select distinct on (message_id) * from asked order by message_id, id
  ) first where (select count(*) from asked) <= $4 order by id
  returning ${LIGHT}, body, log
)
select made.*, (select count(*) from asked) > $4 as many from (select) once left join made on true order by made.id`,
        values: [webhookId, value, now, limit],
      });
      return rows[0]?.many === true ? null : rows.filter(({ id }) => id !== null).map(readDelivery);
    },
    async forget(before, most) {
      const old = await pool.query(`delete from webhook_delivery where created_at < $1 and state <> 'waiting'`, [
        before,
      ]);
      const much = await pool.query(
        `delete from webhook_delivery d using webhook w
         where d.webhook_id = w.id and d.state <> 'waiting' and d.id <= (
           select e.id from webhook_delivery e where e.webhook_id = w.id order by e.id desc offset $1 limit 1
         )`,
        [most],
      );
      return (old.rowCount ?? 0) + (much.rowCount ?? 0);
    },
  };
}

/** The drafts with their places, for {@link INSERT}. */
function inOrder(drafts: readonly DeliveryDraft[]): string {
  return JSON.stringify(drafts.map((draft, place) => ({ place, ...draft })));
}

/** The contacts that the drafts say something about. */
function heldFor(drafts: readonly DeliveryDraft[]): readonly number[] {
  return [...new Set(drafts.flatMap(({ contactId, isAfterContact }) => (isAfterContact ? [] : (contactId ?? []))))];
}

/** All outcomes of a moment in one statement. What was dropped meanwhile stays so. */
async function record({ pool }: Pick<Database, 'pool'>, outcomes: readonly AttemptOutcome[]): Promise<void> {
  await pool.query({
    name: 'webhooks_record',
    text: `update webhook_delivery d set
  state = o.state, attempts = o.attempts, due_at = o."dueAt", ended_at = o."endedAt",
  first_sent_at = coalesce(d.first_sent_at, (o.attempt ->> 'at')::timestamptz),
  log = case when o.attempt is null then d.log else d.log || o.attempt end
from jsonb_to_recordset($1) as o (id bigint, state text, attempts integer, "dueAt" timestamptz, "endedAt" timestamptz, attempt jsonb)
where d.id = o.id and d.state = 'waiting'`,
    values: [JSON.stringify(outcomes)],
  });
}

function readDelivery(row: Row): Delivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    callId: row.call_id,
    contactId: row.contact_id,
    agentId: row.agent_id,
    seq: row.seq,
    event: row.event,
    messageId: row.message_id,
    body: row.body,
    // The column's check holds the same words as the type.
    state: row.state as DeliveryState,
    attempts: row.attempts,
    dueAt: row.due_at,
    firstSentAt: row.first_sent_at,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    log: row.log.map((attempt) => ({ ...attempt, at: new Date(attempt.at) })),
  };
}
