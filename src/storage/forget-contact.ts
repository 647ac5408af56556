/**
 * Forgets a contact: one transaction after which no row says who they were or what they said. Facts that are counted
 * stay.
 */
import type { Forgotten } from '#domain/directory/forgetting.ts';
import { CALL_STATES, isLive } from '#domain/call/state.ts';
import type { RawBuilder, Transaction } from 'kysely';
import { sql } from 'kysely';
import { emptyCalls, forgetDeliveries } from './forget-calls.ts';
import { Refused } from './judged.ts';
import type { Tables } from './tables.ts';

/** Who is forgotten: the contact and those that were merged into it, by every name that rows have for them. */
type Person = {
  readonly ids: readonly number[];
  readonly numbers: readonly string[];
  /** Texts by which kept answers of requests tell that they are about them. */
  readonly traces: readonly string[];
};

const GOING_ON = CALL_STATES.filter((state) => isLive(state));

/**
 * Forgets them. Refused: an unknown contact, a legal hold on them or on a call of theirs, a call or its recording that
 * continues.
 */
export async function forgetContact(
  transaction: Transaction<Tables>,
  workspaceId: number,
  contactId: number,
): Promise<Forgotten> {
  const person = await findPerson(transaction, workspaceId, contactId);
  const calls = await findCalls(transaction, workspaceId, person);
  const ids = calls.map(({ id }) => id);
  const { count: messages } = await forgetWords(transaction, person);
  await emptyCalls(transaction, ids);
  await forgetNumbers(transaction, workspaceId, person.numbers);
  await forgetAnswers(transaction, workspaceId, person);
  const contacts = sql`any(${person.ids}::bigint[])`;
  await forgetDeliveries(transaction, sql`contact_id = ${contacts}`);
  await sql`delete from ticket where contact_id = ${contacts}`.execute(transaction);
  await sql`delete from api_token where contact_id = ${contacts}`.execute(transaction);
  await sql`delete from contact where id = ${contacts}`.execute(transaction);
  return { calls: ids.length, recordings: calls.filter((call) => call.is_recorded).length, messages };
}

async function findPerson(transaction: Transaction<Tables>, workspaceId: number, contactId: number): Promise<Person> {
  const rows = await transaction
    .selectFrom('contact')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where((where) => where.or([where('id', '=', contactId), where('merged_into', '=', contactId)]))
    .forUpdate()
    .execute();
  const own = rows.find(({ id, merged_into: into }) => id === contactId && into === null);
  if (own === undefined) throw new Refused({ code: 'unknown' });
  if (own.legal_hold_at !== null) throw new Refused({ code: 'on_legal_hold' });
  const numbers = [
    ...new Set(rows.flatMap((row) => [...(row.phone === null ? [] : [row.phone]), ...row.other_phones])),
  ];
  // Whole texts of JSON: a short name is a part of too many words.
  const said = [own.name, own.email].filter((text) => text !== null).map((text) => JSON.stringify(text));
  return {
    ids: rows.map(({ id }) => id),
    numbers,
    traces: [...rows.map(({ uid }) => uid), ...numbers, ...said],
  };
}

type FoundCall = {
  readonly id: number;
  readonly is_live: boolean;
  readonly is_held: boolean;
  readonly is_recorded: boolean;
};

/** Their calls, also those that only name a number of theirs. */
async function findCalls(
  transaction: Transaction<Tables>,
  workspaceId: number,
  { ids, numbers }: Person,
): Promise<readonly FoundCall[]> {
  const { rows } = await sql<FoundCall>`
    select c.id, c.recording is not null and c.recording ->> 'status' <> 'deleted' as is_recorded,
      c.state = any(${GOING_ON}) or coalesce(c.recording ->> 'status' = 'pending', false)
        or coalesce(c.transcript_status = 'in_progress', false) as is_live,
      exists (select from call_hold where call_id = c.id) as is_held
    from call c where c.id in (
      select id from call where workspace_id = ${workspaceId} and contact_id = any(${ids}::bigint[])
      union select id from call where workspace_id = ${workspaceId} and contact_number = any(${numbers}) and contact_id is null
      union select id from call where workspace_id = ${workspaceId} and contact_id is null and ${endOf('from')} = any(${numbers})
      union select id from call where workspace_id = ${workspaceId} and contact_id is null and ${endOf('to')} = any(${numbers})
    ) order by c.id for update of c`.execute(transaction);
  if (rows.some((call) => call.is_held)) throw new Refused({ code: 'on_legal_hold' });
  if (rows.some((call) => call.is_live)) throw new Refused({ code: 'contact_in_call' });
  return rows;
}

