import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertConforms } from '../../../../test/support/conforms.ts';
import { testPatchbay } from '../../../../test/support/patchbay.ts';
import { ErrorList } from '../schema.ts';
import * as schema from './schema.ts';

const patchbay = await testPatchbay();
const { send } = patchbay;
type Fields = Readonly<Record<string, unknown>>;

const statusOf = async (id: number): Promise<unknown> => {
  const { agents } = await patchbay.engine.directory.load(1);
  return [agents.get(id)?.status, agents.get(id)?.statusName];
};
const away = async (id: number | string, body: object) => send(`/admins/${id}/away`, { method: 'PUT', body });

test('agents are admins, and the groups that ring them their teams', async () => {
  const list = (await send('/admins')).json as { admins: readonly Fields[] };
  assertConforms(schema.AdminList, list);
  assert.deepEqual(
    list.admins.map(({ id, team_ids: teams }) => [id, (teams as unknown[]).length]),
    [
      ['1', 1],
      ['2', 1],
      ['3', 1],
      ['4', 1],
    ],
  );
  const { json: teams } = await send('/teams');
  assertConforms(schema.TeamList, teams);
  const [first] = (teams as { teams: readonly Fields[] }).teams;
  assert.deepEqual(list.admins[0]?.['team_ids'], [Number(first?.['id'])]);
  const one = (await send('/admins/1')).json;
  assertConforms(schema.AdminObject, one);
  assert.deepEqual(one, list.admins[0]);
  assert.deepEqual(((await send('/me')).json as Fields)['team_ids'], list.admins[0]?.['team_ids']);
});

test('who is set to away is not rung, and back is available; a reason is one of the workspace’s own statuses', async () => {
  const statuses = [
    { name: 'Lunch', color: 'amber', counts_as: 'break' },
    { name: 'Chat', color: 'green', counts_as: 'available' },
  ];
  const saved = await send('/v1/workspace', { method: 'PATCH', body: { agent_statuses: statuses } });
  assert.equal(saved.status, 200, saved.text);
  const { json: reasons } = await send('/away_status_reasons');
  assertConforms(schema.AwayReasons, reasons);
  const [lunch, ...others] = (reasons as { data: readonly Fields[] }).data;
  assert.deepEqual([lunch?.['label'], others], ['Lunch', []]);
  const reason = Number(lunch?.['id']);
  const gone = await away(2, { away_mode_enabled: true, away_mode_reassign: false, away_status_reason_id: reason });
  assertConforms(schema.AdminObject, gone.json);
  assert.equal((gone.json as Fields)['away_status_reason_id'], reason);
  assert.deepEqual(await statusOf(2), ['break', 'Lunch']);
  await away(2, { away_mode_enabled: true, away_mode_reassign: true });
  assert.deepEqual(await statusOf(2), ['unavailable', null]);
  await away(2, { away_mode_enabled: false, away_mode_reassign: false });
  assert.deepEqual(await statusOf(2), ['available', null]);
});

test('an away mode that is not all there changes nothing', async () => {
  const wrong: readonly (readonly [object, string])[] = [
    [{}, 'parameter_not_found'],
    [{ away_mode_enabled: true }, 'parameter_not_found'],
    [{ away_mode_enabled: 'yes', away_mode_reassign: true }, 'parameter_invalid'],
    [{ away_mode_enabled: true, away_mode_reassign: true, away_status_reason_id: 1 }, 'parameter_invalid'],
  ];
  const before = await statusOf(3);
  for (const [body, code] of wrong) {
    const got = await away(3, body);
    assert.equal(got.status, 400, got.text);
    assertConforms(ErrorList, got.json);
    assert.equal((got.json as { errors: { code: string }[] }).errors[0]?.code, code);
  }
  assert.deepEqual(await statusOf(3), before);
  assert.equal((await away('x', { away_mode_enabled: true, away_mode_reassign: true })).status, 404);
});

test('what there is none of is an empty list in the vendor’s shape', async () => {
  const lists = [
    ['/companies', schema.CompanyList],
    ['/companies/scroll?scroll_param=x', schema.CompanyScroll],
    ['/segments?include_count=true', schema.SegmentList],
    ['/data_attributes?model=company', schema.EmptyList],
    ['/ticket_types', schema.EmptyList],
  ] as const;
  for (const [path, shape] of lists) assertConforms(shape, (await send(path)).json);
  for (const path of ['/companies/1', '/segments/1', '/ticket_types/1', '/tickets/1', '/tags/1']) {
    const got = await send(path);
    assert.equal(got.status, 404, path);
    assertConforms(ErrorList, got.json);
  }
  assert.equal((await send('/companies?page=0')).status, 400);
});
