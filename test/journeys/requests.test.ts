/** The request log: what is asked of an API stands in it, bounded, without secrets, for its workspace alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashToken } from '#http/auth.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { peopleAt } from '../support/people.ts';
import { until } from '../support/until.ts';

type Line = {
  readonly id: number;
  readonly request_id: string;
  readonly api: string;
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly token_id: number | null;
  readonly token_name: string | null;
  readonly token_prefix: string | null;
  readonly call_id: number | null;
  readonly problem: string | null;
};

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_RATE_LIMIT: 'on' });
const { database, send } = patchbay;
const { as } = peopleAt(patchbay);

const lines = async (query = '', token?: string): Promise<readonly Line[]> => {
  const got = await send(`/v1/requests?limit=100${query}`, token === undefined ? {} : { token });
  assert.equal(got.status, 200, got.text);
  return (got.json as { data: Line[] }).data;
};
const lineWith = async (requestId: string, token?: string): Promise<Line> =>
  until(async () => {
    await patchbay.requests.write();
    return (await lines(`&request_id=${requestId}`, token))[0] ?? null;
  });
/** The line of the request that was answered so. */
const lineOf = async ({ headers }: Got): Promise<Line> => lineWith(`${headers.get('x-request-id')}`);
const bodiesOf = async ({ id }: Line): Promise<{ request: string | null; answer: string | null } | null> =>
  ((await send(`/v1/requests/${id}`)).json as { bodies: { request: string | null; answer: string | null } | null })
    .bodies;

test('a request of each API is in the log, with its operation, its token and its call', async () => {
  const made = await send('/v1/calls', { body: { origin: 'action_only', contact_number: '+14155550165' } });
  const { id, uid } = made.json as { id: number; uid: string };
  const intercom = await send(`/calls/${id}`);
  const vcita = await send(`/v3/communication/voice_calls/${uid}`);
  const ccaip = await send('/manager/api/v1/calls?end_user_number=%2B14155550165');
  const named = (line: Line) => [line.api, line.operation, line.status, line.call_id, line.token_name];
  const seen = [made, intercom, vcita, ccaip];
  const all = await Promise.all(seen.map(lineOf));
  const [name] = all.map((line) => line.token_name);
  assert.equal(typeof name, 'string');
  assert.deepEqual(all.map(named), [
    ['patchbay', 'noteCall', 201, id, name],
    ['intercom', 'showCall', 200, id, name],
    ['vcita', 'VoiceCallsController_get', 200, id, name],
    ['ccaip', 'listManagerCalls', ccaip.status, null, name],
  ]);
  assert.ok(!(all[3]?.path ?? '').includes('5550165'), all[3]?.path);
  assert.equal((await lines(`&call_id=${id}`)).length, 3);
});

test('the log is narrowed, comes in pages, and those that read it are not in it', async () => {
  const missing = await send('/v1/calls/999999');
  const line = await lineOf(missing);
  assert.deepEqual([line.status, line.problem, line.call_id], [404, 'Call not found', 999999]);
  const failed = await lines('&status=4xx&method=GET&path=/v1/calls/');
  assert.ok(failed.length > 0 && failed.every((each) => each.status >= 400 && each.method === 'GET'));
  assert.equal((await lines('&status=5xx')).length, 0);
  assert.ok((await lines(`&token_id=${line.token_id}`)).length > 0);
  assert.equal((await lines('&token_id=999999')).length, 0);
  const mistaken = await lineOf(await send('/v2/calls?limit=1'));
  assert.deepEqual([mistaken.status, mistaken.operation, mistaken.token_id], [404, null, line.token_id]);
  for (const wrong of ['status=9xx', 'method=BREW', 'path=', 'token_id=x', 'call_id=0', 'request_id=x', 'strange=1'])
    assert.equal((await send(`/v1/requests?${wrong}`)).status, 400, wrong);
  const first = (await send('/v1/requests?limit=1')).json as { data: Line[]; next_cursor: string };
  const second = (await send(`/v1/requests?limit=1&cursor=${first.next_cursor}`)).json as { data: Line[] };
  assert.ok((first.data[0]?.id ?? 0) > (second.data[0]?.id ?? Infinity));
  assert.deepEqual(await lines('&path=/v1/requests'), []);
});

test('a token of another workspace sees nothing of it, nor does one that only writes', async () => {
  const opened = await send('/v1/workspaces', { body: { subdomain: 'neighbor', name: 'Neighbor' } });
  const { token } = opened.json as { token: string };
  const { id } = await lineOf(opened);
  assert.ok((await lines('', token)).every((line) => line.id !== id));
  assert.equal((await send(`/v1/requests/${id}`, { token })).status, 404);
  const app = (await send('/v1/tokens', { body: { name: 'app', kind: 'app' } })).json as { token: string };
  for (const path of ['/v1/requests', `/v1/requests/${id}`, '/v1/request_log'])
    assert.equal((await send(path, { token: app.token })).status, 403, path);
  const reader = (await send('/v1/tokens', { body: { name: 'reader', kind: 'read_only' } })).json as { token: string };
  assert.equal((await send('/v1/requests', { token: reader.token })).status, 200);
  const change = { method: 'PATCH', body: { body_hours: 1 }, token: reader.token };
  assert.equal((await send('/v1/request_log', change)).status, 403);
  // What the neighbor asks is the neighbor's.
  const asked = await send('/v1/workspace', { token });
  await lineWith(`${asked.headers.get('x-request-id')}`, token);
  assert.deepEqual(await lines(`&request_id=${asked.headers.get('x-request-id')}`), []);
});

