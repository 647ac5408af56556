import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Delivery, Webhook, WebhookRefusal } from '#domain/ports/webhooks.ts';
import { at, START } from '../../../test/support/calls.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi } from '../../../test/support/own-api.ts';

const WEBHOOK: Webhook = {
  id: 5,
  workspaceId: 1,
  url: 'https://example.com/hook',
  format: 'ccaip',
  events: ['call.ended'],
  description: 'Ours',
  state: 'disabled',
  reason: 'failing',
  userName: 'patchbay',
  failingSince: at(10),
  createdAt: START,
  updatedAt: at(20),
};
const DELIVERY: Delivery = {
  id: 70,
  webhookId: 5,
  callId: 9,
  contactId: null,
  agentId: null,
  seq: 44,
  event: 'call.ended',
  messageId: '01890000-0000-7000-8000-000000000070',
  body: '{"a":1}',
  state: 'waiting',
  attempts: 1,
  dueAt: at(90),
  firstSentAt: START,
  createdAt: START,
  endedAt: null,
  log: [{ at: at(1), milliseconds: 12, status: null, fault: 'timeout', answer: '', headers: { 'user-agent': 'x' } }],
};
const refused = (refusal: WebhookRefusal) => ({ ok: false, refusal }) as const;

test('a webhook is shown with why the server disabled it, and without its secret', async () => {
  const webhooks: SomeDesk['webhooks'] = { find: async () => WEBHOOK, list: async () => [WEBHOOK] };
  const { body } = await ownApi({ webhooks })('showWebhook', { id: 5 });
  assert.deepEqual(body, {
    id: 5,
    url: WEBHOOK.url,
    format: 'ccaip',
    events: ['call.ended'],
    description: 'Ours',
    user_name: 'patchbay',
    state: 'disabled',
    reason: 'failing',
    failing_since: at(10).toISOString(),
    created_at: START.toISOString(),
    updated_at: at(20).toISOString(),
  });
  assert.deepEqual((await ownApi({ webhooks })('listWebhooks')).data, [body]);
  assert.equal((await ownApi({ webhooks: { find: async () => null } })('showWebhook', { id: 5 })).status, 404);
});

test('a new one is of our own form and hears all, and its secret is shown once', async () => {
  const drafts: unknown[] = [];
  const webhooks: SomeDesk['webhooks'] = {
    create: async (_, draft) => {
      drafts.push(draft);
      return { ok: true, value: { webhook: WEBHOOK, secret: 'whsec_1' } };
    },
  };
  const ask = ownApi({ webhooks });
  const { status, body, replay } = await ask('createWebhook', { body: { url: WEBHOOK.url } });
  assert.deepEqual([status, body['secret'], replay], [201, 'whsec_1', { ...body, secret: null }]);
  const chosen = { format: 'intercom', events: ['a'], description: 'D', user_name: 'u', secret: 's' };
  await ask('createWebhook', { body: { url: WEBHOOK.url, ...chosen } });
  const { user_name: userName, ...rest } = chosen;
  assert.deepEqual(drafts, [
    { url: WEBHOOK.url, format: 'standard', events: [], description: '', userName: null, secret: null },
    { url: WEBHOOK.url, userName, ...rest },
  ]);
});

for (const [body, place] of [
  [{}, '/url'],
  [{ url: '' }, '/url'],
  [{ url: `https://${'x'.repeat(2041)}` }, '/url'],
  [{ url: 'https://a.example', format: 'xml' }, '/format'],
  [{ url: 'https://a.example', events: Array(51).fill('a') }, '/events'],
  [{ url: 'https://a.example', events: ['x'.repeat(121)] }, '/events/0'],
  [{ url: 'https://a.example', description: 'x'.repeat(501) }, '/description'],
  [{ url: 'https://a.example', secret: 'x'.repeat(201) }, '/secret'],
  [{ url: 'https://a.example', state: 'live' }, '/state'],
] as const)
  test(`a webhook of ${JSON.stringify(body).slice(0, 60)} is refused at ${place}`, async () => {
    const came = await ownApi({})('createWebhook', { body });
    assert.deepEqual([came.status, came.places], [422, [place]]);
  });

/** Why a wish is refused -> the problem, and where it points. */
const REFUSED: readonly (readonly [WebhookRefusal, number, string, readonly string[]])[] = [
  [{ code: 'unknown' }, 404, 'not_found', []],
  [{ code: 'delivery_unknown' }, 404, 'not_found', []],
  [{ code: 'webhooks_full' }, 409, 'webhooks_full', []],
  [{ code: 'too_many_deliveries' }, 409, 'too_many_deliveries', []],
  [{ code: 'webhook_invalid', field: 'url', detail: 'd' }, 422, 'body_invalid', ['/url']],
  [{ code: 'webhook_invalid', field: 'events', detail: 'd' }, 422, 'body_invalid', ['/events']],
  [{ code: 'webhook_invalid', field: 'secret', detail: 'd' }, 422, 'body_invalid', ['/secret']],
  [{ code: 'webhook_invalid', field: 'userName', detail: 'd' }, 422, 'body_invalid', ['/user_name']],
  [{ code: 'webhook_invalid', field: 'state', detail: 'd' }, 409, 'webhook_disabled', []],
];
for (const [refusal, status, code, places] of REFUSED)
  test(`${JSON.stringify(refusal)} is ${status} ${code}`, async () => {
    const ask = ownApi({ webhooks: { test: async () => refused(refusal), resend: async () => refused(refusal) } });
    const since = { body: { since: '2026-03-02T09:00:00Z' } };
    for (const came of [await ask('testWebhook', { id: 5 }), await ask('resendWebhookSince', { id: 5, ...since })])
      assert.deepEqual([came.status, came.code, came.places], [status, code, places]);
  });

