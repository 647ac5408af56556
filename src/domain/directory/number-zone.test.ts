import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zonesOf } from './number-zone.ts';

const WINTER = new Date('2026-01-15T12:00:00.000Z');

test('a country with one time has one zone, one with several the first and the last, no country none', () => {
  assert.equal(zonesOf('+493012345678', WINTER).length, 1);
  const [west, east] = zonesOf('+14155550148', WINTER);
  assert.ok(west !== undefined && east !== undefined);
  const hour = (timeZone: string): number =>
    Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(WINTER));
  assert.deepEqual([hour(west), hour(east)], [2, 7], 'Hawaii and New York');
  assert.deepEqual(zonesOf('+99999999999', WINTER), []);
});