test('a token that was revoked is told to its workspace, one of no one to the operator, and neither is kept', async () => {
  const made = (await send('/v1/tokens', { body: { name: 'gone', kind: 'staff' } })).json as {
    id: number;
    token: string;
  };
  await send(`/v1/tokens/${made.id}`, { method: 'DELETE' });
  const revoked = await lineOf(await send('/v1/workspace', { token: made.token }));
  assert.deepEqual([revoked.status, revoked.token_name, revoked.token_prefix], [401, 'gone', null]);
  const unknown = await lineOf(await send('/v1/workspace', { token: 'pb_abcdefghijklmnop' }));
  assert.deepEqual([unknown.token_name, unknown.token_prefix, unknown.problem], [null, 'pb_abc', 'Unauthorized']);
  const { rows } = await database.pool.query<{ text: string }>('select r::text as text from api_request r');
  const all = rows.map(({ text }) => text).join('\n');
  assert.ok(!all.includes('defghijklmnop') && !all.includes(hashToken('pb_abcdefghijklmnop').toString('hex')));
});

test('a request that came too fast is in the log, with its token', async () => {
  const fast = await Promise.all(Array.from({ length: 30 }, async () => send('/apps/api/v1/wait_times')));
  const refused = fast.find(({ status }) => status === 429) ?? assert.fail('none was refused');
  const { status, operation, token_name: token } = await lineOf(refused);
  assert.deepEqual([status, operation, typeof token], [429, 'listWaitTimes', 'string']);
});

test('a stranger fills nothing: of one address some are kept, and the rest are counted', async () => {
  for (let each = 0; each < 60; each += 1) await send('/v1/workspace', { token: `pb_stranger_${each}` });
  await lineOf(await send('/v1/workspace'));
  assert.ok((await lines('&status=4xx&path=/v1/workspace')).length < 40);
  const metrics = (await send('/metrics')).text;
  assert.match(metrics, /patchbay_requests_left_out_total\{reason="stranger"\} [1-9]/);
});

test('bodies are kept while that is wanted: without secrets, and gone with the wish or a contact', async () => {
  const owner = await signIn(patchbay, 'owner@somedomain.com');
  const created = async (): Promise<Line> =>
    lineOf(await send('/v1/contacts', { body: { name: 'Quinn Zephyr', email: `q${Math.random()}@example.com` } }));
  assert.equal(await bodiesOf(await created()), null);
  assert.equal((await send('/v1/request_log', { method: 'PATCH', body: { body_hours: 25 } })).status, 422);
  const kept = (await send('/v1/request_log', { method: 'PATCH', body: { body_hours: 2 } })).json as {
    bodies_until: string;
  };
  assert.ok(Math.abs(new Date(kept.bodies_until).getTime() - Date.now() - 7_200_000) < 60_000);

  const bodies = await bodiesOf(await created());
  assert.match(bodies?.request ?? '', /Quinn Zephyr/);
  assert.match(bodies?.answer ?? '', /Quinn Zephyr/);
  const token = await lineOf(await send('/v1/tokens', { body: { name: 'secret', kind: 'staff' } }));
  const shown = await bodiesOf(token);
  assert.match(shown?.request ?? '', /"name": "secret"/);
  assert.doesNotMatch(JSON.stringify(shown), /pb_/);

  const { id } = (await send('/v1/contacts', { body: { phone: '+14155550177' } })).json as { id: number };
  const line = await created();
  assert.notEqual(await bodiesOf(line), null);
  assert.equal((await send(`/v1/contacts/${id}/forget`, { method: 'POST' })).status, 200);
  assert.equal(await bodiesOf(line), null);

  const last = await created();
  assert.notEqual(await bodiesOf(last), null);
  const ended = await as(owner, '/app/requests.json', 'PATCH', { bodyHours: 0 });
  assert.deepEqual([ended.status, (ended.json as { bodiesUntil: null }).bodiesUntil], [200, null]);
  assert.equal(await bodiesOf(last), null);
  assert.equal(await bodiesOf(await created()), null);
});

test('at the console administrators and developers see it, and no one else', async () => {
  const owner = await signIn(patchbay, 'owner@somedomain.com');
  const got = await as(owner, '/app/requests.json?method=POST');
  const { requests } = got.json as { requests: { id: number; method: string }[] };
  assert.ok(requests.length > 0 && requests.every(({ method }) => method === 'POST'));
  assert.equal((await as(owner, `/app/requests/${requests[0]?.id}.json`)).status, 200);
  assert.equal((await as(owner, '/app/requests/999999999.json')).status, 404);
  assert.equal((await as(owner, '/app/requests.json?method=BREW')).status, 400);
  const agent = await signIn(patchbay, 'agent@somedomain.com');
  for (const path of ['/app/requests.json', `/app/requests/${requests[0]?.id}.json`, '/app/requests/tokens.json'])
    assert.equal((await as(agent, path)).status, 403, path);
});

test('what is too old goes, and its bodies before it', async () => {
  const { forget } = await import('#storage/request-log.ts').then(({ createRequestLog }) => createRequestLog(database));
  await database.pool.query(`update api_request set at = now() - interval '8 days' where method = 'POST'`);
  assert.ok((await forget(new Date())) > 0);
  assert.deepEqual(await lines('&method=POST'), []);
  assert.ok((await lines()).length > 0);
});
