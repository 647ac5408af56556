import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import type { CallDetail, CallsPage, Today } from './calls-protocol.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const [admin, agent] = [await signIn(patchbay, 'owner@somedomain.com'), await signIn(patchbay)];

async function get(
  path: string,
  cookie: string | undefined = admin,
): Promise<{ status: number; json: unknown; cache: string | null }> {
  const { status, json, headers } = await patchbay.send(path, { token: null, headers: { cookie } });
  return { status, json, cache: headers.get('cache-control') };
}
const page = async (query = '', cookie = admin): Promise<CallsPage> =>
  (await get(`/app/calls.json${query}`, cookie)).json as CallsPage;

async function addCall(number: string): Promise<number> {
  const noted = await patchbay.send('/v1/calls', { body: { origin: 'action_only', contact_number: number } });
  assert.equal(noted.status, 201, noted.text);
  const { id } = noted.json as { id: number };
  await patchbay.send(`/v1/calls/${id}/hang_up`, { body: { by: 'end_user' } });
  return id;
}
const ids: number[] = [];
for (const last of [1, 2, 3, 4, 5]) ids.unshift(await addCall(`+1415555010${last}`));

test('no one reads calls without signing in, and no answer is kept by a cache', async () => {
  for (const path of ['/app/calls.json', `/app/calls/${ids[0]}.json`, '/app/today.json']) {
    const refused = await get(path, 'patchbay_session=nonsense');
    assert.deepEqual([refused.status, refused.cache], [401, 'no-store'], path);
    const served = await get(path);
    assert.deepEqual([served.status, served.cache], [200, 'no-store'], path);
  }
});

test('how a call was connected is for those who oversee calls, and unknown calls are none', async () => {
  assert.deepEqual((await get(`/app/calls/${ids[0]}/sip.json`)).json, { legs: [], sound: [] });
  assert.equal((await get(`/app/calls/${ids[0]}/sip.json`, agent)).status, 403);
  assert.equal((await get('/app/calls/999999/sip.json')).status, 404);
  const other = { headers: { authorization: 'Bearer a-token-of-no-one-0123456789' } };
  assert.equal((await patchbay.send(`/v1/calls/${ids[0]}/sip`, other)).status, 401);
  assert.deepEqual((await patchbay.send(`/v1/calls/${ids[0]}/sip`)).json, { legs: [], sound: [] });
  assert.equal((await patchbay.send('/v1/calls/999999/sip')).status, 404);
});

test('the list continues page after page, newest first, each call once', async () => {
  const seen: number[] = [];
  let next: string | null = null;
  for (let turn = 0; turn < 10; turn += 1) {
    const { calls, next: after }: CallsPage = await page(`?limit=2${next === null ? '' : `&after=${next}`}`);
    seen.push(...calls.map(({ id }) => id));
    next = after;
    if (next === null) break;
  }
  assert.deepEqual(seen, ids);
});

test('the list is narrowed by what is asked, and what makes no sense is refused in words', async () => {
  assert.deepEqual((await page('?show=missed')).calls, []);
  assert.equal((await page('?show=answered&direction=inbound')).calls.length, 5);
  assert.deepEqual(
    (await page('?find=5550103')).calls.map(({ id }) => id),
    [ids[2]],
  );
  for (const query of ['?show=x', '?limit=101', '?after=x', '?agent=x', '?find=x']) {
    const { status, json } = await get(`/app/calls.json${query}`);
    assert.equal(status, 400, query);
    assert.ok((json as { message: string }).message.length > 0);
  }
});

test('calls are found by a name, a part of a number, and words that were said in them, at both doors', async () => {
  const [first, second] = [ids[4] ?? 0, ids[3] ?? 0];
  const said = [{ speaker: 'user', text: 'The Straße is flooded, señor.', startSeconds: 0, endSeconds: 2 }];
  await patchbay.database.pool.query(
    'insert into transcript (call_id, workspace_id, turns, created_at) values ($1, 1, $2, now()), ($3, 1, $2, now())',
    [first, JSON.stringify(said), second],
  );
  await patchbay.database.pool.query(
    `update contact set name = 'Ottilie Quince' where phone = '+14155550102' and workspace_id = 1`,
  );
  const found = async (text: string): Promise<readonly number[][]> => {
    const { data } = (await patchbay.send(`/v1/calls?search=${encodeURIComponent(text)}`)).json as {
      data: { id: number }[];
    };
    const { calls } = await page(`?find=${encodeURIComponent(text)}`);
    return [data, calls].map((list) => list.map(({ id }) => id));
  };
  for (const [text, calls] of [
    ['flooded', [second, first]],
    ['STRASSE', []],
    ['straße flooded', [second, first]],
    ['"is flooded"', [second, first]],
    ['flooded dry', []],
    ['Quince', [second]],
    ['555-0102', [second]],
  ] as const)
    assert.deepEqual(await found(text), [calls, calls], text);
  const { next_cursor: cursor } = (await patchbay.send('/v1/calls?search=flooded&limit=1')).json as {
    next_cursor: string;
  };
  const rest = (await patchbay.send(`/v1/calls?search=flooded&limit=1&cursor=${cursor}`)).json as {
    data: { id: number }[];
  };
  assert.deepEqual(
    rest.data.map(({ id }) => id),
    [first],
  );
  assert.equal((await patchbay.send('/v1/calls?search=x')).status, 400);
  assert.deepEqual((await page('?find=flooded', agent)).calls, [], 'an agent finds no words of others’ calls');
});

test('an agent sees no calls of others, neither in the list nor by their address', async () => {
  assert.deepEqual((await page('', agent)).calls, []);
  assert.equal((await get(`/app/calls/${ids[0]}.json`, agent)).status, 404);
});

test('the page of a call has all of it, and how each API tells it', async () => {
  const detail = (await get(`/app/calls/${ids[0]}.json`)).json as CallDetail;
  assert.deepEqual(
    [detail.call.id, detail.call.state, detail.call.contact?.number],
    [ids[0], 'action_only_finished', '+14155550105'],
  );
  assert.deepEqual([detail.recording, detail.transcript], [null, null]);
  assert.ok(detail.events.length > 0);
  assert.deepEqual(
    detail.events.map(({ seq }) => seq),
    detail.events.map(({ seq }) => seq).toSorted((a, b) => a - b),
  );
  const told = Object.entries(detail.views).map(([name, { status }]) => `${name} ${status}`);
  assert.deepEqual(
    told.toSorted((a, b) => a.localeCompare(b)),
    ['ccaip 200', 'intercom 200', 'patchbay 200', 'vcita 200'],
  );
});

for (const id of ['0', '-1', 'x', '999999', '1.5'])
  test(`there is no call ${id}`, async () => assert.equal((await get(`/app/calls/${id}.json`)).status, 404));

test('the day counts what ended since midnight', async () => {
  const before = (await get('/app/today.json')).json as Today;
  const { id } = (await patchbay.database.pool.query<{ id: number }>('select min(id) as id from call')).rows[0] ?? {
    id: 0,
  };
  await patchbay.database.pool.query(`update call set state = 'failed' where id = $1`, [id]);
  assert.deepEqual((await get('/app/today.json')).json, { ...before, missed: before.missed + 1 });
  await patchbay.database.pool.query(`update call set created_at = now() - interval '1 day' where id = $1`, [id]);
  assert.deepEqual((await get('/app/today.json')).json, before);
});