/** The number at one end, word for word as the indexes of migration 0002 have it. */
function endOf(end: 'from' | 'to'): RawBuilder<string> {
  const [reported, direction] = end === 'from' ? ['fromNumber', 'inbound'] : ['toNumber', 'outbound'];
  return sql.raw(`coalesce(report ->> '${reported}',
    case when direction = '${direction}' then contact_number else regexp_replace(own_number, '[^+0-9]', '', 'g') end)`);
}

/** Messages, links to them and texts that carried the links. Answers how many messages there were. */
async function forgetWords(transaction: Transaction<Tables>, { ids }: Person): Promise<{ readonly count: number }> {
  const contacts = sql`any(${ids}::bigint[])`;
  const own = sql`(select id from redirect where contact_id = ${contacts})`;
  await sql`delete from redirect_link where redirect_id in ${own}`.execute(transaction);
  await sql`delete from text_message where redirect_id in ${own}`.execute(transaction);
  await sql`delete from redirect where contact_id = ${contacts}`.execute(transaction);
  const { numAffectedRows = 0n } = await sql`delete from message where contact_id = ${contacts}`.execute(transaction);
  await sql`update conversation set contact_id = null where contact_id = ${contacts}`.execute(transaction);
  return { count: Number(numAffectedRows) };
}

/**
 * Rows that have a number of theirs and are about someone else: announcements, choices, calls they were dialed into.
 */
async function forgetNumbers(
  transaction: Transaction<Tables>,
  workspaceId: number,
  numbers: readonly string[],
): Promise<void> {
  if (numbers.length === 0) return;
  await sql`delete from external_call where workspace_id = ${workspaceId} and caller = any(${numbers})`.execute(
    transaction,
  );
  await sql`delete from choice where workspace_id = ${workspaceId} and contact_numbers && ${numbers}::text[]`.execute(
    transaction,
  );
  await sql`
    with unnamed as (
      update call set contact_number = null where workspace_id = ${workspaceId} and contact_number = any(${numbers}) returning id
    )
    delete from call_trace where call_id in (select id from unnamed)`.execute(transaction);
  const dialed = sql`any(${numbers.map((number) => `%"${number}"%`)})`;
  const { rows } = await sql<{ id: number }>`
    update call set version = version + 1, participants = (
      select jsonb_agg(case when each.element -> 'dialled' ->> 'number' = any(${numbers}) then each.element - 'dialled' else each.element end
        order by each.place)
      from jsonb_array_elements(participants) with ordinality as each (element, place))
    where workspace_id = ${workspaceId} and participants @> '[{"kind": "third_party"}]' and participants::text like ${dialed}
    returning id`.execute(transaction);
  const calls = rows.map(({ id }) => id);
  await sql`delete from call_trace where call_id = any(${calls}::bigint[])`.execute(transaction);
  await sql`update call_event set data = '{}' where call_id = any(${calls}::bigint[]) and data::text like ${dialed}`.execute(
    transaction,
  );
}

/**
 * Kept answers that are about them say nothing any more: the request that is sent again is still known, and does
 * nothing twice.
 */
async function forgetAnswers(transaction: Transaction<Tables>, workspaceId: number, { traces }: Person): Promise<void> {
  const like = traces.map((trace) => `%${trace.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  await sql`delete from idempotency_key where workspace_id = ${workspaceId} and key like any(${like})`.execute(
    transaction,
  );
  await sql`update idempotency_key set body = '{}' where workspace_id = ${workspaceId} and body like any(${like})`.execute(
    transaction,
  );
}
