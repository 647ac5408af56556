import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Region } from './phone-number.ts';
import { numberForTrunk, numberFromTrunk } from './trunk-number.ts';
import type { NumberFormat } from './trunk.ts';

/** Number, country of the workspace -> as each format writes it. */
const OUT: readonly (readonly [string, Region | null, Readonly<Record<NumberFormat, string>>])[] = [
  ['+14155550148', 'US', { plus_e164: '+14155550148', e164: '14155550148', national: '4155550148' }],
  ['+14155550148', 'CA', { plus_e164: '+14155550148', e164: '14155550148', national: '14155550148' }],
  ['+442079460000', 'GB', { plus_e164: '+442079460000', e164: '442079460000', national: '02079460000' }],
  ['+442079460000', 'US', { plus_e164: '+442079460000', e164: '442079460000', national: '011442079460000' }],
  ['+4930901820', 'DE', { plus_e164: '+4930901820', e164: '4930901820', national: '030901820' }],
  ['+4930901820', 'AU', { plus_e164: '+4930901820', e164: '4930901820', national: '00114930901820' }],
  ['+390612345678', 'IT', { plus_e164: '+390612345678', e164: '390612345678', national: '0612345678' }],
  ['+33142685300', 'FR', { plus_e164: '+33142685300', e164: '33142685300', national: '0142685300' }],
  ['+5511987654321', 'BR', { plus_e164: '+5511987654321', e164: '5511987654321', national: '11987654321' }],
  ['+442079460000', null, { plus_e164: '+442079460000', e164: '442079460000', national: '442079460000' }],
];

for (const [number, home, written] of OUT)
  for (const [numberFormat, text] of Object.entries(written) as [NumberFormat, string][])
    test(`${number} is ${text} to a trunk that wants ${numberFormat}, in ${home}`, () => {
      assert.equal(numberForTrunk({ numberFormat, numberPrefix: '' }, number, home), text);
      assert.equal(numberForTrunk({ numberFormat, numberPrefix: '99#' }, number, home), `99#${text}`);
      assert.equal(numberFromTrunk(text, home, numberFormat), number, 'and is read again');
    });

/** What a trunk writes, country of the workspace -> the number. */
const IN: readonly (readonly [string, Region | null, string | null])[] = [
  ['+14155550148', 'DE', '+14155550148'],
  ['14155550148', 'DE', '+14155550148'],
  ['4155550148', 'US', '+14155550148'],
  ['41555550148', 'US', '+41555550148'],
  ['(415) 555-0148', 'US', '+14155550148'],
  ['02079460000', 'GB', '+442079460000'],
  ['00442079460000', 'DE', '+442079460000'],
  ['011442079460000', 'US', '+442079460000'],
  ['00442079460000', 'US', '+442079460000'],
  ['0014155550148', 'US', '+14155550148'],
  ['00', 'US', null],
  ['00911', 'US', null],
  ['tel:+1-415-555-0148', null, '+14155550148'],
  ['tel:7946-0000;phone-context=+4420', null, '+442079460000'],
  ['tel:415-555-0148;phone-context=+1;isub=1', null, '+14155550148'],
  ['sip:+14155550148@sip.example.com;user=phone', null, '+14155550148'],
  ['+14155550148;npdi;rn=+14155550100', null, '+14155550148'],
  ['%2B14155550148', null, '+14155550148'],
  [' 14155550148 ', null, '+14155550148'],
  // Not one of these is a number that could be called back.
  ['anonymous', 'US', null],
  ['Anonymous', 'US', null],
  ['sip:anonymous@anonymous.invalid', 'US', null],
  ['unavailable', 'US', null],
  ['Restricted', 'US', null],
  ['unknown', 'US', null],
  ['private', 'US', null],
  ['+266696687', 'US', null],
  ['201', 'DE', null],
  ['911', 'US', null],
  ['*97', 'US', null],
  ['alice', 'US', null],
  ['', 'US', null],
  ['+', 'US', null],
  ['tel:', 'US', null],
  ['tel:201;phone-context=example.com', 'US', null],
  ['1'.repeat(21), 'US', null],
  [`+1415555014${'8'.repeat(300)}`, 'US', null],
  ['14155550148\r\nX: y', 'US', null],
];

for (const [text, home, number] of IN)
  test(`${JSON.stringify(text.slice(0, 60))} from a trunk, in ${home}, is ${number}`, () =>
    assert.equal(numberFromTrunk(text, home), number));
