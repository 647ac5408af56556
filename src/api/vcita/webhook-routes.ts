/**
 * The vendor's webhooks. Source: vcita, "Platform Administration Legacy API v1: Webhooks"; names of fields as its own
 * test sends them.
 */
import type { Webhook, WebhookDesk } from '#domain/ports/webhooks.ts';
import { MAX_WEBHOOK_URL } from '#domain/ports/webhooks.ts';
import type { ApiResponse, ApiRequest, Route } from '#http/surface.ts';
import { fieldsOf } from '../kit.ts';
import { errors } from './route.ts';
import * as schema from './schema.ts';

const failed = (status: number, message: string): ApiResponse => ({ status, body: { message, status: 'Error' } });

/** An event is the kind of thing and what happened to it. Older names mean the same. */
const EVENT = /^(?<entity>[a-z_]{1,60})\/(?<type>[a-z_]{1,60})$/;
const ALIASES: Readonly<Record<string, string>> = {
  lead: 'client',
  account: 'business',
  appointment: 'meeting',
  engagement: 'matter',
};

function readEvent(value: unknown): string | null {
  const { entity, type } = (typeof value === 'string' ? EVENT.exec(value)?.groups : undefined) ?? {};
  return entity === undefined || type === undefined ? null : `${ALIASES[entity] ?? entity}/${type}`;
}

function readUrl(value: unknown): string | null {
  return typeof value === 'string' && value.length <= MAX_WEBHOOK_URL && URL.canParse(value) ? value : null;
}

/** The routes. What is subscribed here is a webhook under `/v1/webhooks` as well, in the format `vcita`. */
export function webhookRoutes(webhooks: WebhookDesk): Route[] {
  const own = async (workspaceId: number): Promise<readonly Webhook[]> =>
    (await webhooks.list(workspaceId)).filter(({ format }) => format === 'vcita');

  const list = async ({ principal, query }: ApiRequest): Promise<ApiResponse> => {
    const wanted = { entity: query['filter[entity]'], event_type: query['filter[event_type]'] };
    const entity = wanted.entity === undefined ? undefined : (ALIASES[wanted.entity] ?? wanted.entity);
    const all = (await own(principal.workspaceId)).flatMap(({ id, url, events }) =>
      (events.length === 0 ? webhooks.eventsOf.vcita : events).map((event) => {
        const [name = '', type = ''] = event.split('/');
        return { id, entity: name, event_type: type, url };
      }),
    );
    const subscriptions = all.filter(
      (each) =>
        (entity === undefined || each.entity === entity) &&
        (wanted.event_type === undefined || each.event_type === wanted.event_type),
    );
    return { status: 200, body: { response: { success: 'ok', data: { subscriptions } } } };
  };

  const subscribe = async ({ principal, body }: ApiRequest): Promise<ApiResponse> => {
    const fields = fieldsOf(body);
    const event = readEvent(fields['event']);
    if (event === null) return failed(400, 'Invalid event format');
    const url = readUrl(fields['target_url']);
    if (url === null) return failed(400, 'Invalid target_url');
    const { workspaceId } = principal;
    const isThere = (await own(workspaceId)).some((each) => each.url === url && each.events.includes(event));
    if (isThere) return failed(422, 'Webhook already exists');
    const draft = { url, format: 'vcita', events: [event], description: '', userName: null, secret: null } as const;
    const made = await webhooks.create(workspaceId, draft, true);
    if (made.ok)
      return { status: 201, body: { data: { subscription_id: String(made.value.webhook.id) }, status: 'OK' } };
    const { refusal } = made;
    return failed(422, refusal.code === 'webhook_invalid' ? `target_url ${refusal.detail}` : 'Too many webhooks');
  };

  const unsubscribe = async ({ principal, body }: ApiRequest): Promise<ApiResponse> => {
    const fields = fieldsOf(body);
    const url = readUrl(fields['target_url']);
    if (url === null) return failed(400, 'Invalid target_url');
    const event = fields['event'] === undefined || fields['event'] === null ? null : readEvent(fields['event']);
    if (event === null && typeof fields['event'] === 'string') return failed(400, 'Invalid event format');
    const { workspaceId } = principal;
    for (const webhook of await own(workspaceId)) {
      if (webhook.url !== url || (event !== null && !webhook.events.includes(event))) continue;
      const rest = event === null ? [] : webhook.events.filter((each) => each !== event);
      if (rest.length === 0) await webhooks.remove(workspaceId, webhook.id);
      else await webhooks.change(workspaceId, webhook.id, { events: rest });
    }
    return { status: 200, body: { data: { unsubscribed: true }, status: 'OK' } };
  };

  return [
    {
      method: 'GET',
      path: '/platform/v1/webhooks',
      operationId: 'listWebhooks',
      summary: 'List webhook subscriptions',
      description: 'Programs test their token with it. `filter[entity]` and `filter[event_type]` narrow it.',
      tag: 'Webhooks',
      schema: { response: { 200: schema.Subscriptions, ...errors() } },
      handle: list,
    },
    {
      method: 'POST',
      path: '/platform/v1/webhook/subscribe',
      operationId: 'subscribeWebhook',
      isAudited: true,
      summary: 'Subscribe to an event',
      description:
        'Sent are `voice_call/create`, `voice_call/update`, `client/created` and `client/updated`. Other events can be ' +
        'subscribed to and are never sent.',
      tag: 'Webhooks',
      schema: {
        body: schema.Subscribe,
        response: { 201: schema.Subscribed, ...errors(), 400: schema.WebhookFailure, 422: schema.WebhookFailure },
      },
      handle: subscribe,
    },
    {
      method: 'POST',
      path: '/platform/v1/webhook/unsubscribe',
      operationId: 'unsubscribeWebhook',
      isAudited: true,
      summary: 'Unsubscribe an address, from one event or from all',
      tag: 'Webhooks',
      schema: {
        body: schema.Unsubscribe,
        response: { 200: schema.Unsubscribed, ...errors(), 400: schema.WebhookFailure },
      },
      handle: unsubscribe,
    },
  ];
}
