/**
 * What webhooks of the format `standard` are sent, for the document: every event type with an example, written by the
 * writer that is used.
 */
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import type { Call } from '#domain/call/call.ts';
import { DIAL_REFUSALS } from '#domain/call/dial-refusal.ts';
import { ARRIVAL_REFUSALS, MAX_REFUSALS_A_MINUTE } from '#domain/ports/refusal-log.ts';
import { writeCall } from './call-write.ts';

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

const WEBHOOK = { webhook: { id: 3, url: 'https://example.com/hook', format: 'standard', reason: 'gone' } };

/** The document's `webhooks`: event type -> what is posted. */
export function webhookDocument(types: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(types.map((type) => [type, { post: posted(type) }]));
}

/** What is told besides the workspace: its schema, and an example. */
function tellingOf(type: string): { readonly properties: Readonly<Record<string, object>>; readonly example: object } {
  if (type === 'webhook.disabled')
    return { properties: { webhook: { type: 'object' } }, example: { seq: null, ...WEBHOOK } };
  if (type === 'call.refused')
    return {
      properties: { refusal: REFUSAL_SCHEMA, call: { anyOf: [CALL_SCHEMA, { type: 'null' }] } },
      example: { seq: 31_337, ...REFUSAL },
    };
  const call = writeCall(EXAMPLE, (uid) => `https://example.com/recordings/${uid}`);
  return { properties: { call: CALL_SCHEMA }, example: { seq: 31_337, call } };
}

function posted(type: string): object {
  const { properties, example } = tellingOf(type);
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
          schema: {
            type: 'object',
            required: ['type', 'timestamp', 'data'],
            properties: {
              type: { const: type },
              timestamp: { type: 'string', format: 'date-time', description: 'Of the event.' },
              data: {
                type: 'object',
                required: ['workspace_id', 'seq', ...Object.keys(properties)],
                properties: {
                  workspace_id: { type: 'integer' },
                  seq: { type: ['integer', 'null'], description: 'Of the event in the log of all calls.' },
                  ...properties,
                },
              },
            },
          },
          example: { type, timestamp: AT.toISOString(), data: { workspace_id: 1, ...example } },
        },
      },
    },
    responses: {
      '2XX': { description: 'Taken. Anything else is tried again.' },
      '410': { description: 'Gone: the webhook is disabled.' },
    },
  };
}
