/** Webhooks, asked of the server. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  DeliveryView,
  ResentView,
  SecretView,
  WebhookAsk,
  WebhookEdit,
  WebhookPageView,
  WebhooksView,
  WebhookView,
} from '#realtime/agent/webhooks-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** All webhooks of the workspace. */
export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: async () => getJson<WebhooksView>('/app/webhooks.json'),
});

/** One webhook with what was sent to it, page by page; looked at again while something is under way. */
export const webhookQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', id],
    queryFn: async ({ pageParam }) =>
      getJson<WebhookPageView>(`/app/webhooks/${id}.json${pageParam === null ? '' : `?before=${pageParam}`}`),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => {
      const first = state.data?.pages[0];
      return first?.webhook.state === 'live' && first.deliveries.some((each) => each.state === 'waiting')
        ? 2_000
        : false;
    },
  });

export async function createWebhook(ask: WebhookAsk): Promise<SecretView> {
  return sendJson<SecretView>('POST', '/app/webhooks.json', ask);
}

export async function changeWebhook(id: number, edit: WebhookEdit): Promise<WebhookView> {
  return sendJson<WebhookView>('PATCH', `/app/webhooks/${id}.json`, edit);
}

export async function deleteWebhook(id: number): Promise<void> {
  await sendJson<object>('DELETE', `/app/webhooks/${id}.json`);
}

export async function rotateSecret(id: number): Promise<SecretView> {
  return sendJson<SecretView>('POST', `/app/webhooks/${id}/secret.json`, {});
}

export async function sendTest(id: number): Promise<DeliveryView> {
  return sendJson<DeliveryView>('POST', `/app/webhooks/${id}/test.json`, {});
}

/** Sends one delivery again, or all since a time (ISO 8601). */
export async function resend(
  id: number,
  what: { readonly deliveryId: number } | { readonly since: string },
): Promise<ResentView> {
  return sendJson<ResentView>('POST', `/app/webhooks/${id}/resend.json`, what);
}
