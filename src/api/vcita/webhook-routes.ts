/** The vendor's webhooks. Source: vcita, "Platform Administration Legacy API v1: Webhooks". */
import type { Route } from '#http/surface.ts';
import { errors } from './route.ts';
import * as schema from './schema.ts';

/** The route. */
export function webhookRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/platform/v1/webhooks',
      operationId: 'listWebhooks',
      summary: 'List webhook subscriptions',
      description: 'Programs test their token with it.',
      tag: 'Webhooks',
      schema: { response: { 200: schema.Subscriptions, ...errors() } },
      handle: async () => ({ status: 200, body: { response: { success: 'ok', data: { subscriptions: [] } } } }),
    },
  ];
}
