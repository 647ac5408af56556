/**
 * Programs are told what happens to calls: each in its own form, in order, signed, and again when they did not hear it.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { OK, startReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const patchbay = await testPatchbay({ PATCHBAY_WEBHOOK_PRIVATE_TARGETS: 'on' });
const { send } = patchbay;
const receiver = await startReceiver();

type Made = { readonly id: number; readonly secret: string; readonly state: string };
const make = async (path: string, more: object = {}): Promise<Made> => {
  const got = await send('/v1/webhooks', { body: { url: receiver.url + path, ...more } });
  assert.equal(got.status, 201, got.text);
  return got.json as Made;
};
type Delivered = {
  readonly id: number;
  readonly state: string;
  readonly event: string;
  readonly attempts: readonly { status: number | null; fault: string | null; answer: string }[];
};
const deliveries = async (id: number, query = ''): Promise<readonly Delivered[]> =>
  ((await send(`/v1/webhooks/${id}/deliveries?limit=100${query}`)).json as { data: Delivered[] }).data;
const problem = ({ status, json }: Got): unknown => {
  const { code, errors } = json as { code: string; errors?: { pointer: string }[] };
  return [status, code, ...(errors ?? []).map(({ pointer }) => pointer)];
};

const placeCall = async (): Promise<number> => {
  const placed = await send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: 'admin@somedomain.com',
      end_user_number: '+1 555-123-4567',
      outbound_number: '+1 339-219-5276',
    },
  });
  const { id } = placed.json as { id: number };
  await patchbay.until(id, (call) => call.transcriptStatus === 'done');
  return id;
};

const CALL_EVENTS = ['call.created', 'call.answered', 'call.ended', 'recording.available', 'transcript.available'];

test('each format tells a call in its own words, in order, and signed', async () => {
  const standard = await make('/standard', { events: CALL_EVENTS });
  const intercom = await make('/intercom', {
    format: 'intercom',
    secret: 'client-secret',
    events: ['call.started', 'call.ended', 'call.recording_available', 'call.transcription_available'],
  });
  const ccaip = await make('/ccaip', { format: 'ccaip', user_name: 'hook', secret: 'password' });
  const vcita = await send('/platform/v1/webhook/subscribe', {
    body: { event: 'voice_call/create', target_url: `${receiver.url}/vcita` },
  });
  assert.equal(vcita.status, 201, vcita.text);
  const callId = await placeCall();

  const ours = await receiver.count(5, '/standard');
  const messages = ours.map(({ body }) => JSON.parse(body) as { type: string; data: { call: { id: number } } });
  assert.deepEqual(
    messages.map(({ type }) => type),
    CALL_EVENTS,
  );
  assert.ok(messages.every(({ data }) => data.call.id === callId));
  for (const { headers, body } of ours) {
    const key = Buffer.from(standard.secret.slice('whsec_'.length), 'base64');
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  }

  const topics = (await receiver.count(5, '/intercom')).filter(({ method }) => method === 'POST');
  assert.deepEqual(
    topics.map(({ body }) => (JSON.parse(body) as { topic: string }).topic),
    ['call.started', 'call.ended', 'call.recording_available', 'call.transcription_available'],
  );
  for (const { headers, body } of topics)
    assert.equal(headers['x-hub-signature'], `sha1=${createHmac('sha1', 'client-secret').update(body).digest('hex')}`);
  const shown = await send(`/calls/${callId}`);
  const last = JSON.parse(topics.at(-1)?.body ?? '{}') as { data: { item: object } };
  assert.deepEqual(last.data.item, shown.json, 'the item is the whole call, as it is read');

  const sessions = await receiver.count(4, '/ccaip');
  const steps = sessions.map(
    ({ body }) =>
      JSON.parse(body) as {
        count: number;
        events: { item: { state: string; participants: { type: string; status: string }[] } }[];
      },
  );
  assert.deepEqual(
    steps.map(({ events }) => events[0]?.item.participants.map(({ type, status }) => `${type}:${status}`).join()),
    [
      'external:connected',
      'external:connected,agent:accepted',
      'external:connected,agent:connected',
      'external:disconnected,agent:disconnected',
    ],
  );
  assert.equal(sessions[0]?.headers.authorization, `Basic ${Buffer.from('hook:password').toString('base64')}`);

  const [created] = await receiver.count(1, '/vcita');
  const [entity] = JSON.parse(created?.body ?? '[]') as {
    entity_name: string;
    event_type: string;
    data: { business_uid: string };
  }[];
  assert.deepEqual([entity?.entity_name, entity?.event_type], ['voice_call', 'create']);
  assert.equal(entity?.data.business_uid, 'd290f1ee-6c54-4b01-90e6-d701748f0851');
  for (const { id } of [standard, intercom, ccaip]) await send(`/v1/webhooks/${id}`, { method: 'DELETE' });
});

test('what is subscribed through vcita is listed there and goes from there', async () => {
  const path = '/platform/v1/webhooks';
  type Listed = { response: { data: { subscriptions: { entity: string; event_type: string; url: string }[] } } };
  const listed = async (query = '') => ((await send(path + query)).json as Listed).response.data.subscriptions;
  assert.deepEqual(
    (await listed('?filter[entity]=voice_call')).map(({ entity, event_type: type, url }) => [entity, type, url]),
    [['voice_call', 'create', `${receiver.url}/vcita`]],
  );
  assert.deepEqual(await listed('?filter[entity]=client'), []);
  const again = await send('/platform/v1/webhook/subscribe', {
    body: { event: 'voice_call/create', target_url: `${receiver.url}/vcita` },
  });
  assert.deepEqual([again.status, again.json], [422, { message: 'Webhook already exists', status: 'Error' }]);
  const wrong = await send('/platform/v1/webhook/subscribe', { body: { event: 'x', target_url: receiver.url } });
  assert.deepEqual([wrong.status, wrong.json], [400, { message: 'Invalid event format', status: 'Error' }]);
  const gone = await send('/platform/v1/webhook/unsubscribe', { body: { target_url: `${receiver.url}/vcita` } });
  assert.deepEqual(gone.json, { data: { unsubscribed: true }, status: 'OK' });
  assert.deepEqual(await listed(), []);
});

const REFUSED: readonly (readonly [what: string, body: object, pointer: string])[] = [
  ['no address', { url: 'nowhere' }, '/url'],
  ['another protocol', { url: 'ftp://example.com/' }, '/url'],
  ['a password in the address', { url: 'https://a:b@example.com/' }, '/url'],
  ['a fragment', { url: 'https://example.com/#x' }, '/url'],
  ['an unknown event', { events: ['call.exploded'] }, '/events'],
  ['an event twice', { events: ['call.ended', 'call.ended'] }, '/events'],
  ['too weak a secret', { secret: 'whsec_short' }, '/secret'],
  ['a user where there is none', { user_name: 'x' }, '/user_name'],
  ['no user where there is one', { format: 'ccaip' }, '/user_name'],
  ['an unknown format', { format: 'carrier_pigeon' }, '/format'],
  ['a strange field', { retries: 3 }, '/retries'],
];
for (const [what, body, pointer] of REFUSED)
  test(`${what} is refused beside its field`, async () => {
    const got = await send('/v1/webhooks', { body: { url: receiver.url, ...body } });
    assert.deepEqual(problem(got), [422, 'body_invalid', pointer]);
  });

test('a secret is shown once; a new one signs beside the one before it', async () => {
  const key = 'a-key-of-the-test';
  const body = { url: `${receiver.url}/rotated`, events: ['call.created'] };
  const first = await send('/v1/webhooks', { body, headers: { 'idempotency-key': key } });
  const { id, secret } = first.json as Made;
  assert.match(secret, /^whsec_/);
  const replay = await send('/v1/webhooks', { body, headers: { 'idempotency-key': key } });
  assert.equal((replay.json as Made).secret, null);
  for (const path of ['/v1/webhooks', `/v1/webhooks/${id}`, `/v1/webhooks/${id}/deliveries`])
    assert.ok(!(await send(path)).text.includes(secret.slice(6)), path);
  const rotated = (await send(`/v1/webhooks/${id}/secret`, { body: {} })).json as { secret: string };
  assert.notEqual(rotated.secret, secret);
  await send(`/v1/webhooks/${id}/test`, { method: 'POST' });
  const [heard] = await receiver.count(1, '/rotated');
  const { headers, body: text } = heard ?? assert.fail();
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const by = (each: string) =>
    `v1,${createHmac('sha256', Buffer.from(each.slice(6), 'base64'))
      .update(signed)
      .digest('base64')}`;
  assert.equal(headers['webhook-signature'], `${by(rotated.secret)} ${by(secret)}`);
  await send(`/v1/webhooks/${id}`, { method: 'DELETE' });
});

test('a message that failed is tried again; every attempt is seen, and it can be sent once more', async () => {
  receiver.answer = (_heard, response) => void response.writeHead(500).end('out of order');
  const { id } = await make('/failing', { events: ['call.created'] });
  await send(`/v1/webhooks/${id}/test`, { method: 'POST' });
  await until(async () => (await deliveries(id))[0]?.attempts.length === 1);
  receiver.answer = OK;
  const [waiting] = await deliveries(id, '&state=waiting');
  assert.deepEqual(
    waiting?.attempts.map(({ status, answer }) => [status, answer]),
    [[500, 'out of order']],
  );
  await until(async () => (await deliveries(id))[0]?.state === 'delivered');
  const [delivered] = await deliveries(id);
  assert.deepEqual(
    delivered?.attempts.map(({ status }) => status),
    [500, 204],
  );
  const again = await send(`/v1/webhooks/${id}/deliveries/${delivered?.id}/resend`, { method: 'POST' });
  assert.deepEqual([again.status, again.json], [201, { count: 1 }]);
  const all = await receiver.count(3, '/failing');
  assert.equal(new Set(all.map(({ headers }) => headers['webhook-id'])).size, 1);
  const since = await send(`/v1/webhooks/${id}/resend`, { body: { since: '2026-01-01T00:00:00Z' } });
  assert.deepEqual(since.json, { count: 1 });
  await receiver.count(4, '/failing');
  assert.deepEqual(problem(await send(`/v1/webhooks/${id}/deliveries/999999/resend`, { method: 'POST' })), [
    404,
    'not_found',
  ]);
  await send(`/v1/webhooks/${id}`, { method: 'DELETE' });
});

test('a webhook that is paused gets what waited when it is live again; 410 disables it', async () => {
  const { id } = await make('/paused', { events: ['call.created'] });
  await send(`/v1/webhooks/${id}`, { method: 'PATCH', body: { state: 'paused' } });
  await placeCall();
  await until(async () => (await deliveries(id)).length === 1);
  assert.equal((await deliveries(id))[0]?.state, 'waiting');
  await send(`/v1/webhooks/${id}`, { method: 'PATCH', body: { state: 'live' } });
  await receiver.count(1, '/paused');
  const other = await make('/told', { events: ['webhook.disabled'] });
  receiver.answer = (heard, response) => void response.writeHead(heard.path === '/paused' ? 410 : 204).end();
  await send(`/v1/webhooks/${id}/test`, { method: 'POST' });
  await until(async () => ((await send(`/v1/webhooks/${id}`)).json as Made).state === 'disabled');
  const [told] = await receiver.count(1, '/told');
  assert.equal(
    (JSON.parse(told?.body ?? '{}') as { data: { webhook: { reason: string } } }).data.webhook.reason,
    'gone',
  );
  receiver.answer = OK;
  assert.deepEqual(problem(await send(`/v1/webhooks/${id}/test`, { method: 'POST' })), [409, 'webhook_disabled']);
  for (const each of [id, other.id]) await send(`/v1/webhooks/${each}`, { method: 'DELETE' });
});

test('a neighbor sees none of it, and a token that only reads changes nothing', async () => {
  const { id } = await make('/ours');
  const other = await send('/v1/workspaces', { body: { subdomain: 'other', name: 'Other' } });
  const { token } = other.json as { token: string };
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['GET', '/deliveries'],
    ['POST', '/test'],
    ['POST', '/secret'],
    ['POST', '/resend'],
  ] as const) {
    const body = { PATCH: { description: 'x' }, POST: path === '/resend' ? { since: '2026-01-01T00:00:00Z' } : {} }[
      method as 'POST'
    ];
    const got = await send(`/v1/webhooks/${id}${path}`, {
      token,
      method,
      ...(body === undefined || path === '/test' ? {} : { body }),
    });
    assert.equal(got.status, 404, `${method} ${path}: ${got.text}`);
  }
  const reader = await send('/v1/tokens', { body: { name: 'reader', kind: 'read_only' } });
  const readOnly = (reader.json as { token: string }).token;
  assert.equal((await send('/v1/webhooks', { token: readOnly })).status, 200);
  assert.equal((await send('/v1/webhooks', { token: readOnly, body: { url: receiver.url } })).status, 403);
  assert.equal((await send(`/v1/webhooks/${id}`, { token: readOnly, method: 'DELETE' })).status, 403);
});
