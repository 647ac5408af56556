/** Webhooks at the console, and events that are followed over a connection. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay, TOKEN } from '../support/patchbay.ts';
import { startReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const patchbay = await testPatchbay({ PATCHBAY_WEBHOOK_PRIVATE_TARGETS: 'on', PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { send } = patchbay;
const receiver = await startReceiver();
type Made = { readonly id: number; readonly secret: string };

const placeCall = async (): Promise<number> => {
  const body = { call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: '+12125550123' };
  const { id } = (await send('/apps/api/v1/calls', { body })).json as { id: number };
  await patchbay.until(id, (call) => call.endsAt !== null);
  return id;
};

test('administrators do the same at the console, and agents do not', async () => {
  const asWhom = async (email: string) => {
    const cookie = await signIn(patchbay, email);
    return async (path: string, method = 'GET', body?: object, headers: object = {}): Promise<Got> =>
      send(path, { token: null, method, headers: { cookie, ...headers }, ...(body === undefined ? {} : { body }) });
  };
  const admin = await asWhom('owner@somedomain.com');
  const draft = { url: `${receiver.url}/console`, format: 'standard', events: ['call.created'] };
  const made = await admin('/app/webhooks.json', 'POST', draft);
  const { id, secret } = made.json as Made;
  assert.match(secret, /^whsec_/);
  const wrong = await admin('/app/webhooks.json', 'POST', { ...draft, url: 'nowhere' });
  assert.deepEqual(
    [wrong.status, (wrong.json as { errors: object[] }).errors],
    [422, [{ pointer: '/url', detail: 'is not an address' }]],
  );
  assert.equal((await admin(`/app/webhooks/${id}/test.json`, 'POST', {})).status, 200);
  await receiver.count(1, '/console');
  type View = { webhook: { url: string }; deliveries: { id: number; state: string }[]; next: null };
  const view = await until(async () => {
    const got = (await admin(`/app/webhooks/${id}.json`)).json as View;
    return got.deliveries[0]?.state === 'delivered' ? got : null;
  });
  assert.ok(!JSON.stringify(view).includes(secret));
  const resent = await admin(`/app/webhooks/${id}/resend.json`, 'POST', { deliveryId: view.deliveries[0]?.id });
  assert.deepEqual(resent.json, { count: 1 });
  assert.equal((await admin(`/app/webhooks/${id}.json`, 'PATCH', { state: 'flying' })).status, 400);
  assert.equal((await admin(`/app/webhooks/999999.json`)).status, 404);
  const foreign = { 'sec-fetch-site': 'cross-site' };
  assert.equal((await admin(`/app/webhooks/${id}.json`, 'DELETE', undefined, foreign)).status, 403);
  const agent = await asWhom('agent@somedomain.com');
  for (const [method, path] of [
    ['GET', '/app/webhooks.json'],
    ['GET', `/app/webhooks/${id}.json`],
    ['DELETE', `/app/webhooks/${id}.json`],
  ] as const)
    assert.equal((await agent(path, method)).status, 403, path);
  assert.equal((await send('/app/webhooks.json', { token: null })).status, 401);
  assert.equal((await admin(`/app/webhooks/${id}.json`, 'DELETE')).status, 200);
});

test('events are followed over a connection, resumed by their sequence, and refused where they are not known', async () => {
  const follow = async (query: string, headers: Record<string, string> = {}) => {
    const ending = new AbortController();
    const authorization = `Bearer ${TOKEN}`;
    const response = await fetch(`${patchbay.address}/v1/events${query}`, {
      headers: { authorization, ...headers },
      signal: ending.signal,
    });
    const got = {
      status: response.status,
      type: response.headers.get('content-type'),
      text: '',
      end: () => ending.abort(),
    };
    const read = async (): Promise<void> => {
      for await (const chunk of response.body ?? []) got.text += Buffer.from(chunk).toString();
    };
    read().catch(() => undefined);
    return got;
  };
  const live = await follow('?types=call.created,call.ended');
  assert.deepEqual([live.status, live.type], [200, 'text/event-stream; charset=utf-8']);
  const callId = await placeCall();
  await until(() => live.text.includes('event: call.ended'));
  const [begin = '', ...ids] = [...live.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id ?? '');
  assert.equal(ids.length, 2);
  assert.ok(Number(begin) < Number(ids[0]), 'what breaks off before its first event is resumed there');
  assert.ok(live.text.includes(`"call":{"id":${callId},`));
  live.end();
  const resumed = await follow('?types=call.ended', { 'last-event-id': ids[0] ?? '' });
  await until(() => resumed.text.includes(`id: ${ids[1]}`));
  assert.ok(!resumed.text.includes('call.created'));
  resumed.end();
  assert.equal((await send('/v1/events?types=call.exploded')).status, 400);
  assert.equal((await send('/v1/events?after=yesterday')).status, 400);
  const head = await send('/v1/events', { method: 'HEAD' });
  assert.deepEqual([head.status, head.text], [200, '']);
});
