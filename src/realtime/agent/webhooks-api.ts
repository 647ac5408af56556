/**
 * Webhooks, for administrators and developers at the console: `/app/webhooks.json` and what lies below. Asked of the
 * same desk as `/v1/webhooks`.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type {
  Asked,
  Delivery,
  Webhook,
  WebhookChange,
  WebhookDesk,
  WebhookDraft,
  WebhookRefusal,
} from '#domain/ports/webhooks.ts';
import { MAX_WAITING, MAX_WEBHOOKS, WEBHOOK_FORMATS, WEBHOOK_STATES } from '#domain/ports/webhooks.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { fieldsOf, readId } from '#api/kit.ts';
import type { SignIns } from './sign-in.ts';
import type {
  DeliveryView,
  ResentView,
  SecretView,
  WebhookPageView,
  WebhooksView,
  WebhookView,
} from './webhooks-protocol.ts';

export type WebhooksApiParts = {
  readonly webhooks: WebhookDesk;
  readonly signIns: Pick<SignIns, 'read'>;
  publicUrl(): string;
};

/** Who may, and who may not. */
const MAY = { agent: false, supervisor: false, admin: true, developer: true } as const satisfies Record<Role, boolean>;

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Only administrators and developers see webhooks.'],
  unknown: [404, 'There is no such webhook.'],
  delivery_unknown: [404, 'There is no such delivery. Deliveries are kept for 7 days.'],
  malformed: [400, 'An address, a format and events, please.'],
  webhooks_full: [409, `A workspace may have ${MAX_WEBHOOKS} webhooks.`],
  too_many_deliveries: [409, `At most ${MAX_WAITING} deliveries are sent again at once. Choose a later time.`],
  disabled: [409, 'The webhook is disabled. Set it live first.'],
} as const;
type WebhookFault = keyof typeof FAULTS;
type Wrong = Extract<WebhookRefusal, { code: 'webhook_invalid' }>;

/** Deliveries of one answer. */
const PAGE = 25;

/** Adds the routes. */
export function addWebhooksApi(server: FastifyInstance, { webhooks, signIns, publicUrl }: WebhooksApiParts): void {
  type Answer = (me: SignedIn, request: FastifyRequest, id: number) => Promise<object | WebhookFault>;
  const serve = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, answer: Answer): void => {
    server.route<{ Params: { id?: string } }>({
      method,
      url,
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        if (!MAY[found.me.role]) return refuse(reply, 'not_yours');
        const id = request.params.id === undefined ? 0 : readId(request.params.id);
        const answered = id === null ? 'unknown' : await answer(found.me, request, id);
        if (typeof answered === 'string') return refuse(reply, answered);
        if (isWrong(answered)) return sayWrong(reply, answered);
        return reply.header('cache-control', 'no-store').send(answered);
      },
    });
  };

  serve('GET', '/app/webhooks.json', async ({ workspaceId }) => {
    const all = await webhooks.list(workspaceId);
    return { webhooks: all.map(viewOf), eventsOf: webhooks.eventsOf } satisfies WebhooksView;
  });
  serve('POST', '/app/webhooks.json', async ({ workspaceId }, { body }) => {
    const draft = readDraft(body);
    if (draft === null) return 'malformed';
    const made = await webhooks.create(workspaceId, draft);
    return told(made, ({ webhook, secret }): SecretView => ({ id: webhook.id, secret }));
  });
  serve('GET', '/app/webhooks/:id.json', async ({ workspaceId }, { query }, id) => {
    const asked = fieldsOf(query)['before'];
    const before = typeof asked === 'string' ? readId(asked) : null;
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
  serve('PATCH', '/app/webhooks/:id.json', async ({ workspaceId }, { body }, id) => {
    const change = readChange(body);
    return change === null ? 'malformed' : told(await webhooks.change(workspaceId, id, change), viewOf);
  });
  serve('DELETE', '/app/webhooks/:id.json', async ({ workspaceId }, _request, id) =>
    (await webhooks.remove(workspaceId, id)) ? {} : 'unknown',
  );
  serve('POST', '/app/webhooks/:id/secret.json', async ({ workspaceId }, _request, id) =>
    told(await webhooks.rotate(workspaceId, id, null), ({ secret }): SecretView => ({ id, secret })),
  );
  serve('POST', '/app/webhooks/:id/test.json', async ({ workspaceId }, _request, id) =>
    told(await webhooks.test(workspaceId, id), deliveryView),
  );
  serve('POST', '/app/webhooks/:id/resend.json', async ({ workspaceId }, { body }, id) => {
    const { deliveryId, since } = fieldsOf(body);
    const time = typeof since === 'string' ? new Date(since) : null;
    const what = time !== null && !Number.isNaN(time.getTime()) ? { since: time } : { deliveryId: Number(deliveryId) };
    if ('deliveryId' in what && !Number.isSafeInteger(what.deliveryId)) return 'malformed';
    return told(await webhooks.resend(workspaceId, id, what), (count): ResentView => ({ count }));
  });
}

async function refuse(reply: FastifyReply, fault: WebhookFault): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  return refusePage(reply, status, fault, message);
}

function isWrong(answered: object): answered is Wrong {
  return 'code' in answered && answered.code === 'webhook_invalid';
}

/** What is wrong, beside its field. */
async function sayWrong(reply: FastifyReply, { field, detail }: Wrong): Promise<FastifyReply> {
  const errors = [{ pointer: `/${field}`, detail }];
  return reply
    .header('cache-control', 'no-store')
    .status(422)
    .send({ error: 'webhook_invalid', message: 'Something is not as it should be.', field, errors });
}

function told<T>(asked: Asked<T>, write: (value: T) => object): object | WebhookFault {
  if (asked.ok) return write(asked.value);
  const { refusal } = asked;
  if (refusal.code !== 'webhook_invalid') return refusal.code;
  return refusal.field === 'state' ? 'disabled' : refusal;
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
