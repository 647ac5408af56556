/**
 * Webhooks, for administrators and developers at the console: `/app/webhooks.json` and what lies below. Asked of the
 * same desk as `/v1/webhooks`.
 */
import type { FastifyInstance } from 'fastify';
import type { Role } from '#domain/identity/session.ts';
import type { Asked, Delivery, Webhook, WebhookChange, WebhookDesk, WebhookDraft } from '#domain/ports/webhooks.ts';
import { MAX_WAITING, MAX_WEBHOOKS, WEBHOOK_FORMATS, WEBHOOK_STATES } from '#domain/ports/webhooks.ts';
import { fieldsOf, readId } from '#api/kit.ts';
import type { PageAnswer, PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type {
  DeliveryView,
  ResentView,
  SecretView,
  WebhookPageView,
  WebhooksView,
  WebhookView,
} from './webhooks-protocol.ts';

export type WebhooksApiParts = PageRouteParts & { readonly webhooks: WebhookDesk };

type Act = 'read' | 'change';

const BUILDERS = ['admin', 'developer'] as const satisfies readonly Role[];
/** Act -> who may. */
const MAY = { read: BUILDERS, change: BUILDERS } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators and developers see webhooks.'],
  unknown: [404, 'There is no such webhook.'],
  delivery_unknown: [404, 'There is no such delivery. Deliveries are kept for 7 days.'],
  malformed: [400, 'An address, a format and events, please.'],
  webhooks_full: [409, `A workspace may have ${MAX_WEBHOOKS} webhooks.`],
  too_many_deliveries: [409, `At most ${MAX_WAITING} deliveries are sent again at once. Choose a later time.`],
  webhook_invalid: [422, 'Something is not as it should be.'],
  disabled: [409, 'The webhook is disabled. Set it live first.'],
} as const;
type WebhookFault = keyof typeof FAULTS;

/** Deliveries of one answer. */
const PAGE = 25;

/** Adds the routes. */
export function addWebhooksApi(server: FastifyInstance, parts: WebhooksApiParts): void {
  const { webhooks } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/webhooks.json', async ({ workspaceId }) => {
    const all = await webhooks.list(workspaceId);
    return { webhooks: all.map(viewOf), eventsOf: webhooks.eventsOf } satisfies WebhooksView;
  });
  serve('change', 'POST', '/app/webhooks.json', async ({ workspaceId }, { body }) => {
    const draft = readDraft(body);
    if (draft === null) return 'malformed';
    const made = await webhooks.create(workspaceId, draft);
    return told(made, ({ webhook, secret }): SecretView => ({ id: webhook.id, secret }));
  });
  serve('read', 'GET', '/app/webhooks/:id.json', async ({ workspaceId }, { query }, id) => {
    const asked = fieldsOf(query)['before'];
    const before = typeof asked === 'string' ? readId(asked) : null;
    if (asked !== undefined && before === null) return { fault: 'malformed', message: 'This is no place in the list.' };
    const webhook = await webhooks.find(workspaceId, id);
    const deliveries = await webhooks.deliveries(workspaceId, id, before, PAGE + 1, null);
    if (webhook === null || deliveries === null) return 'unknown';
    return {
      webhook: viewOf(webhook),
      eventsOf: webhooks.eventsOf[webhook.format],
      deliveries: deliveries.slice(0, PAGE).map(deliveryView),
      next: deliveries.length > PAGE ? (deliveries[PAGE - 1]?.id ?? null) : null,
    } satisfies WebhookPageView;
  });
  serve('change', 'PATCH', '/app/webhooks/:id.json', async ({ workspaceId }, { body }, id) => {
    const change = readChange(body);
    return change === null ? 'malformed' : told(await webhooks.change(workspaceId, id, change), viewOf);
  });
  serve('change', 'DELETE', '/app/webhooks/:id.json', async ({ workspaceId }, _request, id) =>
    (await webhooks.remove(workspaceId, id)) ? {} : 'unknown',
  );
  serve('change', 'POST', '/app/webhooks/:id/secret.json', async ({ workspaceId }, _request, id) =>
    told(await webhooks.rotate(workspaceId, id, null), ({ secret }): SecretView => ({ id, secret })),
  );
  serve('change', 'POST', '/app/webhooks/:id/test.json', async ({ workspaceId }, _request, id) =>
    told(await webhooks.test(workspaceId, id), deliveryView),
  );
  serve('change', 'POST', '/app/webhooks/:id/resend.json', async ({ workspaceId }, { body }, id) => {
    const { deliveryId, since } = fieldsOf(body);
    const time = typeof since === 'string' ? new Date(since) : null;
    const what = time !== null && !Number.isNaN(time.getTime()) ? { since: time } : { deliveryId: Number(deliveryId) };
    if ('deliveryId' in what && !Number.isSafeInteger(what.deliveryId)) return 'malformed';
    return told(await webhooks.resend(workspaceId, id, what), (count): ResentView => ({ count }));
  });
}

function told<T>(asked: Asked<T>, write: (value: T) => object): PageAnswer<WebhookFault> {
  if (asked.ok) return write(asked.value);
  const { refusal } = asked;
  if (refusal.code !== 'webhook_invalid') return refusal.code;
  const { code, field, detail } = refusal;
  return field === 'state' ? 'disabled' : { fault: code, field, errors: [{ pointer: `/${field}`, detail }] };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function readDraft(body: unknown): WebhookDraft | null {
  const { url, format, events = [], description = '', userName = null, secret = null } = fieldsOf(body);
  const known = WEBHOOK_FORMATS.find((each) => each === format);
  if (typeof url !== 'string' || known === undefined || !isTexts(events) || !isDescription(description)) return null;
  if ((userName !== null && typeof userName !== 'string') || (secret !== null && typeof secret !== 'string'))
    return null;
  return { url, format: known, events, description, userName, secret };
}

function isDescription(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 500;
}

function readChange(body: unknown): WebhookChange | null {
  const { url, events, description, state } = fieldsOf(body);
  const known = WEBHOOK_STATES.find((each) => each === state);
  if (url !== undefined && typeof url !== 'string') return null;
  if (events !== undefined && !isTexts(events)) return null;
  if (description !== undefined && !isDescription(description)) return null;
  if (state !== undefined && known === undefined) return null;
  return {
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(description === undefined ? {} : { description }),
    ...(known === undefined ? {} : { state: known }),
  };
}

function viewOf({ failingSince, createdAt, updatedAt, ...webhook }: Webhook): WebhookView {
  return {
    ...webhook,
    failingSince: failingSince?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function deliveryView({ dueAt, firstSentAt, createdAt, endedAt, log, ...delivery }: Delivery): DeliveryView {
  return {
    ...delivery,
    dueAt: dueAt.toISOString(),
    firstSentAt: firstSentAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    log: log.map((attempt) => ({ ...attempt, at: attempt.at.toISOString() })),
  };
}
