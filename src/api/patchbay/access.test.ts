import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sent } from '../../../test/support/patchbay.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const clock = createManualClock(new Date());
const patchbay = await testPatchbay({}, { clock });
type Fields = Record<string, unknown>;

const ask = async (path: string, sent: Sent = {}) => {
  const got = await patchbay.send(path, sent);
  return { ...got, json: (got.json ?? {}) as Fields };
};
const CONTACT = 67;
const tokenOf = async (kind: string): Promise<string> => {
  const body = { name: kind, kind, ...(kind === 'client' ? { contact_id: CONTACT } : {}) };
  return String((await ask('/v1/tokens', { body })).json['token']);
};

test('a token is shown once, works, and works no longer once revoked', async () => {
  const made = await ask('/v1/tokens', { body: { name: 'Integration', kind: 'staff' } });
  const token = String(made.json['token']);
  assert.match(token, /^pb_[\w-]{32}$/);
  assert.equal((await ask('/v1/workspace', { token })).status, 200);
  const list = (await ask('/v1/tokens')).json['data'] as Fields[];
  const line = list.find((each) => each['id'] === made.json['id']);
  assert.deepEqual([line?.['name'], line?.['kind'], 'token' in (line ?? {})], ['Integration', 'staff', false]);
  assert.equal((await ask(`/v1/tokens/${String(made.json['id'])}`, { method: 'DELETE' })).status, 204);
  assert.equal((await ask('/v1/workspace', { token })).status, 401);
  assert.equal((await ask(`/v1/tokens/${String(made.json['id'])}`, { method: 'DELETE' })).status, 404);
});

test('a replay does not show the token again, and no table holds it', async () => {
  const sent = { body: { name: 'Twice', kind: 'app' }, headers: { 'idempotency-key': 'token-1' } };
  const first = await ask('/v1/tokens', sent);
  const second = await ask('/v1/tokens', sent);
  assert.equal(second.headers.get('idempotency-replayed'), 'true');
  assert.deepEqual(second.json, { ...first.json, token: null });
  const { rows } = await patchbay.database.pool.query<{ body: string }>('select body from idempotency_key');
  assert.ok(rows.length > 0 && rows.every(({ body }) => !body.includes('pb_')));
});

test('a token cannot revoke itself', async () => {
  const [own] = (await ask('/v1/tokens')).json['data'] as { id: number }[];
  const got = await ask(`/v1/tokens/${own?.id}`, { method: 'DELETE' });
  assert.deepEqual([got.status, got.json['code']], [409, 'token_in_use']);
});

const RIGHTS = [
  ['staff', 200, 200],
  ['app', 200, 403],
  ['directory', 200, 403],
  ['client', 403, 403],
  ['read_only', 200, 403],
] as const;

for (const [kind, work, access] of RIGHTS)
  test(`a token of the kind ${kind} reads agents: ${work}, and tokens: ${access}`, async () => {
    const token = await tokenOf(kind);
    assert.equal((await ask('/v1/agents', { token })).status, work);
    assert.equal((await ask('/v1/tokens', { token })).status, access);
    assert.equal(
      (await ask('/v1/tokens', { token, body: { name: 'x', kind: 'staff' } })).status,
      access === 200 ? 201 : 403,
    );
  });

test('a token works until its expires_at, and is not listed from then on', async () => {
  const at = clock.now().getTime() + 60_000;
  const body = { name: 'Short', kind: 'read_only', expires_at: new Date(at).toISOString() };
  const made = await ask('/v1/tokens', { body });
  const token = String(made.json['token']);
  assert.deepEqual([made.status, made.json['expires_at']], [201, body.expires_at]);
  const listed = async (): Promise<unknown[]> =>
    ((await ask('/v1/tokens')).json['data'] as Fields[])
      .filter((each) => each['id'] === made.json['id'])
      .map((each) => each['expires_at']);
  assert.deepEqual(await listed(), [body.expires_at]);
  await clock.advance(59_999);
  assert.equal((await ask('/v1/workspace', { token })).status, 200);
  // What was believed a millisecond ago is believed no longer.
  await clock.advance(1);
  assert.equal((await ask('/v1/workspace', { token })).status, 401);
  assert.deepEqual(await listed(), []);
});

