import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithheld } from './withheld-number.ts';

const WITHHELD = [
  'anonymous',
  'Anonymous',
  'ANONYMOUS',
  'Restricted',
  'unavailable',
  'private',
  'Private Number',
  'No Caller ID',
  'unknown',
  'withheld',
  '"Anonymous" ',
  'sip:anonymous@anonymous.invalid',
  '<sip:Anonymous@10.0.0.1>',
  '+266696687',
  '+7378742833',
  '+86282452253',
  '+2562533',
  '+8656696',
  '+7748283',
  '+266 696 687',
];
for (const text of WITHHELD) test(`${text} is a withheld number`, () => assert.equal(isWithheld(text), true));

const NUMBERS = [
  '+14155550148',
  '+1 415 555 0148',
  '266696687',
  '',
  '+',
  'anon',
  'private line 5',
  '123123',
  'constructor',
];
for (const text of NUMBERS) test(`${JSON.stringify(text)} is not`, () => assert.equal(isWithheld(text), false));

test('a long text is not looked at', () => assert.equal(isWithheld(`anonymous${' '.repeat(100_000)}`), false));
