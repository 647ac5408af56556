/** What programs read beside calls: agents, what they are and were, menus, teams, statuses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { assertConforms } from '../../../test/support/conforms.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { ActivityObject, AgentObject, CurrentStatus } from './agent-write.ts';
import { WholeTeam } from './teams.ts';
import { userStatuses } from './user-statuses.ts';

// Slow enough that a call stays connected while it is looked at.
const patchbay = await testPatchbay({ PATCHBAY_SIMULATOR_SPEED: '10' });
const { send, engine } = patchbay;
const ROOT = '/manager/api/v1';

type Fields = Readonly<Record<string, unknown>>;
async function list(path: string): Promise<readonly Fields[]> {
  const got = await send(ROOT + path);
  assert.equal(got.status, 200, got.text);
  return got.json as Fields[];
}
const idsOf = async (path: string) => (await list(path)).map(({ id }) => id);

const change = async (path: string, body: object): Promise<void> => {
  const got = await send(path, { method: 'PATCH', body });
  assert.equal(got.status, 200, got.text);
};

// Agents 3, 2 and 4 take a status one after the other.
for (const [agentId, status, name] of [
  [3, 'break', null],
  [2, 'break', 'Lunch'],
  [4, 'available', null],
] as const)
  assert.equal(await engine.setAgentStatus(1, agentId, status, name), true);
await patchbay.database.pool.query(
  `update agent set idle_since = '2031-01-01T00:00:00Z'::timestamptz + make_interval(mins => case id when 3 then 1 when 2 then 2 when 4 then 3 else -10000000 end)`,
);
await change('/v1/workspace', { agent_statuses: [{ name: 'Lunch', color: 'amber', counts_as: 'break' }] });

test('agents are listed as documented, by their ids unless asked', async () => {
  const agents = await list('/agents');
  assertConforms(Type.Array(AgentObject), agents);
  assert.deepEqual(
    agents.map(({ id }) => id),
    [1, 2, 3, 4],
  );
  const lunch = agents[1] ?? {};
  assert.deepEqual(lunch['status'], userStatuses([{ name: 'Lunch', color: 'amber', countsAs: 'break' }]).at(-1));
  assert.equal(lunch['status_updated_at'], '2031-01-01T00:02:00.000Z');
  assert.deepEqual((await send(`${ROOT}/agents/2`)).json, lunch);
  assert.deepEqual((await send(`${ROOT}/agents/99`)).json, { message: 'Not Found' });
});

test('agents are found by what they are, and sorted by since when', async () => {
  assert.deepEqual(await idsOf('/agents?id[]=4&id[]=2&id[]=99'), [2, 4]);
  assert.deepEqual(await idsOf('/agents?status_id[]=3'), [3]);
  assert.deepEqual(await idsOf('/agents?online[]=true'), []);
  assert.deepEqual(await idsOf('/agents?wrap_up[]=true&wrap_up[]=false&per=2'), [1, 2]);
  assert.deepEqual(await idsOf('/agents?location[]=Berlin'), []);
  assert.deepEqual(await idsOf('/agents?agent_number[]=7'), []);
  const bookmark = 'sort_column=status_updated_at&sort_direction=ASC&status_updated_at[from]=2031-01-01T00:02:00Z';
  assert.deepEqual(await idsOf(`/agents?${bookmark}`), [2, 4]);
  for (const [query, message] of [
    ['status_id[]=x', 'status_id[] is not well formed'],
    ['online[]=1', 'online[] is not well formed'],
    ['sort_column=email', 'sort_column is not well formed'],
    ['page=1000001', 'page is not well formed'],
  ])
    assert.deepEqual((await send(`${ROOT}/agents?${query}`)).json, { message });
});

test('every list says how many there are, and its links lead through all of them once', async () => {
  for (const path of ['/agents', '/menus', '/teams', '/user_statuses', '/agent_activity_logs']) {
    const all = await idsOf(path);
    const seen: unknown[] = [];
    let next: string | undefined = `${ROOT}${path}?page=1&per=2`;
    while (next !== undefined) {
      const got = await send(next);
      assert.deepEqual([got.headers.get('total'), got.headers.get('per-page')], [String(all.length), '2'], path);
      seen.push(...(got.json as Fields[]).map(({ id }) => id));
      next = /^<([^>]+)>; rel="next"$/.exec(got.headers.get('link') ?? '')?.[1]?.slice(patchbay.address.length);
    }
    assert.deepEqual(seen, all, path);
    assert.deepEqual(await list(`${path}?page=1000000`), [], path);
  }
});

test('who talks is In-call since they were connected, and what they were since the talk ended', async () => {
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
  const now = async () => {
    const statuses = await list('/agents/current_status?id[]=1');
    assertConforms(Type.Array(CurrentStatus), statuses);
    return statuses[0] ?? {};
  };
  const times = async () => (await engine.calls.byId(1, id))?.participants.find((each) => each.agentId === 1);
  const micro = (at: Date | null | undefined) => at?.toISOString().replace('Z', '000Z');
  const talking = { id: 1, status: 'In-call', status_updated_at: micro((await times())?.connectedAt) };
  assert.deepEqual(await now(), talking);
  assert.deepEqual(await idsOf('/agents?status_id[]=6'), [1]);
  await send(`/v1/calls/${id}/hang_up`, { method: 'POST', body: {} });
  await patchbay.until(id, ({ endsAt }) => endsAt !== null);
  assert.deepEqual(await now(), { id: 1, status: 'Available', status_updated_at: micro((await times())?.endedAt) });
});

test('what an agent was is told with its end, which is the beginning of the next', async () => {
  await engine.setAgentStatus(1, 3, 'unavailable');
  const activities = await list('/agent_activity_logs?agent_id[]=3&sort_column=started_at&sort_direction=ASC');
  assertConforms(Type.Array(ActivityObject), activities);
  assert.deepEqual(
    activities.map(({ status }) => (status as Fields)['name']),
    ['Break', 'Unavailable'],
  );
  assert.equal(activities[0]?.['ended_at'], activities[1]?.['started_at']);
  assert.deepEqual([activities[1]?.['ended_at'], activities[1]?.['duration']], [null, null]);
  const from = String(activities[1]?.['started_at']);
  assert.deepEqual(await idsOf(`/agent_activity_logs?agent_id[]=3&started_at[from]=${from}`), [activities[1]?.['id']]);
  assert.deepEqual(await idsOf(`/agent_activity_logs?id[]=${Number(activities[0]?.['id'])}`), [activities[0]?.['id']]);
  assert.deepEqual(await idsOf('/agent_activity_logs?started_at[to]=2001-01-01'), []);
});

test('a ring group is a team, and the tree of menus nests what lies below', async () => {
  await change('/v1/menus/50', { parent_id: 10 });
  const teams = await list('/teams?sort_column=position');
  assertConforms(Type.Array(WholeTeam), teams);
  assert.deepEqual(
    teams.map(({ name, assignees }) => [name, (assignees as Fields[]).map(({ id }) => id)]),
    [
      ['Group 1', [1, 2, 4]],
      ['Group 2', [3]],
    ],
  );
  const [menu = {}] = await list('/menus?id[]=9');
  assert.deepEqual(
    (menu['team_assignments'] as { team: Fields }[]).map(({ team }) => team),
    teams,
  );
  const support = (await list('/menus/tree')).find(({ id }) => id === 10) ?? {};
  assert.deepEqual(
    (support['children'] as Fields[]).map(({ id, children }) => [id, children]),
    [[50, []]],
  );
  assert.deepEqual(
    (await list('/teams/tree')).map(({ id, children }) => [id, children]),
    teams.map(({ id }) => [id, []]),
  );
  assert.deepEqual((await send(`${ROOT}/teams/${Number(teams[0]?.['id'])}`)).json, teams[0]);
  assert.equal((await send(`${ROOT}/teams/9`)).status, 404);
  assert.equal((await send(`${ROOT}/menus/1`)).status, 404);
});

test('there are no chats', async () => {
  assert.deepEqual(await list('/chats?page=1&per=100&sort_column=updated_at&sort_direction=ASC'), []);
});
