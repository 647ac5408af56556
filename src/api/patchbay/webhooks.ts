/** Webhooks: programs that are told what happens. */
import type { Delivery, DeliveryState, Webhook, WebhookRefusal } from '#domain/ports/webhooks.ts';
import { DELIVERY_STATES } from '#domain/ports/webhooks.ts';
import type { ApiResponse, Route } from '#http/surface.ts';
import { readInstant } from '#http/instant.ts';
import { readId } from '../kit.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { DELETED, deleted, operation } from './operation.ts';
import { Type } from 'typebox';
import {
  CreatedWebhook,
  DeliveryObject,
  NewWebhook,
  NewWebhookSecret,
  ResendSince,
  Resent,
  WebhookChangeBody,
  WebhookObject,
  WebhookSecretObject,
} from './webhooks-schema.ts';
import { writeTime } from './write.ts';

const tag = 'Webhooks';

/** The routes of webhooks. */
export function webhookRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), createRoute(desk), ...changeRoutes(desk), ...deliveryRoutes(desk)];
}

function readRoutes(desk: Desk): Route[] {
  const { webhooks, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/webhooks',
      operationId: 'listWebhooks',
      summary: 'List webhooks',
      tag,
      query: PAGE_QUERY,
      answers: { 200: pageOf(WebhookObject) },
      handle: async (ask) => page(desk, ask, listed(await webhooks.list(ask.workspaceId), writeWebhook)),
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/webhooks/:id',
      operationId: 'showWebhook',
      summary: 'Get a webhook',
      tag,
      answers: { 200: WebhookObject },
      handle: async (ask) => {
        const webhook = await webhooks.find(ask.workspaceId, ask.id);
        return webhook === null ? problems('not_found', ask.requestId) : { status: 200, body: writeWebhook(webhook) };
      },
    }),
  ];
}

function createRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'POST',
    path: '/v1/webhooks',
    operationId: 'createWebhook',
    summary: 'Create a webhook',
    description:
      'From now on the address is told what happens to calls, contacts and agents: at least once, and of each of them in order. ' +
      'How to check a signature: docs/how-to/webhooks.md.',
    tag,
    body: NewWebhook,
    answers: { 201: CreatedWebhook },
    handle: async (ask) => {
      const {
        url,
        format = 'standard',
        events = [],
        description = '',
        user_name: userName = null,
        secret = null,
      } = ask.body;
      const draft = { url, format, events, description, userName, secret };
      const made = await desk.webhooks.create(ask.workspaceId, draft);
      if (!made.ok) return refused(desk, ask.requestId, made.refusal);
      const written = writeWebhook(made.value.webhook);
      return {
        status: 201,
        body: { ...written, secret: made.value.secret },
        replayBody: { ...written, secret: null },
      };
    },
  });
}

function changeRoutes(desk: Desk): Route[] {
  const { webhooks } = desk;
  return [
    operation(desk, {
      method: 'PATCH',
      path: '/v1/webhooks/:id',
      operationId: 'updateWebhook',
      summary: 'Change a webhook, pause it or set it live',
      tag,
      body: WebhookChangeBody,
      answers: { 200: WebhookObject },
      handle: async (ask) => {
        const changed = await webhooks.change(ask.workspaceId, ask.id, ask.body);
        return changed.ok
          ? { status: 200, body: writeWebhook(changed.value) }
          : refused(desk, ask.requestId, changed.refusal);
      },
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/webhooks/:id',
      operationId: 'deleteWebhook',
      summary: 'Delete a webhook and what was sent to it',
      tag,
      answers: DELETED,
      handle: async (ask) => deleted(desk, ask, await webhooks.remove(ask.workspaceId, ask.id)),
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/webhooks/:id/secret',
      operationId: 'rotateWebhookSecret',
      summary: 'Give a webhook another secret',
      description:
        'For 24 hours `webhook-signature` carries a signature by each of the two. What can carry only one, such as ' +
        "`X-Hub-Signature` and HTTP Basic, is the new secret's at once.",
      tag,
      body: NewWebhookSecret,
      answers: { 201: WebhookSecretObject },
      handle: async (ask) => {
        const rotated = await webhooks.rotate(ask.workspaceId, ask.id, ask.body.secret ?? null);
        if (!rotated.ok) return refused(desk, ask.requestId, rotated.refusal);
        const until = { former_until: writeTime(rotated.value.formerUntil) };
        return {
          status: 201,
          body: { secret: rotated.value.secret, ...until },
          replayBody: { secret: null, ...until },
        };
      },
    }),
  ];
}

const DELIVERY_QUERY = { ...PAGE_QUERY, state: Type.Enum([...DELIVERY_STATES]) };

