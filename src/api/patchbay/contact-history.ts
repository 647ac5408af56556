/** All that was between a contact and the workspace: calls with their notes, and messages. */
import { Type } from 'typebox';
import type { CallNote, Message } from '#domain/ports/live-stores.ts';
import type { ContactEntry } from '#domain/ports/contact-book.ts';
import { placeOf, readPlace, writePlace } from '#domain/ports/contact-book.ts';
import type { ApiResponse, Route } from '#http/surface.ts';
import { CallObject } from './call-schema.ts';
import { callWriter } from './calls.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Asked, Desk } from './operation.ts';
import { operation } from './operation.ts';
import { id, orNull, text, time } from '../shapes.ts';
import { writeTime } from './write.ts';

/** How many scheduled calls of a contact are listed. */
const MAX_SCHEDULED = 100;

const NoteObject = Type.Object({ id, agent_id: id, text, at: time }, { title: 'Note' });
/** A message. */
export const MessageObject = Type.Object(
  { id, conversation_id: id, by: Type.Enum(['contact', 'agent']), agent_id: orNull(id), text, at: time },
  { title: 'Message' },
);
const HistoryEntry = Type.Object(
  {
    kind: Type.Enum(['call', 'message']),
    at: time,
    call: orNull(CallObject),
    notes: Type.Array(NoteObject, { description: 'Of the call.' }),
    message: orNull(MessageObject),
  },
  { title: 'HistoryEntry' },
);

/** The routes of histories. */
export function contactHistoryRoutes(desk: Desk): Route[] {
  const { engine } = desk;
  const writeCall = callWriter(desk);
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/contacts/:id/history',
      operationId: 'listContactHistory',
      summary: "List a contact's calls and messages, newest first",
      description: 'By every agent, calls with their notes. Calls that are only scheduled are not among them.',
      tag: 'Contacts',
      query: PAGE_QUERY,
      answers: { 200: pageOf(HistoryEntry) },
      handle: async (ask) =>
        ofContact(desk, ask, async (contactId) =>
          page(desk, ask, {
            readKey: (key) => (readPlace(key) === null ? null : key),
            keyOf: (entry: ContactEntry) => writePlace(placeOf(entry)),
            read: async (beyond, limit) =>
              engine.contacts.history(ask.workspaceId, contactId, {
                beyond: beyond === null ? null : readPlace(beyond),
                limit,
              }),
            write: (entry) => writeEntry(entry, writeCall),
          }),
        ),
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/contacts/:id/scheduled_calls',
      operationId: 'listScheduledCallsOfContact',
      summary: "List a contact's scheduled calls, the next one first",
      description: `The next ${MAX_SCHEDULED}.`,
      tag: 'Contacts',
      answers: { 200: Type.Object({ data: Type.Array(CallObject), next_cursor: Type.Null() }) },
      handle: async (ask) =>
        ofContact(desk, ask, async (contactId) => {
          const calls = await engine.contacts.scheduled(ask.workspaceId, contactId, MAX_SCHEDULED);
          return { status: 200, body: { data: calls.map(writeCall), next_cursor: null } };
        }),
    }),
  ];
}

/** Answers for the contact behind the id, whom a merged one leads to. */
async function ofContact(
  { engine, problems }: Desk,
  ask: Pick<Asked<typeof NoteObject>, 'workspaceId' | 'id' | 'requestId'>,
  answer: (contactId: number) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const contact = await engine.directory.contact(ask.workspaceId, ask.id);
  return contact === null ? problems('not_found', ask.requestId) : answer(contact.id);
}

function writeEntry(entry: ContactEntry, writeCall: ReturnType<typeof callWriter>): object {
  const { kind } = entry;
  if (entry.kind === 'message')
    return { kind, at: writeTime(entry.message.at), call: null, notes: [], message: writeMessage(entry.message) };
  const { call, notes } = entry;
  return { kind, at: writeTime(call.createdAt), call: writeCall(call), notes: notes.map(writeNote), message: null };
}

/** A note. */
export function writeNote({ id, agentId, text, at }: CallNote): object {
  return { id, agent_id: agentId, text, at: writeTime(at) };
}

/** A message. */
export function writeMessage({ id, conversationId, by, agentId, text, at }: Message): object {
  return { id, conversation_id: conversationId, by, agent_id: agentId, text, at: writeTime(at) };
}
