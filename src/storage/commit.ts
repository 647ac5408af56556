/**
 * How calls are written: everything that happens at the same moment goes into one statement, one round trip, one commit. Nobody is
 * answered before it.
 */
import type { Call, CallDraft } from '#call/call.ts';
import type { CallEvent } from '#call/event.ts';
import type pg from 'pg';
import { BLANK_ROW, CHANGING_COLUMNS, dated, FIXED_COLUMNS, writeChange, writeDraft } from './call-row.ts';

/** A write that waits for its commit. */
type Waiting = {
  readonly uid: string;
  readonly draft: CallDraft | null;
  readonly change: Call | null;
  readonly event: { readonly type: string };
  readonly at: Date;
  resolve(stored: Stored | null): void;
  reject(error: unknown): void;
};

/** What the database gave a call: its numbers. */
export type Stored = Pick<Call, 'id' | 'conversationId' | 'participants' | 'transfers' | 'deflections' | 'contact'>;

/** Most writes in one statement; more wait for the next. */
const LARGEST_BATCH = 256;
/** Whatever comes while a statement is under way shares the next one; only when the first takes long (a lock, a slow disk) a second starts. */
const MOST_STATEMENTS = 2;
const PATIENCE_MS = 20;

const INSERTED = [...FIXED_COLUMNS, ...CHANGING_COLUMNS].filter((name) => name !== 'participants');
const UPDATED = CHANGING_COLUMNS.filter((name) => !['participants', 'transfers', 'deflections'].includes(name));

/** The list with every element that has id 0 given the sequence's next number. */
function numbered(list: string, sequence: string): string {
  return `case when ${list} @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('${sequence}')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(${list}) with ordinality as each (element, place)
    ) else ${list} end`;
}

/**
 * $1 drafts (what is not there is as in `BLANK_ROW`), $2 changed calls, $3 events; each a JSON array. A draft whose request key or external uuid is taken, and a change of an
 * older version, give no row back.
 */
export const COMMIT_SQL = `
with draft as materialized (
  select * from jsonb_populate_recordset(jsonb_populate_record(null::call, '${JSON.stringify(BLANK_ROW)}'), $1)
),
change as materialized (select * from jsonb_populate_recordset(null::call, $2)),
caller as (
  select distinct workspace_id, contact_number as phone from draft where contact_id is null and contact_number is not null
),
known as materialized (
  select p.id, p.workspace_id, p.phone, p.uid, p.identifier, p.out_contact_id from contact p join caller using (workspace_id, phone)
),
fresh as (
  insert into contact (workspace_id, phone)
  select workspace_id, phone from caller where not exists (
    select from known where known.workspace_id = caller.workspace_id and known.phone = caller.phone
  )
  on conflict (workspace_id, phone) do update set phone = excluded.phone
  returning id, workspace_id, phone, uid, identifier, out_contact_id
),
person as (select * from known union all select * from fresh),
created as (
  insert into call (contact_id, conversation_id, request_key, participants, ${INSERTED.join(', ')})
  select coalesce(d.contact_id, person.id),
    coalesce(d.conversation_id, nextval(pg_get_serial_sequence('conversation', 'id'))),
    d.request_key, ${numbered('d.participants', 'participant_id')},
    ${INSERTED.map((name) => `d.${name}`).join(', ')}
  from draft d left join person on d.contact_id is null and person.workspace_id = d.workspace_id and person.phone = d.contact_number
  on conflict do nothing
  returning id, uid, workspace_id, conversation_id, contact_id, created_at, participants, transfers, deflections
),
thread as (
  insert into conversation (id, workspace_id, contact_id, created_at)
  select created.conversation_id, created.workspace_id, created.contact_id, created.created_at
  from created join draft using (uid) where draft.conversation_id is null
),
moved as (
  update call c set contact_id = n.contact_id,
    participants = ${numbered('n.participants', 'participant_id')},
    transfers = ${numbered('n.transfers', 'transfer_id')},
    deflections = ${numbered('n.deflections', 'deflection_id')},
    ${UPDATED.map((name) => `${name} = n.${name}`).join(', ')}
  from change n where c.id = n.id and c.version = n.version - 1
  returning c.id, c.uid, c.workspace_id, c.conversation_id, c.contact_id, c.created_at, c.participants, c.transfers, c.deflections
),
stored as (select * from created union all select * from moved),
noted as (
  insert into call_event (workspace_id, call_id, type, data, at)
  select stored.workspace_id, stored.id, e.type, e.data, e.at
  from jsonb_to_recordset($3) as e (uid uuid, type text, data jsonb, at timestamptz) join stored using (uid)
)
select stored.id, stored.uid, stored.conversation_id, stored.participants, stored.transfers, stored.deflections,
  p.id as contact_id, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id
from stored left join lateral (
  select person.id, person.uid, person.identifier, person.out_contact_id from person where person.id = stored.contact_id
  union all
  select contact.id, contact.uid, contact.identifier, contact.out_contact_id from contact
  where contact.id = stored.contact_id and not exists (select from person where person.id = stored.contact_id)
) p on true`;

