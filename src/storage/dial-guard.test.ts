/** What may be dialed over a trunk, cell by cell, and by two servers at once. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { PRESET_FACTS } from '#domain/directory/trunk-presets.ts';
import type { TrunkLimits } from '#domain/directory/trunk.ts';
import type { DialPlace } from '#domain/ports/dial-guard.ts';
import { storeDatabase, storedCalls } from '../../test/support/store-database.ts';
import { createDialGuard } from './dial-guard.ts';
import { createDirectory } from './directory.ts';
import { createSecretBox } from './secret-box.ts';
import { createTrunks } from './trunks.ts';

const database = await storeDatabase();
const { pool } = database;
const { make } = storedCalls(database);
const directory = createDirectory(database, Date.now);
let now = new Date('2026-11-27T12:00:00.000Z');
const parts = { database, directory, now: () => now };
const { store, book } = createTrunks({ ...parts, box: createSecretBox('/nonexistent/secret.key', null) });
const refusals: unknown[] = [];
const openGuard = () => createDialGuard({ ...parts, refused: (...refusal) => refusals.push(refusal) });
const [guard, other] = [openGuard(), openGuard()];
await pool.query(
  `insert into phone_number (workspace_id, number, display) values (1, '+13392195276', '+1 339-219-5276')`,
);

const made = async (limits: Partial<TrunkLimits> = {}, isEnabled = true): Promise<number> => {
  const { settings } = PRESET_FACTS.pbx;
  const all = { ...settings, name: 'PBX', preset: 'pbx', host: '192.0.2.10', isEnabled } as const;
  const trunk = await store.add(1, { ...all, limits: { ...settings.limits, ...limits } }, {});
  assert.ok(trunk.ok);
  return trunk.value.id;
};
const HOME = '+14155550148';
const dialing = (trunkId: number, number = HOME, callUid: string = randomUUID()) => ({
  workspaceId: 1,
  trunkId,
  number,
  callUid,
});
const why = (place: DialPlace) => (place.ok ? null : place.why);
const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000);
};

beforeEach(async () => {
  await pool.query('delete from dialed_call');
  await pool.query(
    'update workspace set dial_calls_at_once = 50, dial_calls_per_minute = 120, dial_minutes_per_day = 10000, call_back_countries = null',
  );
  await pool.query('delete from trunk');
  directory.changed(1);
  refusals.length = 0;
});

/** Number, what the trunk and the workspace allow -> why it is not dialed. */
const NUMBERS: readonly (readonly [string, Partial<TrunkLimits>, readonly string[] | null, string | null])[] = [
  [HOME, {}, null, null],
  ['+442079460000', {}, null, 'country'],
  ['+442079460000', {}, ['GB'], null],
  ['+14155550148', {}, ['GB'], 'country'],
  ['+442079460000', { countries: ['GB', 'US'] }, null, null],
  ['+14155550148', { countries: ['GB'] }, ['US'], 'country'],
  ['+14155550148', { countries: [] }, ['US'], 'country'],
  ['+19005551234', {}, null, 'premium'],
  ['+19005551234', { premiumAllowed: true }, null, null],
  ['+18005551234', {}, null, null],
  ['+449098790000', { countries: ['GB'] }, null, 'premium'],
  ['+870776123456', {}, null, 'premium'],
  ['+881612345678', { countries: ['US'] }, null, 'premium'],
  ['+870776123456', { premiumAllowed: true }, null, null],
];
for (const [number, limits, countries, refusal] of NUMBERS)
  test(`${number} with ${JSON.stringify(limits)}, ${String(countries)}: ${refusal ?? 'dialed'}`, async () => {
    await pool.query('update workspace set call_back_countries = $1 where id = 1', [countries]);
    const trunk = await made(limits);
    assert.equal(why(await guard.judge(dialing(trunk, number))), refusal);
    assert.equal(why(await guard.take(dialing(trunk, number))), refusal);
    assert.deepEqual(
      refusals,
      refusal === null
        ? []
        : [
            [1, trunk, refusal],
            [1, trunk, refusal],
          ],
    );
  });

