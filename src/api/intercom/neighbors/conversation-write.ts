/** Writes conversations: threads of calls, with what was noted, written and done in them. */
import type { Call } from '#domain/call/call.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { ConversationHead, ConversationPart } from '#domain/ports/conversation-book.ts';
import { writeTranscript } from '../write.ts';
import { seconds } from './contact-write.ts';
import { MAX_PARTS } from './conversation-schema.ts';
import { htmlOf } from './html-text.ts';

type Agents = Directory['agents'];

/** The conversation as lists show it. */
export function writeConversation(head: ConversationHead, agents: Agents): object {
  const { id, contact, direction, assigneeId, state } = head;
  const isByAdmin = direction === 'outbound';
  return {
    type: 'conversation',
    id: String(id),
    created_at: seconds(head.createdAt),
    updated_at: seconds(head.updatedAt),
    waiting_since: null,
    snoozed_until: head.snoozedUntil === null ? null : seconds(head.snoozedUntil),
    source: {
      type: direction === null ? 'phone_switch' : 'phone_call',
      id: String(id),
      delivered_as: isByAdmin ? 'admin_initiated' : 'customer_initiated',
      subject: '',
      body: null,
      author:
        isByAdmin && assigneeId !== null ? adminAuthor(agents.get(assigneeId), assigneeId) : contactAuthor(contact),
      attachments: [],
      url: null,
      redacted: false,
    },
    contacts: {
      type: 'contact.list',
      contacts: contact === null ? [] : [{ type: 'contact', id: contact.uid, external_id: contact.identifier }],
    },
    first_contact_reply: null,
    admin_assignee_id: assigneeId,
    team_assignee_id: null,
    open: state !== 'closed',
    state,
    read: true,
    tags: { type: 'tag.list', tags: [] },
    priority: 'none',
    sla_applied: null,
    statistics: null,
    conversation_rating: null,
    teammates: {
      type: 'admin.list',
      teammates: assigneeId === null ? [] : [{ type: 'admin', id: String(assigneeId) }],
    },
    title: null,
    custom_attributes: {},
    topics: {},
    ticket: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_topics: null,
    ai_agent: null,
    ai_agent_participated: head.hasVoiceAgent,
    channel: { initial: 'phone', current: 'phone' },
  };
}

/** What is in a conversation. */
export type Contents = {
  readonly calls: readonly Call[];
  readonly turns: ReadonlyMap<number, readonly Turn[]>;
  readonly parts: readonly ConversationPart[];
};

/** The conversation with its parts, the first one first. */
export function writeWithParts(head: ConversationHead, contents: Contents, agents: Agents): object {
  const { contact } = head;
  const parts = [
    ...contents.calls.flatMap((call) => callParts(call, contents.turns.get(call.id))),
    ...contents.parts.map((part) => ({ at: part.at, json: writePart(part, contact, agents) })),
  ]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .slice(-MAX_PARTS)
    .map(({ json }) => json);
  return {
    ...writeConversation(head, agents),
    conversation_parts: { type: 'conversation_part.list', conversation_parts: parts, total_count: parts.length },
  };
}

type Placed = { readonly at: Date; readonly json: object };

/** That there was a call, and what was said in it. */
function callParts(call: Call, turns: readonly Turn[] = []): readonly Placed[] {
  const at = call.endsAt ?? call.createdAt;
  const about = { at, author: SERVER, event_details: { call_id: String(call.id) } };
  const summary = part({
    ...about,
    id: `call_${call.id}`,
    part_type: 'call_summary',
    body: call.summary === null ? null : htmlOf(call.summary),
  });
  if (turns.length === 0) return [{ at, json: summary }];
  const { text } = writeTranscript({ turns, createdAt: at });
  const transcript = part({
    ...about,
    id: `transcript_${call.id}`,
    part_type: 'call_transcript',
    body: htmlOf(text),
  });
  return [
    { at, json: summary },
    { at, json: transcript },
  ];
}

/** What the vendor calls each kind of part. */
const PART_TYPE = {
  note: 'note',
  message: 'comment',
  assigned: 'assignment',
  assignment: 'assignment',
  close: 'close',
  open: 'open',
  snoozed: 'snoozed',
} as const satisfies Record<ConversationPart['kind'], string>;

function writePart(
  { kind, id, at, agentId, text, assigneeId }: ConversationPart,
  contact: ConversationHead['contact'],
  agents: Agents,
): object {
  const byContact = kind === 'message' && agentId === null;
  const isAssignment = PART_TYPE[kind] === 'assignment';
  return part({
    at,
    id: `${kind}_${id}`,
    part_type: PART_TYPE[kind],
    body: text === null ? null : htmlOf(text),
    author: byContact ? contactAuthor(contact) : agentId === null ? SERVER : adminAuthor(agents.get(agentId), agentId),
    ...(isAssignment ? { assigned_to: { type: 'admin', id: assigneeId === null ? null : String(assigneeId) } } : {}),
  });
}

function part({ at, id, part_type: type, body, author, ...more }: PartDraft): object {
  return {
    type: 'conversation_part',
    id,
    part_type: type,
    body,
    created_at: seconds(at),
    updated_at: seconds(at),
    notified_at: seconds(at),
    assigned_to: more.assigned_to ?? null,
    author,
    attachments: [],
    external_id: null,
    redacted: false,
    metadata: {},
    email_message_metadata: null,
    tags: [],
    event_details: more.event_details ?? null,
    app_package_code: null,
  };
}

type PartDraft = {
  readonly at: Date;
  readonly id: string;
  readonly part_type: string;
  readonly body: string | null;
  readonly author: object;
  readonly assigned_to?: object;
  readonly event_details?: object;
};

/** Who wrote what no person did. */
const SERVER = { type: 'bot', id: '0', name: 'Patchbay', email: null };

function adminAuthor(agent: Agent | undefined, id: number): object {
  return {
    type: 'admin',
    id: String(id),
    name: agent === undefined ? null : fullName(agent),
    email: agent?.email ?? null,
  };
}

function contactAuthor(contact: ConversationHead['contact']): object {
  return {
    type: contact?.role ?? 'lead',
    id: contact?.uid ?? null,
    name: contact?.name ?? null,
    email: contact?.email ?? null,
  };
}
