/** `patchbay tail deliveries`: what webhooks are sent, and what they answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES } from '../exit-codes.ts';
import { CliFault } from '../fault.ts';
import { cell, clockOf, plain } from '../print.ts';
import type { Server } from '../server.ts';
import type { DeliveryShape, WebhookShape } from '../shapes.ts';
import type { Asked, Verb } from '../verb.ts';

/** How often it is looked. Milliseconds. */
const LOOK_AGAIN_MS = 1_000;
/** How many deliveries of a webhook are looked at: the newest. */
const NEWEST = 100;

/** The verb. */
export const tailDeliveries: Verb = {
  name: 'tail deliveries',
  about: 'print what webhooks are sent and what they answer, as it changes',
  takes: [],
  options: {
    webhook: { value: 'ID', about: 'only of that webhook' },
    failed: { about: 'only what failed or is tried again' },
    count: { value: 'N', about: 'end after this many lines' },
    all: { about: 'begin with what there is instead of with what comes' },
  },
  details: 'A line for each attempt. Looks once a second at the newest 100 deliveries of each webhook.',
  examples: ['patchbay tail deliveries', 'patchbay tail deliveries --webhook 3 --failed'],
  async run(asked) {
    const { around, given } = asked;
    const server = await asked.server();
    const id = given.text('webhook') === null ? null : given.count('webhook', 0, 1, Number.MAX_SAFE_INTEGER);
    const most = given.count('count', Infinity, 1, 1_000_000);
    const told = new Map<string, string>();
    for (let printed = 0, isFirst = true; printed < most && !around.signal.aborted; isFirst = false) {
      for (const [webhook, delivery] of await look(server, id)) {
        const key = `${webhook.id} ${delivery.id}`;
        const state = `${delivery.state} ${delivery.attempts.length}`;
        if (told.get(key) === state) continue;
        told.set(key, state);
        if (isFirst && !given.has('all')) continue;
        if (given.has('failed') && !hasFailed(delivery)) continue;
        await printDelivery(asked, webhook, delivery);
        if ((printed += 1) >= most) break;
      }
      if (printed < most) await sleep(LOOK_AGAIN_MS, null, { signal: around.signal }).catch(() => null);
    }
    return EXIT_CODES.done;
  },
};

function hasFailed({ state, attempts }: DeliveryShape): boolean {
  return state === 'failed' || (state === 'waiting' && attempts.length > 0);
}

/** The newest deliveries of the webhook, or of each, oldest first. */
async function look(server: Server, id: number | null): Promise<(readonly [WebhookShape, DeliveryShape])[]> {
  const found: (readonly [WebhookShape, DeliveryShape])[] = [];
  for (const webhook of await webhooksOf(server, id)) {
    const page = (await server.get(`/v1/webhooks/${webhook.id}/deliveries`, { limit: NEWEST })) as {
      data: readonly DeliveryShape[];
    };
    found.push(...page.data.map((delivery) => [webhook, delivery] as const));
  }
  return found.toSorted(([, a], [, b]) => a.id - b.id);
}

/** The webhook of the id, or all. */
async function webhooksOf(server: Server, id: number | null): Promise<readonly WebhookShape[]> {
  if (id !== null) return [(await server.get(`/v1/webhooks/${id}`)) as WebhookShape];
  const all: WebhookShape[] = [];
  for await (const item of server.all('/v1/webhooks')) all.push(item as WebhookShape);
  if (all.length === 0) throw new CliFault('The workspace has no webhook: `patchbay listen` needs none.');
  return all;
}

async function printDelivery({ around, isJson }: Asked, webhook: WebhookShape, delivery: DeliveryShape): Promise<void> {
  if (isJson) return around.out(JSON.stringify({ webhook_id: webhook.id, ...delivery }));
  const last = delivery.attempts.at(-1);
  const answer =
    last === undefined ? 'not sent yet' : `${last.status ?? last.fault ?? '?'} in ${last.milliseconds ?? 0} ms`;
  const about = `webhook ${webhook.id}  delivery ${delivery.id}  call ${cell(delivery.call_id)}`;
  const what = `${delivery.event.padEnd(20)}  ${delivery.state.padEnd(9)}  ${answer}`;
  return around.out(plain(`${clockOf(delivery.created_at)}  ${what}  ${about}`));
}