/** Writes calls in batches. `create` and `change` answer after the commit; null is a refused write, see `COMMIT_SQL`. */
export type Committer = {
  create(draft: CallDraft): Promise<Stored | null>;
  change(call: Call, event: CallEvent): Promise<Stored | null>;
};

/** Makes the committer of one process. */
export function createCommitter(pool: pg.Pool): Committer {
  let queue: Waiting[] = [];
  let running = 0;

  const add = async (write: Omit<Waiting, 'resolve' | 'reject'>): Promise<Stored | null> =>
    new Promise((resolve, reject) => {
      queue.push({ ...write, resolve, reject });
      // The next turn of the loop, so that everything read from the sockets in this one shares a statement.
      setImmediate(flush, 1);
    });

  const flush = (most: number): void => {
    if (running >= most || queue.length === 0) return;
    const [batch, rest] = split(queue);
    queue = rest;
    running += 1;
    const patience = setTimeout(flush, PATIENCE_MS, MOST_STATEMENTS);
    void write(pool, batch).finally(() => {
      clearTimeout(patience);
      running -= 1;
      flush(1);
    });
  };

  return {
    create: async (draft) =>
      add({ uid: draft.uid, draft, change: null, event: { type: 'created' }, at: draft.createdAt }),
    change: async (call, event) => add({ uid: call.uid, draft: null, change: call, event, at: call.updatedAt }),
  };
}

/** The next batch and what waits on: one write a call, because a statement changes a row once. */
function split(queue: readonly Waiting[]): [Waiting[], Waiting[]] {
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  const seen = new Set<string>();
  for (const write of queue) {
    const fits = batch.length < LARGEST_BATCH && !seen.has(write.uid);
    (fits ? batch : rest).push(write);
    seen.add(write.uid);
  }
  return [batch, rest];
}

/** Writes a batch. When it fails as a whole, each write is tried alone, so that one bad row does not fail its neighbours. */
async function write(pool: pg.Pool, batch: readonly Waiting[]): Promise<void> {
  try {
    const stored = await send(pool, batch);
    for (const each of batch) each.resolve(stored.get(each.uid) ?? null);
  } catch (error) {
    if (batch.length === 1 || !isRowFault(error)) {
      for (const each of batch) each.reject(error);
      return;
    }
    for (const each of batch) await write(pool, [each]);
  }
}

/** Whether PostgreSQL refused a value (class 22, 23) or a race (class 40), rather than being out of reach. */
function isRowFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(22|23|40)/.test(error.code);
}

async function send(pool: pg.Pool, batch: readonly Waiting[]): Promise<Map<string, Stored>> {
  const drafts = batch.flatMap((each) => (each.draft === null ? [] : [writeDraft(each.draft)]));
  const changes = batch.flatMap((each) => (each.change === null ? [] : [writeChange(each.change)]));
  const events = batch.map((each) => ({
    uid: each.uid,
    type: each.event.type,
    data: factsOf(each.event),
    at: each.at,
  }));
  const { rows } = await pool.query<Record<string, unknown>>({
    name: 'commit_calls',
    text: COMMIT_SQL,
    values: [JSON.stringify(drafts), JSON.stringify(changes), JSON.stringify(events)],
  });
  return new Map(rows.map((row) => [row['uid'] as string, readStored(row)]));
}

/** An event without its name, which has a column of its own. */
function factsOf(event: { readonly type: string }): object {
  const { type: _, ...facts } = event;
  return facts;
}

function readStored(row: Record<string, unknown>): Stored {
  return {
    id: row['id'],
    conversationId: row['conversation_id'],
    participants: dated(row['participants'], 'connectedAt', 'endedAt'),
    transfers: dated(row['transfers'], 'createdAt'),
    deflections: row['deflections'],
    contact:
      row['contact_id'] === null
        ? null
        : {
            id: row['contact_id'],
            uid: row['p_uid'],
            identifier: row['p_identifier'],
            outContactId: row['p_out_contact_id'],
          },
    // The statement's own columns, so the shape is known.
  } as Stored;
}
