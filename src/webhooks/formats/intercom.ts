/** Intercom's call topics. Source: Intercom, "Webhook Topics", "Webhook Notifications", "Set up Webhooks". */
import type { Format } from './format.ts';
import { isBegun, NO_REFUSALS } from './format.ts';
import { hubSignature } from './signatures.ts';

const EVENTS = ['call.started', 'call.ended', 'call.recording_available', 'call.transcription_available'] as const;

/** What ends a call that was connected. */
const ENDS_CONNECTED: ReadonlySet<string> = new Set(['hung_up', 'media_failed', 'transfer_expired']);

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
  subjectEventsOf: () => [],
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
