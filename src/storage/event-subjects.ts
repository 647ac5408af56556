/** What events besides calls are about: contacts, agents and messages, each kind in one read for all of them. */
import type { ContactName, Subject, SubjectEvent } from '#domain/ports/event-log.ts';
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { Kysely, Selectable } from 'kysely';
import { readAgent, readContact } from './directory.ts';
import { readMessage } from './messages.ts';
import type { Tables } from './tables.ts';

/** What triggers write beside an event. */
type Data = {
  readonly status?: AgentStatus;
  readonly statusName?: string | null;
  readonly online?: boolean;
  readonly uid?: string;
  readonly from?: ContactName;
  readonly messageId?: number;
};

/** The subjects of the events, by their sequence; what is gone or merged meanwhile is left out. */
export async function readSubjects(
  query: Kysely<Tables>,
  events: readonly SubjectEvent[],
): Promise<ReadonlyMap<number, Subject>> {
  const messageIds = events.flatMap(({ data }) => (data as Data).messageId ?? []);
  const isPlain = ({ data }: SubjectEvent): boolean => (data as Data).messageId === undefined;
  const plain = events.filter(isPlain);
  const [agents, contacts, messages] = await Promise.all([
    rowsOf(
      plain.flatMap(({ agentId }) => agentId ?? []),
      async (ids) => query.selectFrom('agent').selectAll().where('id', 'in', ids).execute(),
    ),
    rowsOf(
      plain.flatMap(({ contactId }) => contactId ?? []),
      async (ids) =>
        query.selectFrom('contact').selectAll().where('id', 'in', ids).where('merged_into', 'is', null).execute(),
    ),
    rowsOf(messageIds, async (ids) => query.selectFrom('message').selectAll().where('id', 'in', ids).execute()),
  ]);
  const found = events.map((event) => [event.seq, subjectOf(event, agents, contacts, messages)] as const);
  return new Map(found.filter((each): each is readonly [number, Subject] => each[1] !== null));
}

type Rows<Table extends keyof Tables> = ReadonlyMap<number, Selectable<Tables[Table]>>;

function subjectOf(
  { type, contactId, agentId, ...event }: SubjectEvent,
  agents: Rows<'agent'>,
  contacts: Rows<'contact'>,
  messages: Rows<'message'>,
): Subject | null {
  const data = event.data as Data; // As the trigger of the type writes it.
  if (type === 'message.sent') {
    const message = messages.get(data.messageId ?? 0);
    return message === undefined
      ? null
      : { kind: 'message', message: readMessage(message), contactId: message.contact_id };
  }
  if (type === 'contact.deleted')
    return { kind: 'deleted_contact', contact: { id: contactId ?? 0, uid: data.uid ?? '' } };
  const agent = agents.get(agentId ?? 0);
  if (agent !== undefined) return asOfThen(agent, data);
  const contact = contacts.get(contactId ?? 0);
  return contact === undefined
    ? null
    : { kind: 'contact', contact: readContact(contact), mergedFrom: data.from ?? null };
}

/** The agent, with the status that the event is about: it may be another one by now. */
function asOfThen(row: Selectable<Tables['agent']>, { status, statusName, online }: Data): Subject {
  const agent = readAgent(row);
  const isOnline = online ?? row.online;
  return status === undefined
    ? { kind: 'agent', agent, isOnline }
    : { kind: 'agent', agent: { ...agent, status, statusName: statusName ?? null }, isOnline };
}

async function rowsOf<Row extends { readonly id: number }>(
  ids: readonly number[],
  read: (ids: readonly number[]) => Promise<readonly Row[]>,
): Promise<ReadonlyMap<number, Row>> {
  const rows = ids.length === 0 ? [] : await read([...new Set(ids)]);
  return new Map(rows.map((row) => [row.id, row]));
}
