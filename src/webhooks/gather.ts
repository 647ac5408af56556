/** From what happened to what is told: the deliveries of a stretch of the log. */
import { randomUUID } from 'node:crypto';
import type { DeliveryDraft, EventLog, LoggedEvent, SentWebhook, WebhookFormat } from '#domain/ports/webhooks.ts';
import type { Call } from '#domain/call/call.ts';
import { FORMATS } from './formats/formats.ts';

/** What each format tells of a call, in the words of its API: the very writers of that API, which the app brings. */
export type WriteItem = (call: Call, event: string) => Promise<object>;
export type Writers = Readonly<Record<WebhookFormat, WriteItem>>;

/** Whether the webhook wants events of the type; one that names none wants all. */
function wants({ events }: SentWebhook, event: string): boolean {
  return events.length === 0 || events.includes(event);
}

/** The deliveries of the events to the webhooks, in order. An item is written once for all webhooks of a format. */
export async function gather(
  events: readonly LoggedEvent[],
  webhooksOf: (workspaceId: number) => readonly SentWebhook[],
  log: Pick<EventLog, 'calls'>,
  writers: Writers,
  now: Date,
): Promise<readonly DeliveryDraft[]> {
  const concerned = events.filter(({ workspaceId }) => webhooksOf(workspaceId).length > 0);
  if (concerned.length === 0) return [];
  const calls = await log.calls([...new Set(concerned.map(({ callId }) => callId))]);
  const drafts: DeliveryDraft[] = [];
  for (const event of concerned) {
    const call = calls.get(event.callId);
    if (call === undefined) continue;
    const webhooks = webhooksOf(event.workspaceId).filter(({ sinceSeq }) => sinceSeq < event.seq);
    drafts.push(...(await draftsOf(event, call, webhooks, writers, now)));
  }
  return drafts;
}

async function draftsOf(
  event: LoggedEvent,
  call: Call,
  webhooks: readonly SentWebhook[],
  writers: Writers,
  now: Date,
): Promise<readonly DeliveryDraft[]> {
  const drafts: DeliveryDraft[] = [];
  for (const format of new Set(webhooks.map((webhook) => webhook.format)))
    for (const told of FORMATS[format].eventsOf(event, call)) {
      const wanting = webhooks.filter((webhook) => webhook.format === format && wants(webhook, told));
      if (wanting.length === 0) continue;
      const item = await writers[format](call, told);
      const { workspaceId, seq, at } = event;
      for (const { id: webhookId } of wanting) {
        const messageId = randomUUID();
        const body = JSON.stringify(FORMATS[format].write({ id: messageId, workspaceId, event: told, seq, at }, item));
        drafts.push({ workspaceId, webhookId, callId: call.id, seq, event: told, messageId, body, createdAt: now });
      }
    }
  return drafts;
}
