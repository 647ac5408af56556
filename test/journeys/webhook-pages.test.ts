/** Webhooks at the console, and events that are followed over a connection. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SUBJECT_EVENTS } from '#domain/ports/event-log.ts';
import { assertConforms } from '../support/conforms.ts';
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

test('the console shows the newest events, of a call and by type, and of one what a stream sends of it', async () => {
  const cookie = await signIn(patchbay, 'owner@somedomain.com');
  const get = async (path: string): Promise<Got> => send(path, { token: null, headers: { cookie } });
  type Page = { events: { seq: number; type: string; callId: number | null }[]; next: number | null };
  const look = async (query: string) => (await get(`/app/events.json?${query}`)).json as Page;
  const callId = await placeCall();
  const { events, next } = await until(async () => {
    const page = await look(`callId=${callId}&type=call.`);
    return page.events[0]?.type === 'call.ended' ? page : null;
  });
  assert.deepEqual([events.at(-1)?.type, next], ['call.created', null]);
  assert.deepEqual([...new Set(events.map((event) => event.callId))], [callId]);
  assert.ok((await look('type=agent.')).events.some(({ type }) => type === 'agent.signed_in'));

  await send('/v1/contacts', { body: { name: 'Ada' } });
  const [{ seq } = assert.fail()] = (await look('type=contact.created')).events;
  const { messages } = (await get(`/app/events/${seq}.json`)).json as { messages: { data: string }[] };
  const stream = await fetch(`${patchbay.address}/v1/events?after=${seq - 1}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  let sent = '';
  for await (const chunk of stream.body ?? []) {
    sent += Buffer.from(chunk).toString();
    if (sent.includes('data: ') && sent.endsWith('\n\n')) break;
  }
  assert.equal(
    sent.split('\n').find((line) => line.startsWith('data: ')),
    `data: ${messages[0]?.data}`,
  );
  assert.equal((await get('/app/events/999999999.json')).status, 404);
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

type Told = { readonly type: string; readonly data: Record<string, { id: number; name?: string; status?: string }> };
type Document = {
  readonly components: object;
  readonly webhooks: Record<
    string,
    { post: { requestBody: { content: Record<string, { schema: object; example: Told }> } } }
  >;
};

/** Asks our own API. */
const api = async (path: string, sent?: Parameters<typeof send>[1]): Promise<Got> => send(`/v1${path}`, sent);

test('what happens to agents, contacts and messages is told as the document says', async () => {
  const { webhooks: documented, components } = (await send('/openapi/patchbay.json', { token: null })).json as Document;
  const other = (await api('/workspaces', { body: { subdomain: 'quiet', name: 'Quiet' } })).json as {
    token: string;
  };
  const neighbors = { url: `${receiver.url}/neighbor` };
  assert.equal((await api('/webhooks', { token: other.token, body: neighbors })).status, 201);
  const made = await api('/webhooks', { body: { url: `${receiver.url}/besides`, events: SUBJECT_EVENTS } });
  assert.equal(made.status, 201, made.text);

  const cookie = await signIn(patchbay, 'agent@somedomain.com');
  await send('/app/sign-out', { token: null, method: 'POST', headers: { cookie }, body: {} });
  const add = async (body: object): Promise<number> => ((await api('/contacts', { body })).json as { id: number }).id;
  const [grace, twin] = [await add({ name: 'Grace' }), await add({ email: 'grace@example.com' })];
  await receiver.count(4, '/besides'); // A contact that is merged before it is told of is told of as that alone.
  await api(`/contacts/${grace}`, { method: 'PATCH', body: { name: 'Grace Lee' } });
  await api(`/contacts/${twin}/merge`, { body: { into: grace } });
  await api('/agents/2/status', { method: 'PUT', body: { status: 'break' } });
  const { rows } = await patchbay.database.pool.query<{ id: number }>(
    'insert into conversation (workspace_id, contact_id) values (1, $1) returning id',
    [grace],
  );
  const conversationId = rows[0]?.id ?? 0;
  await patchbay.engine.sendMessage({ workspaceId: 1, conversationId, agentId: null, text: 'Hello!' });
  await receiver.count(9, '/besides');
  assert.equal((await api(`/contacts/${grace}/forget`, { method: 'POST' })).status, 200);
  const messages = (await receiver.count(10, '/besides')).map(({ body }) => JSON.parse(body) as Told);

  for (const message of messages) {
    const { schema, example } = documented[message.type]?.post.requestBody.content['application/json'] ?? assert.fail();
    assertConforms({ ...schema, components }, message);
    assertConforms({ ...schema, components }, example);
    assert.deepEqual(shapeOf(message), shapeOf(example), message.type);
  }
  const about = (what: string): readonly string[] =>
    messages.flatMap(({ type, data }) => (data[what]?.id === undefined ? [] : [`${type} ${data[what].id}`]));
  assert.deepEqual(
    about('contact').filter((each) => each.endsWith(` ${grace}`)),
    ['created', 'updated', 'merged', 'updated', 'deleted'].map((word) => `contact.${word} ${grace}`),
  );
  assert.ok(about('contact').includes(`contact.created ${twin}`));
  assert.equal(messages.find(({ type }) => type === 'agent.status_changed')?.data['agent']?.status, 'break');
  assert.equal(about('message').length, 1);
  assert.ok(!receiver.heard.some(({ path }) => path === '/neighbor'), 'a neighbor hears nothing');
  const { id } = made.json as Made;
  const kept = (await api(`/webhooks/${id}/deliveries?limit=100`)).text;
  assert.doesNotMatch(kept, /Grace|grace@|Hello!/, 'what was said of a contact goes with them');
});

/** The names of what is said, two deep. */
function shapeOf({ data }: Told): ReadonlySet<string> {
  return new Set(
    Object.entries(data).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key],
    ),
  );
}
