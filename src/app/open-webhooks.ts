/** Webhooks, told by the app what each API says of a call. */
import type { Clock } from '#domain/ports/stores.ts';
import type { Webhooks } from '#webhooks/webhooks.ts';
import { createWebhooks } from '#webhooks/webhooks.ts';
import type { Config } from '#config/config.ts';
import { webhookWriters } from './adapters/webhook-writers.ts';
import type { Calls } from './open-engine.ts';
import type { Stores } from './open-stores.ts';

export type WebhookOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly calls: Calls;
  failed(what: string, error: unknown): void;
  publicUrl(): string;
};

/** Makes them. Nothing is sent before they are started; from then on every move of a call wakes them. */
export function openWebhooks({ config, clock, stores, calls, failed, publicUrl }: WebhookOpening): Webhooks {
  const { signer, directory } = stores;
  const webhooks = createWebhooks({
    store: stores.webhooks,
    log: stores.eventLog,
    writers: webhookWriters({ clock, signer, publicUrl, directory, callsOf: calls.engine.callsOf }),
    clock,
    mayReachPrivate: config.mayWebhooksReachPrivate,
    failed,
  });
  calls.engine.onTransition(webhooks.wake);
  stores.refusals.onNoted(webhooks.wake);
  return webhooks;
}
