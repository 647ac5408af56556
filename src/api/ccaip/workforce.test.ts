/** What workforce tools and voice AIs ask: agents are made something, signed out, and queues say how they stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { assertConforms } from '../../../test/support/conforms.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { idOfName } from '../teams.ts';
import { QueueStatus } from './queue-status.ts';

// Slow enough that a call stays connected while it is looked at.
const patchbay = await testPatchbay({ PATCHBAY_SIMULATOR_SPEED: '10' });
const { send, engine } = patchbay;
type Fields = Readonly<Record<string, unknown>>;

const statuses = async (body: object) => send('/apps/api/v1/agent_statuses', { body });

test('a status is set by its name, of agents and of teams, whatever its case, and the answer tells both', async () => {
  const made = await send('/v1/workspace', {
    method: 'PATCH',
    body: { agent_statuses: [{ name: 'Lunch', color: 'amber', counts_as: 'break' }] },
  });
  assert.equal(made.status, 200, made.text);
  const got = await statuses({ status: 'lunch', agent_ids: [2], team_ids: [idOfName('Group 2')] });
  assert.equal(got.status, 200, got.text);
  const line = (id: number, name: string, email: string) => ({
    agent_id: id,
    name,
    email,
    agent_number: null,
    previous_status: 'Unavailable',
    current_status: 'Lunch',
  });
  assert.deepEqual(got.json, [
    line(2, 'Agent UJET', 'agent@somedomain.com'),
    line(3, 'Allen UJET', 'allen@somedomain.com'),
  ]);
  const agent = (await engine.directory.load(1)).agents.get(3);
  assert.deepEqual([agent?.status, agent?.statusName], ['break', 'Lunch']);
});

test('an agent who talks stays In-call', async () => {
  const placed = await send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: 'admin@somedomain.com',
      end_user_number: '+1 859-657-9625',
      outbound_number: '+1 339-219-5276',
    },
  });
  const { id } = placed.json as { readonly id: number };
  await patchbay.reached(id, 'connected');
  const [line = {}] = (await statuses({ status: 'Break', agent_ids: [1], team_ids: [] })).json as Fields[];
  assert.deepEqual(
    [line['previous_status'], line['current_status'], line['message']],
    ['In-call', 'In-call', "Agent can't be changed from system status 'In-call'"],
  );
  assert.equal((await engine.directory.load(1)).agents.get(1)?.status, 'available');
  await send(`/v1/calls/${id}/hang_up`, { method: 'POST', body: {} });
  await patchbay.until(id, ({ endsAt }) => endsAt !== null);
});

test('what cannot be set is refused, and nothing is set', async () => {
  const before = [...(await engine.directory.load(1)).agents.values()].map(({ status }) => status);
  for (const [body, message] of [
    [{ agent_ids: [2] }, 'param is missing or the value is empty: status'],
    [{ status: 'Break' }, 'param is missing or the value is empty: agent_ids'],
    [{ status: 'In-call', agent_ids: [2] }, 'status is not found'],
    [{ status: 'Break', agent_ids: [2, 99] }, 'agent_ids is not found'],
    [{ status: 'Break', agent_ids: ['2'] }, 'agent_ids is not well formed'],
    [{ status: 'Break', team_ids: [9] }, 'team_ids is not found'],
    [{ status: 'Break', agent_ids: Array.from({ length: 501 }, () => 2) }, 'agent_ids is not well formed'],
  ] as const) {
    const got = await statuses(body);
    assert.deepEqual([got.status, got.json], [400, { message }]);
  }
  assert.deepEqual(
    [...(await engine.directory.load(1)).agents.values()].map(({ status }) => status),
    before,
  );
});

test('agents are signed out everywhere', async () => {
  const hash = Buffer.alloc(32, 1);
  await patchbay.database.pool.query(
    `insert into session (hash, agent_id, workspace_id, created_at, last_seen_at, expires_at)
     values ($1, 2, 1, now(), now(), now() + interval '1 day')`,
    [hash],
  );
  const [agent = {}] = (await send('/manager/api/v1/agents?id[]=2')).json as Fields[];
  assert.equal(typeof agent['last_login_time'], 'string');
  const path = '/apps/api/v1/agent_statuses/force_logout';
  assert.deepEqual((await send(path, { body: { agent_ids: [99] } })).json, { message: 'agent_ids is not found' });
  assert.equal((await send(path, { body: { agent_ids: [2] } })).status, 200);
  const { rowCount } = await patchbay.database.pool.query('select from session where agent_id = 2');
  assert.equal(rowCount, 0);
});

const queues = async (query: string) => send(`/apps/api/v1/queues/status?${query}`);
const ASKED = 'lang=en&menu_type=mobile_menu';

test('a queue tells who is there, and the quarters of an hour in which it calls back', async () => {
  const start = new Date(Math.ceil(Date.now() / 900_000) * 900_000 + 86_400_000);
  const scheduled = await send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Scheduled (API)',
      menu_id: 9,
      end_user_number: '+1 859-657-9625',
      scheduled_at: new Date(start.getTime() + 20 * 60_000).toISOString(),
    },
  });
  assert.equal(scheduled.status, 201, scheduled.text);
  const got = await queues(
    `${ASKED}&menu_id[]=9&menu_id[]=52&callback_period_hours=1&callback_start_from=${start.toISOString()}`,
  );
  assert.equal(got.status, 200, got.text);
  const [open, closed] = (got.json as { queues: Fields[] }).queues;
  assertConforms(Type.Array(QueueStatus), [open, closed]);
  const periods = open?.['callback_periods'] as Fields[] | undefined;
  assert.deepEqual(
    periods?.map((each) => [each['scheduled_calls'], each['max_slots']]),
    [0, 1, 0, 0].map((calls) => [calls, 4]),
  );
  assert.deepEqual(
    [periods?.[0]?.['end_time'], periods?.[0]?.['date']],
    [periods?.[1]?.['start_time'], start.toISOString().slice(0, 10).replaceAll('-', '')],
  );
  assert.deepEqual([open?.['logged_in_agents'], open?.['hours_of_operation']], [3, null]);
  assert.deepEqual([closed?.['callback_periods'], closed?.['hours_of_operation']], [[], []]);
});

test('what a queue cannot tell is refused in order', async () => {
  const ten = Array.from({ length: 11 }, (_, place) => `menu_id[]=${place + 1}`).join('&');
  for (const [query, status, message] of [
    ['', 400, 'param is missing or the value is empty: lang'],
    ['lang=en', 400, 'param is missing or the value is empty: menu_id'],
    ['lang=en&menu_id[]=9', 400, 'param is missing or the value is empty: menu_type'],
    [`${ASKED}&${ten}`, 400, 'At most 10 menu_id are permitted'],
    [`${ASKED}&menu_id[]=x`, 400, 'menu_id[] is not well formed'],
    ['lang=en&menu_id[]=9&menu_type=ivr', 400, 'menu_type is not well formed'],
    [`${ASKED}&menu_id[]=9&callback_period_hours=25`, 400, 'callback_period_hours is not well formed'],
    [`${ASKED}&menu_id[]=9&callback_start_from=2001-01-01T00Z`, 400, 'callback_start_from must not be in the past'],
    [`${ASKED}&menu_id[]=10`, 404, 'menu_id 10 is not found'],
  ] as const) {
    const got = await queues(query);
    assert.deepEqual([got.status, got.json], [status, { message }], query);
  }
});
