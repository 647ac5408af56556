/**
 * What webhooks of the format `standard` are sent, for the document: every event type with an example, written by the
 * writer that is used.
 */
import { Type } from 'typebox';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import type { Call } from '#domain/call/call.ts';
import { DIAL_REFUSALS } from '#domain/call/dial-refusal.ts';
import { ARRIVAL_REFUSALS, MAX_REFUSALS_A_MINUTE } from '#domain/ports/refusal-log.ts';
import type { Agent } from '#domain/directory/agent.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { Message } from '#domain/ports/live-stores.ts';
import type { Subject, SubjectEventType } from '#domain/ports/event-log.ts';
import { id, orNull, uid } from '../shapes.ts';
import { writeCall } from './call-write.ts';
import { MessageObject } from './contact-history.ts';
import { writeSubject } from './subject-write.ts';

/** Every event type with when it is sent. */
const WHEN: Readonly<Record<string, string>> = {
  'call.created': 'A call is there, whichever way it came.',
  'callback.scheduled': 'A call was scheduled for later.',
  'call.queued': 'The caller waits in a queue.',
  'call.offered': 'Agents are rung.',
  'call.answered': 'Both ends are connected.',
  'call.held': 'The contact is on hold.',
  'call.resumed': 'The contact is on hold no more.',
  'call.transferred': 'Another agent has taken the call over.',
  'call.ended': 'The call is over, however. Of a reported call it comes again when its reporter corrects it.',
  'call.missed': 'An inbound call is over that was never connected. Follows `call.ended`.',
  'voicemail.received': 'The caller left a message. Follows `call.missed`.',
  'recording.available': 'The recording can be heard.',
  'recording.failed': 'There is no recording, though there should be.',
  'transcript.available': 'The transcript can be read.',
  'transcript.failed': 'There is no transcript, though there should be.',
  'call.refused':
    'A number was not dialed, or a call over a trunk not taken. Where that was for a call that is there, `call` is it. ' +
    `At most ${MAX_REFUSALS_A_MINUTE} a minute are sent; \`omitted\` says how many before this one were not.`,
  'agent.signed_in': 'A person signed in to the console. Once for each session.',
  'agent.signed_out': 'A session ended: by its person, by an administrator, or by its age.',
  'agent.status_changed': 'An agent has another status, or is online or no longer online.',
  'contact.created':
    'A contact is there: made by a program, by a person, or by a call from a number that was not known.',
  'contact.updated': 'A contact changed: what is known of them, a block, or a legal hold.',
  'contact.merged': 'Another contact became part of this one. `merged_from` says which.',
  'contact.deleted': 'A contact was forgotten. Nothing is said of them but which one it was.',
  'message.sent': 'A contact or an agent wrote in the Messenger.',
  'webhook.disabled': 'Another webhook of the workspace was disabled.',
};

const AT = new Date('2026-11-27T09:00:00.000Z');

/** A call that was answered and has ended. */
const EXAMPLE: Call = {
  ...CALL_DEFAULTS,
  id: 1042,
  uid: '01a21e29-8430-73b6-aac1-4ccba935b9e1',
  workspaceId: 1,
  version: 6,
  origin: 'incoming_api',
  direction: 'inbound',
  state: 'finished',
  conversationId: 2001,
  lang: 'en',
  contact: { id: 81, uid: '6f1c2b8e-0d0b-4a55-9c2e-4f5a8f3f5c11', identifier: null, outContactId: null },
  contactNumber: '+14155550148',
  ownNumber: '+1 339-219-5276',
  agentId: 2,
  menuId: 9,
  carrier: 'simulator',
  createdAt: new Date(AT.getTime() - 95_000),
  queuedAt: new Date(AT.getTime() - 95_000),
  assignedAt: new Date(AT.getTime() - 80_000),
  connectedAt: new Date(AT.getTime() - 78_000),
  endsAt: AT,
  updatedAt: AT,
  disconnectedBy: 'disconnected_by_end_user',
  participants: [],
};

