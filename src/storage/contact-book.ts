/** The book of contacts: lists of them, and the history of each. */
import type { CallNote, Message } from '#domain/ports/live-stores.ts';
import type { ContactBook, ContactEntry, HistoryPlace } from '#domain/ports/contact-book.ts';
import type { CallRow } from './call-row.ts';
import { FROM_CALL, readCall, SELECT_CALL } from './call-row.ts';
import type { Database } from './database.ts';
import { readContact } from './directory.ts';
import { contactMatches } from './find-contacts.ts';
import { countContacts, searchContacts } from './search-contacts.ts';

/** An entry as it is read: a call's columns or a message's, the others null. */
type EntryRow = CallRow & {
  readonly entry_id: number;
  readonly entry_at: Date;
  readonly is_call: boolean;
  readonly conversation: number;
  readonly author: Message['by'];
  readonly author_id: number | null;
  readonly words: string;
  readonly notes: readonly {
    readonly id: number;
    readonly agent_id: number;
    readonly text: string;
    readonly at: string;
  }[];
};

/**
 * $1 workspace, $2 contact, $3 to $6 where the calls and where the messages begin, $7 how many. A call that was stored
 * while its contact was merged still names the contact of before.
 */
const HISTORY = `
with own as (select id from contact where workspace_id = $1 and (id = $2 or merged_into = $2)),
entry as (
  select * from (
    select id, created_at as at, true as is_call from call
    where workspace_id = $1 and contact_id in (select id from own) and state <> 'scheduled' and (created_at, id) < ($3, $4)
    order by created_at desc, id desc limit $7
  ) calls
  union all
  select * from (
    select id, at, false from message
    where contact_id in (select id from own) and workspace_id = $1 and (at, id) < ($5, $6)
    order by at desc, id desc limit $7
  ) messages
  order by at desc, is_call, id desc limit $7
)
select entry.id as entry_id, entry.at as entry_at, entry.is_call,
  m.conversation_id as conversation, m.author, m.agent_id as author_id, m.text as words,
  case when entry.is_call then coalesce((
    select jsonb_agg(jsonb_build_object('id', n.id, 'agent_id', n.agent_id, 'text', n.text, 'at', n.at) order by n.id)
    from call_note n where n.call_id = entry.id
  ), '[]') end as notes, ${SELECT_CALL}
from entry left join (${FROM_CALL}) on entry.is_call and c.id = entry.id
left join message m on not entry.is_call and m.id = entry.id
order by entry.at desc, entry.is_call, entry.id desc`;

/** $1 workspace, $2 contact, $3 how many. */
const SCHEDULED = `
select ${SELECT_CALL} from ${FROM_CALL}
where c.workspace_id = $1 and c.contact_id = $2 and c.state = 'scheduled' order by c.scheduled_at, c.id limit $3`;

/** Makes the book. */
export function createContactBook(database: Database): ContactBook {
  const { pool, query } = database;
  return {
    search: async (workspaceId, tree, slice) => searchContacts(database, workspaceId, tree, slice),
    count: async (workspaceId, tree) => countContacts(database, workspaceId, tree),
    async list(workspaceId, { text, phone }, { beyond, limit }) {
      const rows = await query
        .selectFrom('contact')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('merged_into', 'is', null)
        .$if(phone !== null, (each) => each.where('phone', '=', phone))
        .$if(text !== null, (each) => each.where(contactMatches(text ?? '')))
        .$if(beyond !== null, (each) => each.where('id', '<', beyond ?? 0))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(readContact);
    },
    async history(workspaceId, contactId, { beyond, limit }) {
      const values = [workspaceId, contactId, ...startOf('call', beyond), ...startOf('message', beyond), limit];
      const { rows } = await pool.query<EntryRow>({ name: 'history_of_contact', text: HISTORY, values });
      return rows.map(readEntry);
    },
    async scheduled(workspaceId, contactId, limit) {
      const values = [workspaceId, contactId, limit];
      const { rows } = await pool.query<CallRow>({ name: 'scheduled_of_contact', text: SCHEDULED, values });
      return rows.map(readCall);
    },
  };
}

/** Before which time and id the entries of a kind continue. At the same instant messages come before calls. */
function startOf(kind: ContactEntry['kind'], beyond: HistoryPlace | null): readonly [Date | 'infinity', number] {
  if (beyond === null) return ['infinity', 0];
  if (kind === beyond.kind) return [beyond.at, beyond.id];
  return [beyond.at, kind === 'call' ? Number.MAX_SAFE_INTEGER : 0];
}

function readEntry(row: EntryRow): ContactEntry {
  if (row.is_call)
    return { kind: 'call', call: readCall(row), notes: row.notes.map((each) => readNote(row.entry_id, each)) };
  const { entry_id: id, entry_at: at, conversation: conversationId, author: by, author_id: agentId, words: text } = row;
  return { kind: 'message', message: { id, conversationId, by, agentId, text, at } };
}

function readNote(callId: number, { id, agent_id: agentId, text, at }: EntryRow['notes'][number]): CallNote {
  return { id, callId, agentId, text, at: new Date(at) };
}
