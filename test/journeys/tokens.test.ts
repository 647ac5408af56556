/** Tokens are rotated without a gap, and made and revoked at the console. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../support/manual-clock.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { peopleAt } from '../support/people.ts';

const HOUR_MS = 3_600_000;
const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { clock });
const { as } = peopleAt(patchbay);
const admin = await signIn(patchbay, 'owner@somedomain.com');

type Told = { id: number; token: string; former?: { id: number; expires_at: string }; expires_at?: string | null };
const told = ({ json }: Got): Told => json as Told;
const codeIn = ({ json }: Got): string => (json as { code: string }).code;
const make = async (body: object): Promise<Told> => told(await patchbay.send('/v1/tokens', { body }));
const rotate = async (id: number, body: object = {}, token?: string): Promise<Got> =>
  patchbay.send(`/v1/tokens/${id}/rotate`, { body, ...(token === undefined ? {} : { token }) });
const works = async (token: string): Promise<boolean> =>
  (await patchbay.send('/v1/workspace', { token })).status === 200;

test('the one that is replaced works on for its overlap, and the new one at once', async () => {
  const old = await make({ name: 'Turning', kind: 'read_only' });
  const rotated = await rotate(old.id, { overlap_hours: 1 });
  assert.equal(rotated.status, 201);
  const { token, former } = told(rotated);
  assert.deepEqual(former, { id: old.id, expires_at: '2026-11-02T10:00:00.000Z' });
  assert.deepEqual([await works(old.token), await works(token)], [true, true]);
  await clock.advance(HOUR_MS);
  assert.deepEqual([await works(old.token), await works(token)], [false, true]);
  assert.equal((await rotate(old.id)).status, 404, 'it works no longer');
});

test('with no overlap it ends at once; its own end is never put off', async () => {
  const sudden = await make({ name: 'Sudden', kind: 'app' });
  assert.equal((await rotate(sudden.id, { overlap_hours: 0 })).status, 201);
  assert.equal(await works(sudden.token), false);
  const soon = new Date(clock.now().getTime() + HOUR_MS).toISOString();
  const short = await make({ name: 'Short', kind: 'app', expires_at: soon });
  const { former, expires_at: end } = told(await rotate(short.id, { overlap_hours: 168 }));
  assert.deepEqual([former?.expires_at, end], [soon, soon]);
});

test('what cannot be rotated is refused: twice, by a setting, of a neighbor, for too long', async () => {
  const { id } = await make({ name: 'Once', kind: 'staff' });
  assert.equal((await rotate(id)).status, 201);
  assert.equal(codeIn(await rotate(id)), 'not_replaceable');
  const { data } = (await patchbay.send('/v1/tokens?limit=100')).json as {
    data: { id: number; by_setting: boolean }[];
  };
  assert.equal(codeIn(await rotate(data.find((each) => each.by_setting)?.id ?? 0)), 'not_replaceable');
  const other = await patchbay.send('/v1/workspaces', { body: { subdomain: 'token-neighbor', name: 'Neighbor' } });
  const fresh = await make({ name: 'Ours', kind: 'app' });
  assert.equal((await rotate(fresh.id, {}, told(other).token)).status, 404);
  assert.equal((await rotate(fresh.id, {}, fresh.token)).status, 403, 'an app rotates nothing');
  assert.equal((await rotate(fresh.id, { overlap_hours: 169 })).status, 422);
});

test('administrators make, rotate and revoke tokens at the console, and no one else', async () => {
  const made = told(await as(admin, '/app/tokens.json', 'POST', { name: ' CRM ', kind: 'read_only', days: 30 }));
  assert.equal(await works(made.token), true);
  const list = async () =>
    (
      (await as(admin, '/app/tokens.json')).json as {
        tokens: { id: number; name: string; madeBy: string; isReplaced: boolean }[];
      }
    ).tokens;
  const line = (await list()).find(({ id }) => id === made.id);
  assert.deepEqual([line?.name, line?.madeBy], ['CRM', 'owner@somedomain.com']);
  assert.ok((await list()).every((each) => !('token' in each) && !('hash' in each)));
  const rotated = told(await as(admin, `/app/tokens/${made.id}/rotate.json`, 'POST', { hours: 24 }));
  assert.deepEqual([await works(made.token), await works(rotated.token)], [true, true]);
  assert.equal((await list()).find(({ id }) => id === made.id)?.isReplaced, true);
  assert.equal((await as(admin, `/app/tokens/${made.id}/rotate.json`, 'POST', { hours: 24 })).status, 409);
  assert.equal((await as(admin, `/app/tokens/${rotated.id}.json`, 'DELETE')).status, 200);
  assert.equal(await works(rotated.token), false);
  assert.equal((await as(admin, `/app/tokens/${rotated.id}.json`, 'DELETE')).status, 404);
  for (const wrong of [{ name: 'x', kind: 'client' }, { name: 'x', kind: 'app', days: 0 }, { kind: 'app' }])
    assert.equal((await as(admin, '/app/tokens.json', 'POST', wrong)).status, 400);
  assert.equal((await as(admin, '/app/tokens.json', 'POST', { name: ' ', kind: 'app' })).status, 422);
  const foreign = { 'sec-fetch-site': 'cross-site' };
  assert.equal((await as(admin, '/app/tokens.json', 'POST', { name: 'x', kind: 'app' }, foreign)).status, 403);
  const agent = await signIn(patchbay, 'agent@somedomain.com');
  assert.equal((await as(agent, '/app/tokens.json')).status, 403);
  assert.equal((await patchbay.send('/app/tokens.json', { token: null })).status, 401);
});
