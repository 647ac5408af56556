/**
 * Intercom's topics of calls, contacts and admins. Source: Intercom, "Webhook Topics", "Webhook Notifications", "Set up
 * Webhooks".
 */
import type { Subject, SubjectEvent } from '#domain/ports/event-log.ts';
import type { Format } from './format.ts';
import { isBegun, NO_REFUSALS } from './format.ts';
import { hubSignature } from './signatures.ts';

const EVENTS = [
  'call.started',
  'call.ended',
  'call.recording_available',
  'call.transcription_available',
  'contact.user.created',
  'contact.lead.created',
  'contact.user.updated',
  'contact.lead.updated',
  'contact.merged',
  'contact.deleted',
  'admin.away_mode_updated',
  'admin.logged_in',
  'admin.logged_out',
] as const;
type Topic = (typeof EVENTS)[number];

/** What ends a call that was connected. */
const ENDS_CONNECTED: ReadonlySet<string> = new Set(['hung_up', 'media_failed', 'transfer_expired']);

/** What is told besides calls. A message has no topic here: the vendor's are of its own Messenger. */
function topicOf({ type }: SubjectEvent, subject: Subject): Topic | null {
  const role = subject.kind === 'contact' ? subject.contact.role : 'lead';
  switch (type) {
    case 'contact.created':
      return `contact.${role}.created`;
    case 'contact.updated':
      return `contact.${role}.updated`;
    case 'contact.merged':
    case 'contact.deleted':
      return type;
    case 'agent.status_changed':
      return 'admin.away_mode_updated';
    case 'agent.signed_in':
      return 'admin.logged_in';
    case 'agent.signed_out':
      return 'admin.logged_out';
    case 'message.sent':
      return null;
    default:
      return type satisfies never;
  }
}

/**
 * Notifications that are under way tell how often they were tried; the vendor's samples have these keys in this order.
 */
function envelope(id: string, workspaceId: number, topic: string, at: Date, item: object): object {
  const seconds = Math.floor(at.getTime() / 1000);
  return {
    type: 'notification_event',
    app_id: String(workspaceId),
    id: `notif_${id}`,
    topic,
    created_at: seconds,
    delivery_attempts: 1,
    first_sent_at: seconds,
    delivered_at: 0,
    delivery_status: 'pending',
    links: {},
    self: null,
    data: { type: 'notification_event_data', item },
  };
}

/** The format. */
export const intercom: Format = {
  events: EVENTS,
  refusalOf: NO_REFUSALS,
  eventsOf(event, call) {
    if (isBegun(event, call)) return ['call.started'];
    // Not sent for calls that were abandoned while they were routed.
    if (ENDS_CONNECTED.has(event.type)) return call.connectedAt === null ? [] : ['call.ended'];
    if (event.type === 'recording_stored') return ['call.recording_available'];
    return event.type === 'transcribed' ? ['call.transcription_available'] : [];
  },
  subjectEventsOf(event, subject) {
    const topic = topicOf(event, subject);
    return topic === null ? [] : [topic];
  },
  write: ({ id, workspaceId, event, at }, item) => envelope(id, workspaceId, event, at, item),
  writeTest: ({ id, workspaceId, at }) => envelope(id, workspaceId, 'ping', at, { type: 'ping' }),
  testEvent: 'ping',
  atAttempt(body, number, firstSentAt) {
    const sent = { delivery_attempts: number, first_sent_at: Math.floor(firstSentAt.getTime() / 1000) };
    return JSON.stringify({ ...(JSON.parse(body) as object), ...sent });
  },
  headers: ({ secrets, body }) => ({ 'x-hub-signature': hubSignature(secrets.secret, body) }),
  userAgent: 'intercom-parrot-service-client/1.0',
  isAskedFirst: true,
  hasUser: false,
  timeoutMs: 5_000,
  retrySeconds: [60],
  failingDays: 7,
  throttle: { statuses: [429], least: 60, most: 7_200 },
  latestSeconds: 7_200,
  burst: { failures: 1_000, seconds: 900 },
};