test('a change names what is wrong with it, and says how the webhook stands', async () => {
  const wrong = refused({ code: 'webhook_invalid', field: 'url', detail: 'has a private address' });
  const change = { id: 5, body: { url: 'https://10.0.0.1' } };
  const came = await ownApi({ webhooks: { change: async () => wrong } })('updateWebhook', change);
  assert.deepEqual([came.status, came.places], [422, ['/url']]);
  const changed: SomeDesk['webhooks'] = {
    change: async (_, __, asked) => ({ ok: true, value: { ...WEBHOOK, ...asked, reason: null } }),
  };
  const { body } = await ownApi({ webhooks: changed })('updateWebhook', { id: 5, body: { state: 'live' } });
  assert.deepEqual([body['state'], body['reason'], body['url']], ['live', null, WEBHOOK.url]);
  for (const [asked, place] of [
    [{}, ''],
    [{ format: 'standard' }, '/format'],
    [{ state: 'gone' }, '/state'],
  ] as const)
    assert.deepEqual((await ownApi({})('updateWebhook', { id: 5, body: asked })).places, [place]);
});

test('another secret is shown once, with the time until which the one before signs', async () => {
  const given: (string | null)[] = [];
  const webhooks: SomeDesk['webhooks'] = {
    rotate: async (_, __, secret) => {
      given.push(secret);
      return { ok: true, value: { secret: secret ?? 'whsec_2', formerUntil: at(86_400) } };
    },
  };
  const { status, body, replay } = await ownApi({ webhooks })('rotateWebhookSecret', { id: 5 });
  const until = { former_until: at(86_400).toISOString() };
  assert.deepEqual([status, body, replay], [201, { secret: 'whsec_2', ...until }, { secret: null, ...until }]);
  await ownApi({ webhooks })('rotateWebhookSecret', { id: 5, body: { secret: 'mine' } });
  assert.deepEqual(given, [null, 'mine']);
});

test('a delivery says when it is tried next only while it waits, and how each attempt went', async () => {
  const ended: Delivery = { ...DELIVERY, id: 71, state: 'delivered', endedAt: at(2), callId: null, seq: null };
  const webhooks: SomeDesk['webhooks'] = { find: async () => WEBHOOK, deliveries: async () => [ended, DELIVERY] };
  const { data } = await ownApi({ webhooks })('listWebhookDeliveries', { id: 5 });
  const times = data.map(({ next_attempt_at: next, ended_at: end }) => [next, end]);
  assert.deepEqual(times, [
    [null, at(2).toISOString()],
    [at(90).toISOString(), null],
  ]);
  assert.partialDeepStrictEqual(data[1], { call_id: 9, sequence: 44, message_id: DELIVERY.messageId, body: '{"a":1}' });
  const attempt = { at: at(1).toISOString(), milliseconds: 12, status: null, fault: 'timeout', answer: '' };
  assert.deepEqual(data[1]?.['attempts'], [{ ...attempt, headers: { 'user-agent': 'x' } }]);
});

test('deliveries are narrowed to a state that there is, of a webhook that is there', async () => {
  const asked: unknown[] = [];
  const webhooks: SomeDesk['webhooks'] = {
    find: async () => WEBHOOK,
    deliveries: async (...slice) => {
      asked.push(slice);
      return null;
    },
  };
  const cursor = Buffer.from('70').toString('base64url');
  const query = { state: 'failed', limit: '3', cursor };
  assert.deepEqual((await ownApi({ webhooks })('listWebhookDeliveries', { id: 5, query })).data, []);
  assert.deepEqual(asked, [[1, 5, 70, 4, 'failed']]);
  const wrong = await ownApi({ webhooks })('listWebhookDeliveries', { id: 5, query: { state: 'lost' } });
  assert.deepEqual([wrong.status, wrong.places], [400, ['state']]);
  const gone = await ownApi({ webhooks: { find: async () => null } })('listWebhookDeliveries', { id: 5 });
  assert.equal(gone.status, 404);
});

test('one delivery is sent again, or all since a time, and the answer counts them', async () => {
  const asked: unknown[] = [];
  const webhooks: SomeDesk['webhooks'] = {
    resend: async (_, id, what) => {
      asked.push([id, what]);
      return { ok: true, value: 4 };
    },
  };
  const ask = ownApi({ webhooks });
  const one = await ask('resendWebhookDelivery', { id: 5, params: { delivery_id: '70' } });
  assert.deepEqual([one.status, one.body], [201, { count: 4 }]);
  await ask('resendWebhookDelivery', { id: 5, params: { delivery_id: 'x' } });
  await ask('resendWebhookSince', { id: 5, body: { since: '2026-03-02T10:00:00+01:00' } });
  assert.deepEqual(asked, [
    [5, { deliveryId: 70 }],
    [5, { deliveryId: 0 }],
    [5, { since: START }],
  ]);
  for (const since of ['yesterday', '2026-02-30T00:00:00Z', '2026-03-02'])
    assert.deepEqual((await ask('resendWebhookSince', { id: 5, body: { since } })).places, ['/since']);
});
