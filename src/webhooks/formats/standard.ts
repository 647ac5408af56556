/** Our own messages, signed as every format's are. Source: Standard Webhooks specification. */
import { isLive } from '#domain/call/state.ts';
import { SUBJECT_EVENTS } from '#domain/ports/event-log.ts';
import type { Format, Message, Signing } from './format.ts';
import { isBegun, isEnd } from './format.ts';
import { standardSignature } from './signatures.ts';

/** Event types, in the order in which they happen. */
const EVENTS = [
  'call.created',
  'callback.scheduled',
  'call.queued',
  'call.offered',
  'call.answered',
  'call.held',
  'call.resumed',
  'call.transferred',
  'call.ended',
  'call.missed',
  'voicemail.received',
  'recording.available',
  'recording.failed',
  'transcript.available',
  'transcript.failed',
  'call.refused',
  ...SUBJECT_EVENTS,
  'webhook.disabled',
] as const;
type Event = (typeof EVENTS)[number];

/** The events of calls that are told as one each. */
const TOLD: Readonly<Record<string, Event>> = {
  agents_rung: 'call.offered',
  legs_bridged: 'call.answered',
  held: 'call.held',
  resumed: 'call.resumed',
  transfer_completed: 'call.transferred',
  recording_stored: 'recording.available',
  recording_failed: 'recording.failed',
  transcribed: 'transcript.available',
  transcription_failed: 'transcript.failed',
};

/** Origins of calls that stand in a queue from the start. */
const QUEUED_AT_ONCE: ReadonlySet<string> = new Set(['incoming_api', 'fin']);

/**
 * A message larger than this tells only which one it is about. Bytes. Source: Standard Webhooks, "Payload
 * size".
 */
const MAX_BYTES = 20_000;

/** The format. */
export const standard: Format = {
  events: EVENTS,
  eventsOf(event, call) {
    const { type } = event;
    const told = TOLD[type];
    const ends = isEnd(event, call, isLive);
    const isQueued = type === 'created' ? QUEUED_AT_ONCE.has(call.origin) : isBegun(event, call);
    return [
      ...(type === 'created' ? ['call.created'] : []),
      ...(type === 'created' && call.origin === 'scheduled_api' ? ['callback.scheduled'] : []),
      ...(isQueued ? ['call.queued'] : []),
      ...(told === undefined ? [] : [told]),
      ...(ends ? ['call.ended'] : []),
      ...(ends && call.connectedAt === null && call.direction === 'inbound' ? ['call.missed'] : []),
      ...(type === 'voicemail_left' ? ['voicemail.received'] : []),
    ];
  },
  refusalOf({ type, data }) {
    if (type !== 'call_refused' && type !== 'dial_refused') return null;
    // As they were stored: by the log of refusals, and with the event of a call.
    const { direction = 'outbound', trunkId = null, omitted = 0, why = null, cause = why } = data as StoredRefusal;
    // It was forgotten meanwhile.
    if (cause === null) return null;
    const refusal = { direction, cause, trunk_id: trunkId, omitted };
    return { event: 'call.refused', item: { refusal, call: null } };
  },
  subjectEventsOf: ({ type }) => [type],
  write(message, item) {
    const whole = around(message, { seq: message.seq, ...item });
    return Buffer.byteLength(JSON.stringify(whole)) <= MAX_BYTES
      ? whole
      : around(message, { seq: message.seq, ...named(item) });
  },
  writeTest: (message) => around(message, { message: 'This is a test of the webhook.' }),
  testEvent: 'webhook.test',
  atAttempt: (body) => body,
  headers: () => ({}),
  userAgent: 'Patchbay-Webhooks/1.0',
  isAskedFirst: false,
  hasUser: false,
  timeoutMs: 15_000,
  // About three days. Source: Standard Webhooks, "Delivery retries".
  retrySeconds: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
  failingDays: 5,
  throttle: { statuses: [429, 502, 504], least: 0, most: 86_400 },
  latestSeconds: null,
  burst: null,
};

type StoredRefusal = Partial<{
  readonly direction: string;
  readonly cause: string | null;
  readonly why: string | null;
  readonly trunkId: number | null;
  readonly omitted: number;
}>;

function around({ event, at, workspaceId }: Message, data: object): object {
  return { type: event, timestamp: at.toISOString(), data: { workspace_id: workspaceId, ...data } };
}

/** Which one each thing is, without the rest. */
function named(item: object): object {
  const names = Object.entries(item).map(([key, value]: [string, unknown]) => [
    key,
    key === 'refusal' ? value : nameOf(value),
  ]);
  return { ...Object.fromEntries(names), is_shortened: true };
}

function nameOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => NAMING.has(key)));
}

/** What says which call, contact, agent or message it is. */
const NAMING: ReadonlySet<string> = new Set(['id', 'uid', 'version', 'state', 'conversation_id', 'contact_id']);

/** The headers that every message has, whatever its format: programs that do not know them ignore them. */
export function standardHeaders({ id, at, body, secrets }: Signing): Readonly<Record<string, string>> {
  const seconds = Math.floor(at.getTime() / 1000);
  const messageId = `msg_${id}`;
  const keys = [secrets.secret, ...(secrets.former === null ? [] : [secrets.former])];
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(seconds),
    'webhook-signature': keys.map((key) => standardSignature(key, messageId, seconds, body)).join(' '),
  };
}
