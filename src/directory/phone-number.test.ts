import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isE164, isLandline, maskNumber, readPhoneNumber } from './phone-number.ts';

/** The numbers of the seeds, and others, with what is read. */
const READ: readonly (readonly [string, string | null])[] = [
  ['+1 205-123-4567', '+12051234567'],
  ['+1 859-657-9625', '+18596579625'],
  ['+1 339-219-5276', '+13392195276'],
  ['+1 760-867-5309', '+17608675309'],
  ['+82-10-6861-2345', '+821068612345'],
  ['+1234567890', null],
  ['+1 555-123-4567', '+15551234567'],
  ['+40241100100', '+40241100100'],
  [' +1 859-657-9625 ', '+18596579625'],
  ['123123', null],
  ['+1 999-657-12', null],
  ['+123123', null],
  ['18596579625', null],
  ['0018596579625', null],
  ['+1 (859) 657-9625', null],
  ['+1 859-657-9625 ext 3', null],
  ['+1859657962५', null],
  ['+', null],
  ['', null],
  ['++18596579625', null],
  ['+999123456789', null],
  [`+1${' '.repeat(60)}8596579625`, null],
];
for (const [text, expected] of READ)
  test(`${JSON.stringify(text.slice(0, 24))} ${expected === null ? 'is not well formed' : `is ${expected}`}`, () => {
    assert.equal(readPhoneNumber(text), expected);
  });

test('reading what was read changes nothing, and what is read is E.164', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[\d -]{5,20}$/), (text) => {
      const number = readPhoneNumber(text);
      if (number === null) return;
      assert.ok(isE164(number));
      assert.equal(readPhoneNumber(number), number);
    }),
  );
});

test('a trunk zero after the country code is left out; two of them are no number', () => {
  assert.equal(readPhoneNumber('+46 08 452 83 05'), '+4684528305');
  for (const text of ['+460084528305', '+910050541778', '+490091867', '+6400597336102'])
    assert.equal(readPhoneNumber(text), null, text);
});

test('E.164 is a plus sign and 7 to 15 digits, the first of them not 0', () => {
  for (const text of ['+1234567', '+123456789012345', '+1234567890']) assert.ok(isE164(text), text);
  for (const text of ['+123456', '+1234567890123456', '+0123456789', '1234567', '+1 234567', '+1234567\n'])
    assert.ok(!isE164(text), JSON.stringify(text));
});

test('a landline by its plan gets no text message; where the plan cannot tell, it may', () => {
  assert.equal(isLandline('+40241100100'), true);
  assert.equal(isLandline('+821068612345'), false);
  assert.equal(isLandline('+13392195276'), false);
});

test('a masked number tells the country and two digits', () => {
  assert.equal(maskNumber('+18596579625'), '+18…25');
  assert.equal(maskNumber(null), null);
});
