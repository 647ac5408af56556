/** Sends what waits, each webhook in a lane of its own, so that one that is slow or hostile delays itself alone. */
import { background } from '#background/background.ts';
import type { Attempt, Delivery, SentWebhook } from '#domain/ports/webhooks.ts';
import { MAX_WAITING } from '#domain/ports/webhooks.ts';
import { FORMATS } from './formats/formats.ts';
import type { Entry, Lane } from './lane.ts';
import { createLane } from './lane.ts';
import type { Verdict } from './outcome.ts';
import { judge, readRetryAfter } from './outcome.ts';
import type { PostOutcome } from './post.ts';
import { headersOf, shownHeaders } from './request.ts';
import type { SenderParts } from './sender-parts.ts';
import { createTroubles } from './troubles.ts';

/** Requests at a time: in all, and of lanes that have not shown that they answer. */
const MAX_ALL = 512;
const MAX_UNPROVEN = 384;
/** Bodies are kept in memory for this many messages of a lane; those of others are read again when they leave. */
const MAX_BODIES = 200;
/** When an outcome could not be stored the message is sent again after so long. Milliseconds. */
const STORE_AGAIN_MS = 5_000;

export type Sender = ReturnType<typeof createSender>;

/** Makes it. */
export function createSender(parts: SenderParts) {
  const { store, clock, failed } = parts;
  const lanes = new Map<number, Lane>();
  const hungry = new Set<Lane>();
  const running = new Set<Promise<void>>();
  const troubles = createTroubles(parts);
  const busy = { all: 0, unproven: 0 };
  let isOn = true;
  let isPumping = false;

  /** Lets lanes take turns while there is room. */
  const pump = (): void => {
    if (isPumping || !isOn) return;
    isPumping = true;
    const full: Lane[] = [];
    while (busy.all < MAX_ALL && hungry.size > 0) {
      const [lane] = hungry;
      if (lane === undefined) break;
      hungry.delete(lane);
      const isUnproven = !lane.isProven();
      if (isUnproven && busy.unproven >= MAX_UNPROVEN) {
        full.push(lane);
        continue;
      }
      const entry = lane.take();
      if (entry === null) continue;
      hungry.add(lane);
      start(lane, entry, isUnproven);
    }
    for (const lane of full) hungry.add(lane);
    isPumping = false;
  };

  const start = (lane: Lane, entry: Entry, isUnproven: boolean): void => {
    busy.all += 1;
    if (isUnproven) busy.unproven += 1;
    const work = send(parts, lane, entry, troubles)
      .catch((error: unknown) => {
        failed('webhooks.send', error);
        const dueAt = clock.now().getTime() + STORE_AGAIN_MS;
        lane.finished(entry, { ...entry, dueAt }, { isOk: false, milliseconds: 0 });
      })
      .finally(() => {
        running.delete(work);
        busy.all -= 1;
        if (isUnproven) busy.unproven -= 1;
        pump();
      });
    running.add(work);
    background('webhooks.send', work);
  };

  const open = (webhook: SentWebhook): Lane => {
    const lane: Lane = createLane(webhook, clock, () => {
      hungry.add(lane);
      pump();
    });
    lanes.set(webhook.id, lane);
    return lane;
  };

  const removed = (id: number): void => {
    const lane = lanes.get(id);
    lanes.delete(id);
    lane?.clear();
    if (lane !== undefined) hungry.delete(lane);
  };

  return {
    /** Takes up what waits for the webhook; called once for each, at a start. */
    async takeUp(webhook: SentWebhook): Promise<void> {
      const lane = open(webhook);
      for (const delivery of await store.waiting(webhook.id, MAX_WAITING))
        lane.add(entryOf({ ...delivery, body: null }));
    },
    /** Deliveries that were just stored. */
    add(deliveries: readonly Delivery[]): void {
      for (const delivery of deliveries) {
        const lane = lanes.get(delivery.webhookId);
        if (lane === undefined) continue;
        if (lane.count() < MAX_WAITING)
          lane.add(entryOf({ ...delivery, body: lane.count() < MAX_BODIES ? delivery.body : null }));
        else troubles.overflowed(lane);
      }
    },
    /** The webhook is new, or is another now; one that is disabled loses its lane. */
    changed(webhook: SentWebhook): void {
      if (webhook.state === 'disabled') removed(webhook.id);
      else (lanes.get(webhook.id) ?? open(webhook)).become(webhook);
    },
    removed,
    /** Lets what is under way end; begins nothing more. */
    async stop(): Promise<void> {
      isOn = false;
      await Promise.all(running);
      for (const lane of lanes.values()) lane.clear();
    },
  };
}