test('calls a minute are counted over both servers, and a minute later there is room again', async () => {
  const trunk = await made({ callsPerMinute: 2 });
  const all = await Promise.all([guard, other, guard, other].map(async (each) => each.take(dialing(trunk))));
  assert.deepEqual(all.map(why).filter((each) => each === null).length, 2);
  assert.equal(why(await other.take(dialing(trunk))), 'calls_per_minute');
  later(61);
  assert.equal(why(await guard.take(dialing(trunk))), null);
});

test('the workspace’s own limits hold over all of its trunks', async () => {
  await pool.query('update workspace set dial_calls_per_minute = 2 where id = 1');
  const [one, two] = [await made(), await made()];
  assert.equal(why(await guard.take(dialing(one))), null);
  assert.equal(why(await guard.take(dialing(two))), null);
  assert.equal(why(await guard.take(dialing(two))), 'calls_per_minute');
});

test('what the workspace forbids no trunk of its allows, and no call of it is longer', async () => {
  const trunk = await made({ premiumAllowed: true, longestCallSeconds: 7200 });
  assert.equal(why(await guard.judge(dialing(trunk, '+19005551234'))), null);
  await store.changeLimits(1, { premiumAllowed: false, longestCallSeconds: 600, callsAtOnce: 1 });
  assert.equal(why(await guard.judge(dialing(trunk, '+19005551234'))), 'premium');
  const [carried] = await book.enabled();
  assert.equal(carried?.limits.longestCallSeconds, 600);
  assert.equal((await store.find(1, trunk))?.limits.longestCallSeconds, 7200, 'its own limit stays');
  assert.equal(why(await guard.take(dialing(trunk))), null);
  assert.equal(why(await guard.take(dialing(trunk))), 'calls_at_once');
  await store.changeLimits(1, { premiumAllowed: true, longestCallSeconds: 86_400 });
});

test('calls at once are those in progress; one that never came about counts for a minute', async () => {
  const trunk = await made({ callsAtOnce: 1 });
  const call = await make({ uid: randomUUID() });
  assert.equal(why(await guard.take(dialing(trunk, HOME, call.uid))), null);
  later(600);
  assert.equal(why(await other.take(dialing(trunk))), 'calls_at_once');
  await pool.query('update call set ends_at = $1 where id = $2', [now, call.id]);
  assert.equal(why(await other.take(dialing(trunk))), null);
  assert.equal(why(await guard.take(dialing(trunk))), 'calls_at_once', 'the one before is not stored yet');
  later(61);
  assert.equal(why(await guard.take(dialing(trunk))), null);
});

test('minutes a day are counted whole, and forgotten a day later', async () => {
  const trunk = await made({ minutesPerDay: 3 });
  const call = await make({ uid: randomUUID() });
  assert.equal(why(await guard.take(dialing(trunk, HOME, call.uid))), null);
  later(121);
  await pool.query('update call set ends_at = $1 where id = $2', [now, call.id]);
  assert.equal(why(await guard.take(dialing(trunk))), 'minutes_per_day', '121 seconds are three minutes');
  later(86_400);
  assert.equal(why(await guard.take(dialing(trunk))), null);
});

test('a place is given back, and judging takes none', async () => {
  const trunk = await made({ callsPerMinute: 1 });
  assert.equal(why(await guard.judge(dialing(trunk))), null);
  const taken = await guard.take(dialing(trunk));
  assert.ok(taken.ok && taken.place !== null);
  assert.equal(why(await guard.take(dialing(trunk))), 'calls_per_minute');
  await guard.drop(taken.place);
  assert.equal(why(await guard.take(dialing(trunk))), null);
});

test('a trunk that is off, gone or a neighbor’s dials nothing', async () => {
  const [off, there] = [await made({}, false), await made()];
  assert.equal(why(await guard.take(dialing(off))), 'trunk');
  assert.equal(why(await guard.take(dialing(999_999))), 'trunk');
  assert.equal(why(await guard.take({ ...dialing(there), workspaceId: 2 })), 'trunk');
});