function deliveryRoutes(desk: Desk): Route[] {
  const { webhooks, problems } = desk;
  const counted = (requestId: string, asked: Awaited<ReturnType<typeof webhooks.resend>>): ApiResponse =>
    asked.ok ? { status: 201, body: { count: asked.value } } : refused(desk, requestId, asked.refusal);
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/webhooks/:id/deliveries',
      operationId: 'listWebhookDeliveries',
      summary: 'List what was sent to a webhook, newest first',
      description: 'With every attempt and its answer. Kept for 7 days, the newest 50,000 at most.',
      tag,
      query: DELIVERY_QUERY,
      answers: { 200: pageOf(DeliveryObject) },
      handle: async (ask) => {
        const asked = ask.query['state'];
        const state = DELIVERY_STATES.find((each) => each === asked) ?? null;
        if (asked !== undefined && state === null)
          return problems('query_invalid', ask.requestId, {
            errors: [{ parameter: 'state', detail: `is one of ${DELIVERY_STATES.join(', ')}` }],
          });
        if ((await webhooks.find(ask.workspaceId, ask.id)) === null) return problems('not_found', ask.requestId);
        return page(desk, ask, deliveriesOf(desk, ask.workspaceId, ask.id, state));
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/webhooks/:id/deliveries/:delivery_id/resend',
      operationId: 'resendWebhookDelivery',
      summary: 'Send a delivery again',
      description: 'The same message under the same `webhook-id`, as a delivery of its own.',
      tag,
      answers: { 201: Resent },
      handle: async (ask) => {
        const deliveryId = readId(ask.params['delivery_id']) ?? 0;
        return counted(ask.requestId, await webhooks.resend(ask.workspaceId, ask.id, { deliveryId }));
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/webhooks/:id/resend',
      operationId: 'resendWebhookSince',
      summary: 'Send all deliveries since a time again',
      description: 'Each message once, in order, 10,000 at most. What still waits is not sent twice.',
      tag,
      body: ResendSince,
      answers: { 201: Resent },
      handle: async (ask) => {
        const since = readInstant(ask.body.since, 'body');
        if (since === null)
          return problems('body_invalid', ask.requestId, { errors: [{ pointer: '/since', detail: 'is not a time' }] });
        return counted(ask.requestId, await webhooks.resend(ask.workspaceId, ask.id, { since }));
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/webhooks/:id/test',
      operationId: 'testWebhook',
      summary: 'Send a test',
      description: 'Sent like every other message; how it went is read from its deliveries.',
      tag,
      answers: { 201: DeliveryObject },
      handle: async (ask) => {
        const sent = await webhooks.test(ask.workspaceId, ask.id);
        return sent.ok ? { status: 201, body: writeDelivery(sent.value) } : refused(desk, ask.requestId, sent.refusal);
      },
    }),
  ];
}

function deliveriesOf({ webhooks }: Desk, workspaceId: number, id: number, state: DeliveryState | null) {
  return {
    readKey: readId,
    keyOf: (delivery: Delivery) => delivery.id,
    read: async (beyond: number | null, limit: number) =>
      (await webhooks.deliveries(workspaceId, id, beyond, limit, state)) ?? [],
    write: writeDelivery,
  };
}

/** The fields of the body as they are named there. */
const POINTERS = {
  url: '/url',
  events: '/events',
  secret: '/secret',
  userName: '/user_name',
  state: '/state',
} as const;

function refused({ problems }: Desk, requestId: string, refusal: WebhookRefusal): ApiResponse {
  switch (refusal.code) {
    case 'unknown':
    case 'delivery_unknown':
      return problems('not_found', requestId);
    case 'webhook_invalid': {
      const { field, detail } = refusal;
      if (field === 'state') return problems('webhook_disabled', requestId);
      return problems('body_invalid', requestId, { errors: [{ pointer: POINTERS[field], detail }] });
    }
    case 'webhooks_full':
    case 'too_many_deliveries':
      return problems(refusal.code, requestId);
    default:
      return refusal satisfies never;
  }
}

function writeWebhook(webhook: Webhook): object {
  const { id, url, format, events, description, userName, state, reason } = webhook;
  return {
    id,
    url,
    format,
    events,
    description,
    user_name: userName,
    state,
    reason,
    failing_since: writeTime(webhook.failingSince),
    created_at: writeTime(webhook.createdAt),
    updated_at: writeTime(webhook.updatedAt),
  };
}

function writeDelivery(delivery: Delivery): object {
  const { id, event, messageId, callId, seq, state, body, log } = delivery;
  return {
    id,
    event,
    message_id: messageId,
    call_id: callId,
    sequence: seq,
    state,
    created_at: writeTime(delivery.createdAt),
    next_attempt_at: state === 'waiting' ? writeTime(delivery.dueAt) : null,
    ended_at: writeTime(delivery.endedAt),
    body,
    attempts: log.map((attempt) => ({ ...attempt, at: writeTime(attempt.at) })),
  };
}