type Troubles = ReturnType<typeof createTroubles>;

/** One attempt: sent, judged, written down, and only then the next message about the same. */
async function send(
  { store, outcomes, poster, clock, random }: SenderParts,
  lane: Lane,
  entry: Entry,
  troubles: Troubles,
): Promise<void> {
  const webhook = lane.webhook();
  const format = FORMATS[webhook.format];
  const at = clock.now();
  const stored = entry.body ?? (await store.body(entry.id));
  if (stored === null || troubles.isDropping(webhook.id)) {
    if (stored !== null) await outcomes.write({ ...ended(entry, 'dropped', entry.attempts, at), attempt: null });
    return lane.finished(entry, null, { isOk: false, milliseconds: 0 });
  }
  const attempts = entry.attempts + 1;
  const firstSentAt = entry.firstSentAt ?? at;
  const body = format.atAttempt(stored, attempts, firstSentAt, at);
  const headers = headersOf(webhook, format, { id: entry.messageId, body, at });
  const got = await poster.post({ url: webhook.url, method: 'POST', headers, body, timeoutMs: format.timeoutMs });
  const now = clock.now();
  const standing = { attempts, createdAt: entry.createdAt.getTime(), now: now.getTime() };
  const retryAfterSeconds = readRetryAfter(got.retryAfter, now.getTime());
  const verdict = judge(format, { status: got.status, retryAfterSeconds }, standing, random());
  const attempt = attemptOf(got, at, shownHeaders(headers));
  await outcomes.write({ ...outcomeOf(entry, verdict, attempts, now), attempt });
  await troubles.judged(lane, verdict);
  const again = verdict.kind === 'again' ? { ...entry, attempts, firstSentAt, dueAt: verdict.at } : null;
  lane.finished(entry, again, { isOk: verdict.kind === 'delivered', milliseconds: got.milliseconds });
}

function attemptOf(
  { status, fault, answer, milliseconds }: PostOutcome,
  at: Date,
  headers: Attempt['headers'],
): Attempt {
  return { at, milliseconds, status, fault, answer, headers };
}

function outcomeOf(entry: Entry, verdict: Verdict, attempts: number, now: Date) {
  if (verdict.kind === 'again') {
    const dueAt = new Date(verdict.at);
    return { id: entry.id, state: 'waiting', attempts, dueAt, endedAt: null } as const;
  }
  return ended(entry, verdict.kind === 'gone' ? 'failed' : verdict.kind, attempts, now);
}

function ended<S extends 'delivered' | 'failed' | 'dropped'>({ id }: Entry, state: S, attempts: number, now: Date) {
  return { id, state, attempts, dueAt: now, endedAt: now };
}

function entryOf({ dueAt, ...delivery }: Omit<Delivery, 'log' | 'body'> & { readonly body: string | null }): Entry {
  const { id, callId, contactId, agentId, event, messageId, attempts, createdAt, firstSentAt, body } = delivery;
  const about = { callId, contactId, agentId };
  return { id, ...about, event, messageId, attempts, createdAt, firstSentAt, body, dueAt: dueAt.getTime() };
}
