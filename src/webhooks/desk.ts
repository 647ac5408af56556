/**
 * The desk at which APIs and pages ask: every answer comes after its commit, and the sender knows before it is given.
 */
import type { Clock } from '#domain/ports/stores.ts';
import type {
  Asked,
  Delivery,
  SentWebhook,
  Webhook,
  WebhookDesk,
  WebhookRefusal,
  WebhookStore,
} from '#domain/ports/webhooks.ts';
import { MAX_WAITING, SECRET_OVERLAP_HOURS } from '#domain/ports/webhooks.ts';
import type { LookUp } from './addresses.ts';
import type { Message } from './formats/format.ts';
import { FORMATS } from './formats/formats.ts';
import type { Poster } from './post.ts';
import type { Registry } from './registry.ts';
import type { Sender } from './sender.ts';
import { addressFault, eventsFault, newSecret, secretFault } from './target.ts';

type DeskParts = {
  readonly store: WebhookStore;
  readonly clock: Clock;
  readonly mayReachPrivate: boolean;
  readonly lookUp?: LookUp;
  readonly poster: Poster;
  readonly registry: Registry;
  readonly sender: Sender;
  sendOne(
    webhook: Pick<SentWebhook, 'id' | 'workspaceId'>,
    event: string,
    write: (message: Message) => object,
  ): Promise<Delivery>;
  wake(): void;
};

const no = (refusal: WebhookRefusal): { readonly ok: false; readonly refusal: WebhookRefusal } => ({
  ok: false,
  refusal,
});
const yes = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
const UNKNOWN = no({ code: 'unknown' });
const OFF = no({ code: 'webhook_invalid', field: 'state', detail: 'is disabled: set the webhook live first' });

/** Makes it. */
export function createDesk(parts: DeskParts): WebhookDesk {
  const { store, clock } = parts;
  const found = async (workspaceId: number, id: number): Promise<Webhook | null> => store.find(workspaceId, id);
  return {
    eventsOf: {
      standard: FORMATS.standard.events,
      intercom: FORMATS.intercom.events,
      ccaip: FORMATS.ccaip.events,
      vcita: FORMATS.vcita.events,
    },
    list: store.list,
    find: found,
    ...changes(parts),
    async deliveries(workspaceId, id, before, limit, state) {
      return (await found(workspaceId, id)) === null ? null : store.deliveries(id, before, limit, state);
    },
    async resend(workspaceId, id, what) {
      const webhook = await found(workspaceId, id);
      if (webhook === null) return UNKNOWN;
      if (webhook.state === 'disabled') return OFF;
      const copies = await store.copy(id, what, clock.now(), MAX_WAITING);
      if (copies === null) return no({ code: 'too_many_deliveries' });
      if ('deliveryId' in what && copies.length === 0) return no({ code: 'delivery_unknown' });
      parts.sender.add(copies);
      return yes(copies.length);
    },
    async test(workspaceId, id) {
      const webhook = await found(workspaceId, id);
      if (webhook === null) return UNKNOWN;
      if (webhook.state === 'disabled') return OFF;
      const { testEvent, writeTest } = FORMATS[webhook.format];
      return yes(await parts.sendOne(webhook, testEvent, writeTest));
    },
  };
}

/** What changes a webhook. */
function changes(parts: DeskParts): Pick<WebhookDesk, 'create' | 'change' | 'remove' | 'rotate'> {
  const { store, clock, registry, sender, wake } = parts;
  /** Everyone who tells it is told what it is now. */
  const known = (webhook: SentWebhook): Webhook => {
    if (webhook.state === 'disabled') registry.remove(webhook.workspaceId, webhook.id);
    else registry.put(webhook);
    sender.changed(webhook);
    wake();
    return shown(webhook);
  };
  return {
    async create(workspaceId, draft, isAnyEvent) {
      const fault =
        eventsFault(draft.events, draft.format, isAnyEvent) ??
        secretFault(draft) ??
        (await addressFault(draft.url, draft.format, parts));
      if (fault !== null) return no(fault);
      const secret = draft.secret ?? newSecret(draft.format);
      const added = await store.add(workspaceId, { ...draft, secret }, clock.now());
      return added === null ? no({ code: 'webhooks_full' }) : yes({ webhook: known(added), secret });
    },
    async change(workspaceId, id, change): Promise<Asked<Webhook>> {
      const webhook = await store.find(workspaceId, id);
      if (webhook === null) return UNKNOWN;
      const { url, events } = change;
      const fault =
        (events === undefined ? null : eventsFault(events, webhook.format)) ??
        (url === undefined || url === webhook.url ? null : await addressFault(url, webhook.format, parts));
      if (fault !== null) return no(fault);
      const changed = await store.change(workspaceId, id, change, clock.now());
      return changed === null ? UNKNOWN : yes(known(changed));
    },
    async remove(workspaceId, id) {
      const was = await store.remove(workspaceId, id);
      if (!was) return false;
      registry.remove(workspaceId, id);
      sender.removed(id);
      return true;
    },
    async rotate(workspaceId, id, given) {
      const webhook = await store.find(workspaceId, id);
      if (webhook === null) return UNKNOWN;
      const fault = secretFault({ ...webhook, secret: given });
      if (fault !== null) return no(fault);
      const secret = given ?? newSecret(webhook.format);
      const now = clock.now();
      const formerUntil = new Date(now.getTime() + SECRET_OVERLAP_HOURS * 3_600_000);
      const rotated = await store.rotate(workspaceId, id, secret, formerUntil, now);
      if (rotated === null) return UNKNOWN;
      known(rotated);
      return yes({ secret, formerUntil });
    },
  };
}

/** The webhook as everyone may see it. */
function shown({ secrets: _secrets, sinceSeq: _since, ...webhook }: SentWebhook): Webhook {
  return webhook;
}
