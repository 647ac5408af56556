import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Region } from '#domain/directory/phone-number.ts';
import { isEmergencyNumber } from './emergency.ts';

/** What is typed, the country of the workspace -> whether it reaches the emergency services. */
const TYPED: readonly (readonly [string, Region | null, boolean])[] = [
  ['911', 'US', true],
  ['9-1-1', 'US', true],
  [' 911 ', 'US', true],
  ['+1911', 'US', true],
  ['+1 911', 'US', true],
  ['tel:911', 'US', true],
  ['112', 'US', true],
  ['112', 'DE', true],
  ['110', 'DE', true],
  ['+49110', 'DE', true],
  ['999', 'GB', true],
  ['000', 'AU', true],
  ['119', 'JP', true],
  ['112', null, true],
  ['911', null, true],
  ['988', 'US', false],
  ['110', 'US', false],
  ['411', 'US', false],
  ['1', 'US', false],
  ['', 'US', false],
  ['nine', 'US', false],
  ['+14155550148', 'US', false],
  ['4155550911', 'US', false],
  ['+442079460999', 'GB', false],
  ['1'.repeat(500), 'US', false],
];
for (const [text, region, isEmergency] of TYPED)
  test(`${JSON.stringify(text.slice(0, 20))} in ${region} is ${isEmergency ? '' : 'no '}emergency`, () =>
    assert.equal(isEmergencyNumber(text, region), isEmergency));