/** As the format `standard` writes it. */
const REFUSAL = { refusal: { direction: 'outbound', cause: 'calls_per_minute', trunk_id: 4, omitted: 0 }, call: null };
const REFUSAL_SCHEMA = {
  type: 'object',
  required: ['direction', 'cause', 'trunk_id', 'omitted'],
  properties: {
    direction: { enum: ['inbound', 'outbound'] },
    cause: { enum: [...DIAL_REFUSALS, ...ARRIVAL_REFUSALS], description: 'What forbade it.' },
    trunk_id: { type: ['integer', 'null'], description: 'The first trunk that was asked. Null: none, or of a call.' },
    omitted: { type: 'integer', minimum: 0, description: 'Refusals since the last message that were not sent.' },
  },
};
const CALL_SCHEMA = { $ref: '#/components/schemas/Call' };
const AGENT: Agent = {
  id: 2,
  uid: '2c5ea4c0-4067-4d5a-9f2b-7d6a1f6c7a11',
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'King',
  agentNumber: '1001',
  avatarUrl: null,
  mayCall: true,
  status: 'available',
  statusName: null,
  idleSince: AT,
  capacity: 1,
  simulated: false,
  skills: [],
  assist: true,
  wantsAssist: true,
};
const CONTACT: Contact = {
  id: 81,
  uid: '6f1c2b8e-0d0b-4a55-9c2e-4f5a8f3f5c11',
  identifier: 'customer-81',
  outContactId: null,
  role: 'user',
  name: 'Grace Lee',
  email: 'grace@example.com',
  phone: '+14155550148',
  otherPhones: [],
  attributes: { plan: 'pro' },
  blockedAt: null,
  legalHoldAt: null,
  createdAt: AT,
  updatedAt: AT,
};
const MESSAGE: Message = {
  id: 512,
  conversationId: 2001,
  by: 'contact',
  agentId: null,
  text: 'Thank you for calling back!',
  at: AT,
};

const anAgent: Subject = { kind: 'agent', agent: AGENT, isOnline: true };
const aContact: Subject = { kind: 'contact', contact: CONTACT, mergedFrom: null };

/** Event types besides calls -> an example of what it is about. */
const SUBJECTS: Readonly<Record<SubjectEventType, Subject>> = {
  'agent.signed_in': anAgent,
  'agent.signed_out': anAgent,
  'agent.status_changed': anAgent,
  'contact.created': aContact,
  'contact.updated': aContact,
  'contact.merged': {
    ...aContact,
    mergedFrom: { id: 97, uid: '0b0c9a52-3f6f-4c8e-8f55-5f0a5d6f1f97' },
  },
  'contact.deleted': { kind: 'deleted_contact', contact: { id: 81, uid: CONTACT.uid } },
  'message.sent': { kind: 'message', message: MESSAGE, contactId: 81 },
};

const WEBHOOK = { webhook: { id: 3, url: 'https://example.com/hook', format: 'standard', reason: 'gone' } };

const ofName = Type.Object({ id, uid });
/** What `data` has, by the first word of the event type, besides which workspace and which event it is. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  agent: { agent: { $ref: '#/components/schemas/Agent' }, online: { type: 'boolean' } },
  contact: { contact: { $ref: '#/components/schemas/Contact' } },
  message: { message: Type.Object({ ...MessageObject.properties, contact_id: orNull(id) }) },
  webhook: { webhook: { type: 'object' } },
  call: { call: CALL_SCHEMA },
};
/** Event types whose `data` has something else. */
const OWN_SHAPES: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  'call.refused': { refusal: REFUSAL_SCHEMA, call: { anyOf: [CALL_SCHEMA, { type: 'null' }] } },
  'contact.merged': { ...SHAPES['contact'], merged_from: ofName },
  'contact.deleted': { contact: ofName },
  'voicemail.received': SHAPES['call'] ?? {},
  'callback.scheduled': SHAPES['call'] ?? {},
};

/** The document's `webhooks`: event type -> what is posted. */
export function webhookDocument(types: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(types.map((type) => [type, { post: posted(type) }]));
}

/** What is told: a call unless the type is about something else. */
function exampleOf(type: string): object {
  if (type === 'webhook.disabled') return { seq: null, ...WEBHOOK };
  if (type === 'call.refused') return { seq: 31_337, ...REFUSAL };
  const subject = SUBJECTS[type as SubjectEventType] as Subject | undefined; // Not every type is one of these.
  return subject === undefined
    ? { seq: 31_337, call: writeCall(EXAMPLE, (uid) => `https://example.com/recordings/${uid}`) }
    : { seq: 31_337, ...writeSubject(subject, () => 0) };
}

function posted(type: string): object {
  const shape = OWN_SHAPES[type] ?? SHAPES[type.split('.')[0] ?? ''] ?? SHAPES['call'] ?? {};
  return {
    operationId: `told_${type.replace('.', '_')}`,
    summary: type,
    description: WHEN[type] ?? '',
    tags: ['Webhooks'],
    parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      name,
      in: 'header',
      required: true,
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: schemaOf(type, shape),
          example: { type, timestamp: AT.toISOString(), data: { workspace_id: 1, ...exampleOf(type) } },
        },
      },
    },
    responses: {
      '2XX': { description: 'Taken. Anything else is tried again.' },
      '410': { description: 'Gone: the webhook is disabled.' },
    },
  };
}

function schemaOf(type: string, shape: Readonly<Record<string, object>>): object {
  return {
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { const: type },
      timestamp: { type: 'string', format: 'date-time', description: 'Of the event.' },
      data: {
        type: 'object',
        required: ['workspace_id', 'seq', ...Object.keys(shape)],
        properties: {
          workspace_id: { type: 'integer' },
          seq: { type: ['integer', 'null'], description: 'Of the event in the log of the workspaces.' },
          ...shape,
        },
      },
    },
  };
}
