/** Reads the requests about conversations. */
import { MAX_NOTE_LENGTH } from '#domain/call/lengths.ts';
import type { ConversationAct, ConversationField } from '#domain/ports/conversation-book.ts';
import type { SearchTree } from '#domain/ports/contact-search.ts';
import { fieldsOf, isBlank, readId } from '../../kit.ts';
import type { Read } from '../read.ts';
import { textOf } from './html-text.ts';
import type { Searchable } from './search.ts';
import { readQuery } from './search.ts';

const missing = (field: string) =>
  ({ ok: false, wrong: { code: 'parameter_not_found', message: `${field} is required`, field } }) as const;
const invalid = (field: string, message: string) =>
  ({ ok: false, wrong: { code: 'parameter_invalid', message, field } }) as const;

const NOTHING: readonly (readonly [Searchable<ConversationField>['kind'], readonly string[]])[] = [
  ['integer', ['team_assignee_id', ...statistics('time_to_assignment', 'time_to_admin_reply', 'time_to_first_close')]],
  ['integer', statistics('time_to_last_close', 'median_time_to_reply', 'count_reopens', 'count_assignments')],
  ['text', ['source.subject', 'source.body', 'source.url', 'source.author.email', 'source.author.name', 'tag_ids']],
  ['text', ['channel_initiated', 'priority', 'teammate_ids', 'conversation_rating.remark']],
  ['date', ['waiting_since', 'snoozed_until', ...statistics('first_contact_reply_at', 'first_assignment_at')]],
  ['date', statistics('first_admin_reply_at', 'first_close_at', 'last_assignment_at', 'last_admin_reply_at')],
  ['date', statistics('last_contact_reply_at', 'last_close_at', 'last_assignment_admin_reply_at')],
];

function statistics(...names: readonly string[]): string[] {
  return names.map((name) => `statistics.${name}`);
}

/** The fields that conversations are searched by. */
const SEARCHABLE: Readonly<Record<string, Searchable<ConversationField>>> = {
  id: { kind: 'id', field: 'id' },
  created_at: { kind: 'date', field: 'createdAt' },
  updated_at: { kind: 'date', field: 'updatedAt' },
  'source.type': { kind: 'text', field: 'sourceType' },
  'source.id': { kind: 'id', field: 'id' },
  contact_ids: { kind: 'id', field: 'contactUid' },
  'source.author.id': { kind: 'id', field: 'contactUid' },
  open: { kind: 'boolean', field: 'open' },
  state: { kind: 'text', field: 'state' },
  admin_assignee_id: { kind: 'integer', field: 'assigneeId' },
  ...Object.fromEntries(
    NOTHING.flatMap(([kind, names]) => names.map((name) => [name, { kind, field: 'nothing' as const }])),
  ),
};

/** Reads the body of a search. */
export function readConversationSearch(body: unknown): Read<SearchTree<ConversationField>> {
  return readQuery(fieldsOf(body)['query'], (name) => (Object.hasOwn(SEARCHABLE, name) ? SEARCHABLE[name] : undefined));
}

/** What an admin writes into a conversation. */
export type Reply = { readonly kind: 'note' | 'comment'; readonly adminId: number; readonly text: string };

/** Reads a reply. */
export function readReply(body: unknown): Read<Reply> {
  const { message_type: kind, type, admin_id: admin, body: html } = fieldsOf(body);
  if (isBlank(kind)) return missing('message_type');
  if (isBlank(type)) return missing('type');
  if (isBlank(admin)) return missing('admin_id');
  if (kind !== 'note' && kind !== 'comment')
    return invalid('message_type', 'message_type must be one of note, comment');
  if (type !== 'admin') return invalid('type', 'type must be admin');
  const text = readWords(html);
  if (text === null) return missing('body');
  return text === undefined ? tooLong() : { ok: true, value: { kind, adminId: idOf(admin), text } };
}

/** What an admin does to a conversation. */
export type ReadAct = { readonly act: ConversationAct; readonly adminId: number; readonly text: string | null };

/** Reads an act. `now`: what is put off is put off to a later time. */
export function readAct(body: unknown, now: Date): Read<ReadAct> {
  const fields = fieldsOf(body);
  const { message_type: kind, admin_id: admin } = fields;
  if (isBlank(kind)) return missing('message_type');
  if (isBlank(admin)) return missing('admin_id');
  const text = readWords(fields['body']);
  if (text === undefined) return tooLong();
  const act = readKind(kind, fields, now);
  return act.ok ? { ok: true, value: { act: act.value, adminId: idOf(admin), text } } : act;
}

function readKind(kind: unknown, fields: Readonly<Record<string, unknown>>, now: Date): Read<ConversationAct> {
  if (kind === 'close' || kind === 'open') return { ok: true, value: { kind } };
  if (kind === 'snoozed') {
    const { snoozed_until: until } = fields;
    if (isBlank(until)) return missing('snoozed_until');
    const isLater = typeof until === 'number' && until * 1000 > now.getTime() && until <= LAST_SECOND;
    return isLater
      ? { ok: true, value: { kind, until: new Date(until * 1000) } }
      : invalid('snoozed_until', 'snoozed_until must be a time ahead, in seconds');
  }
  if (kind !== 'assignment')
    return invalid('message_type', 'message_type must be one of close, open, snoozed, assignment');
  const { assignee_id: assignee, type } = fields;
  if (isBlank(assignee)) return missing('assignee_id');
  if (type === 'team') return invalid('type', 'Conversations are assigned to admins');
  return { ok: true, value: { kind, assigneeId: String(assignee) === '0' ? null : idOf(assignee) } };
}

/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799;
/** Markup is longer than what it says. Characters. */
const MAX_HTML = 5 * MAX_NOTE_LENGTH;

/** The words in plain text; null where there are none, undefined where they are too long, or no text. */
function readWords(html: unknown): string | null | undefined {
  if (html === undefined || html === null) return null;
  if (typeof html !== 'string' || html.length > MAX_HTML) return undefined;
  const text = textOf(html);
  if (text === '') return null;
  return text.length <= MAX_NOTE_LENGTH ? text : undefined;
}

function tooLong() {
  return invalid('body', `body must be text of at most ${MAX_NOTE_LENGTH} characters`);
}

/** The number of an id, which programs send as text or as a number; 0, which no one has, where it is none. */
function idOf(id: unknown): number {
  return readId(String(id)) ?? 0;
}
