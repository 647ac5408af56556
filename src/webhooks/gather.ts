/** From what happened to what is told: the deliveries of a stretch of the log. */
import { randomUUID } from 'node:crypto';
import type { DeliveryDraft, EventLog, LoggedEvent, SentWebhook, WebhookFormat } from '#domain/ports/webhooks.ts';
import type { Call } from '#domain/call/call.ts';
import { FORMATS } from './formats/formats.ts';

/** What each format tells of a call, in the words of its API: the very writers of that API, which the app brings. */
export type WriteItem = (call: Call, event: string) => Promise<object>;
export type Writers = Readonly<Record<WebhookFormat, WriteItem>>;

/** What is told of an event: its type in the words of the format, and what writes the item. */
export type Told = { readonly event: string; item(): Promise<object> };

/** What the format tells of the event, in order. `call`: as it stands now; null where the event is of none. */
export function toldOf(
  event: LoggedEvent,
  call: Call | null,
  format: WebhookFormat,
  writers: Writers,
): readonly Told[] {
  const { eventsOf, refusalOf } = FORMATS[format];
  const write = async (type: string): Promise<object> => (call === null ? {} : writers[format](call, type));
  const types = call === null ? [] : eventsOf(event, call);
  const told = types.map((type): Told => ({ event: type, item: async () => write(type) }));
  const refusal = refusalOf(event);
  if (refusal === null) return told;
  return [...told, { event: refusal.event, item: async () => ({ ...refusal.item, ...(await write(refusal.event)) }) }];
}

/** The calls of the events, by their ids. */
export async function callsOf(
  events: readonly LoggedEvent[],
  log: Pick<EventLog, 'calls'>,
): Promise<(event: LoggedEvent) => Call | null | undefined> {
  const ids = new Set(events.flatMap(({ callId }) => callId ?? []));
  const calls = ids.size === 0 ? new Map<number, Call>() : await log.calls([...ids]);
  return ({ callId }) => (callId === null ? null : calls.get(callId));
}

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
  const callOf = await callsOf(concerned, log);
  const drafts: DeliveryDraft[] = [];
  for (const event of concerned) {
    const call = callOf(event);
    if (call === undefined) continue;
    const webhooks = webhooksOf(event.workspaceId).filter(({ sinceSeq }) => sinceSeq < event.seq);
    drafts.push(...(await draftsOf(event, call, webhooks, writers, now)));
  }
  return drafts;
}

async function draftsOf(
  event: LoggedEvent,
  call: Call | null,
  webhooks: readonly SentWebhook[],
  writers: Writers,
  now: Date,
): Promise<readonly DeliveryDraft[]> {
  const drafts: DeliveryDraft[] = [];
  for (const format of new Set(webhooks.map((webhook) => webhook.format)))
    for (const { event: told, item: written } of toldOf(event, call, format, writers)) {
      const wanting = webhooks.filter((webhook) => webhook.format === format && wants(webhook, told));
      if (wanting.length === 0) continue;
      const item = await written();
      const { workspaceId, seq, at } = event;
      for (const { id: webhookId } of wanting) {
        const messageId = randomUUID();
        const body = JSON.stringify(FORMATS[format].write({ id: messageId, workspaceId, event: told, seq, at }, item));
        drafts.push({
          workspaceId,
          webhookId,
          callId: event.callId,
          seq,
          event: told,
          messageId,
          body,
          createdAt: now,
        });
      }
    }
  return drafts;
}
