/** From what happened to what is told: the deliveries of a stretch of the log. */
import { randomUUID } from 'node:crypto';
import type { EventLog, LoggedEvent } from '#domain/ports/event-log.ts';
import { isSubjectEvent } from '#domain/ports/event-log.ts';
import type { DeliveryDraft, SentWebhook } from '#domain/ports/webhooks.ts';
import { FORMATS } from './formats/formats.ts';
import type { Telling, Writers } from './telling.ts';
import { readTellings } from './telling.ts';

/** Whether the webhook wants events of the type; one that names none wants all. */
function wants({ events }: SentWebhook, event: string): boolean {
  return events.length === 0 || events.includes(event);
}

/** The deliveries of the events to the webhooks, in order. An item is written once for all webhooks of a format. */
export async function gather(
  events: readonly LoggedEvent[],
  webhooksOf: (workspaceId: number) => readonly SentWebhook[],
  log: Pick<EventLog, 'calls' | 'subjects'>,
  writers: Writers,
  now: Date,
): Promise<readonly DeliveryDraft[]> {
  const concerned = events.filter(({ workspaceId }) => webhooksOf(workspaceId).length > 0);
  if (concerned.length === 0) return [];
  const tellingsOf = await readTellings(concerned, log, writers);
  const drafts: DeliveryDraft[] = [];
  for (const event of concerned) {
    const webhooks = webhooksOf(event.workspaceId).filter(({ sinceSeq }) => sinceSeq < event.seq);
    for (const format of new Set(webhooks.map((webhook) => webhook.format)))
      for (const telling of tellingsOf(event, format)) {
        const wanting = webhooks.filter((webhook) => webhook.format === format && wants(webhook, telling.type));
        drafts.push(...(await draftsOf(event, telling, wanting, now)));
      }
  }
  return drafts;
}

async function draftsOf(
  event: LoggedEvent,
  { type, write }: Telling,
  webhooks: readonly SentWebhook[],
  now: Date,
): Promise<readonly DeliveryDraft[]> {
  if (webhooks.length === 0) return [];
  const item = await write();
  const { workspaceId, seq, at } = event;
  return webhooks.map(({ id: webhookId, format }) => {
    const messageId = randomUUID();
    const body = JSON.stringify(FORMATS[format].write({ id: messageId, workspaceId, event: type, seq, at }, item));
    const whom = { ...aboutOf(event), isAfterContact: event.type === 'contact.deleted' };
    return { workspaceId, webhookId, ...whom, seq, event: type, messageId, body, createdAt: now };
  });
}

/** What the event is about: a call, or a contact, or an agent. */
function aboutOf(event: LoggedEvent): Pick<DeliveryDraft, 'callId' | 'contactId' | 'agentId'> {
  const { callId } = event;
  if (!isSubjectEvent(event)) return { callId, contactId: null, agentId: null };
  return { callId, contactId: event.contactId, agentId: event.agentId };
}