const BOUNDS: readonly (readonly [name: string, body: object, pointer: string])[] = [
  ['a time that is past', { kind: 'staff', expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
  ['the present moment', { kind: 'staff', expires_at: clock.now().toISOString() }, '/expires_at'],
  ['a time that is none', { kind: 'staff', expires_at: 'tomorrow' }, '/expires_at'],
  ['a client without a contact', { kind: 'client' }, '/contact_id'],
  ['a contact for another kind', { kind: 'app', contact_id: CONTACT }, '/contact_id'],
  ['a contact whom the workspace does not have', { kind: 'client', contact_id: 999_999 }, '/contact_id'],
];

for (const [name, body, pointer] of BOUNDS)
  test(`a token is refused for ${name}`, async () => {
    const got = await ask('/v1/tokens', { body: { name: 'x', ...body } });
    const errors = got.json['errors'] as { pointer: string }[];
    assert.deepEqual([got.status, errors.map((each) => each.pointer)], [422, [pointer]]);
  });

test('the operator opens a workspace that is empty, works at once, and shares nothing', async () => {
  const opened = await ask('/v1/workspaces', { body: { subdomain: 'next-door', name: 'Next door' } });
  assert.equal(opened.status, 201, opened.text);
  const token = String(opened.json['token']);
  assert.equal((await ask('/v1/workspace', { token })).json['subdomain'], 'next-door');
  for (const path of [
    '/v1/agents',
    '/v1/contacts',
    '/v1/menus',
    '/v1/numbers',
    '/v1/tickets',
    '/v1/calls',
    '/v1/outbox',
  ])
    assert.deepEqual((await ask(path, { token })).json, { data: [], next_cursor: null }, path);
  assert.deepEqual((await ask('/v1/languages', { token })).json['data'], [{ code: 'en', enabled: true }]);

  const agent = await ask('/v1/agents', { token, body: { email: 'admin@somedomain.com', simulated: true } });
  assert.equal(agent.status, 201, 'the same address is free next door');
  for (const path of ['/v1/agents/1', '/v1/contacts/67', '/v1/menus/9'])
    assert.equal((await ask(path, { token })).status, 404, path);
  const theirs = { name: 'X', kind: 'ivr_menu', groups: [{ name: 'A', agent_ids: [1] }] };
  assert.equal((await ask('/v1/menus', { token, body: theirs })).json['code'], 'menu_agent_unknown');
  const ticket = await ask('/v1/tickets/71450', { token, method: 'PUT', body: { contact_id: 67 } });
  assert.equal(ticket.json['code'], 'ticket_contact_unknown');
  assert.equal((await ask(`/v1/tokens/1`, { token, method: 'DELETE' })).status, 404);
  const further = await ask('/v1/workspaces', { token, body: { subdomain: 'third', name: 'Third' } });
  assert.deepEqual([further.status, further.json['code']], [403, 'operator_only']);
  const again = await ask('/v1/workspaces', { body: { subdomain: 'next-door', name: 'Again' } });
  assert.deepEqual([again.status, again.json['code']], [409, 'taken']);
});

test('every answer names the version, and an unknown one is refused', async () => {
  assert.equal((await ask('/v1/nothing')).headers.get('patchbay-version'), '2026-11-20');
  const version = (name: string) => ({ headers: { 'patchbay-version': name } });
  assert.equal((await ask('/v1/agents', version('2026-11-20'))).status, 200);
  const unknown = await ask('/v1/agents', version('2020-01-01'));
  assert.deepEqual([unknown.status, unknown.json['code']], [400, 'version_unknown']);
});

test('an address of no vendor is a problem whose type leads to its meaning', async () => {
  const got = await ask('/nothing/here');
  assert.equal(got.status, 404);
  assert.equal(got.json['type'], `${patchbay.address}/problems#not_found`);
  assert.equal(got.json['instance'], `urn:uuid:${String(got.json['request_id'])}`);
  assert.equal(got.headers.get('x-request-id'), got.json['request_id']);
  assert.match((await ask('/problems', { token: null })).text, /<div id="not_found">/);
});

test('the limit is 1,000 in ten seconds, counted down in every answer', async () => {
  // The clock stands still, so that all requests fall into one window.
  const clock = createManualClock(new Date());
  const limited = await testPatchbay({ PATCHBAY_RATE_LIMIT: 'on' }, { clock });
  const first = await limited.send('/v1/workspace');
  assert.equal(first.headers.get('ratelimit-policy'), '"default";q=1000;w=10');
  assert.match(first.headers.get('ratelimit') ?? '', /^"default";r=999;t=\d+$/);
  const all = await Promise.all(Array.from({ length: 999 }, async () => limited.send('/v1/workspace')));
  assert.ok(all.every((each) => each.status === 200));
  const got = await limited.send('/v1/workspace');
  assert.equal(got.status, 429);
  assert.equal((got.json as Fields)['code'], 'rate_limited');
  assert.match(got.headers.get('retry-after') ?? '', /^[1-9]\d?$/);
  assert.match(got.headers.get('ratelimit') ?? '', /;r=0;/);
});
