import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Region } from './phone-number.ts';
import { isE164, isLandline, readPastedNumber, readPhoneNumber, regionOf } from './phone-number.ts';

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

/** What address books, `autocomplete=tel` and web pages put into a field, the region it is read in, and the number. */
const PASTED: readonly (readonly [string, Region | null, string | null])[] = [
  ['+1 (415) 555-0123', null, '+14155550123'],
  ['+1 415.555.0123', null, '+14155550123'],
  ['+1\u00A0415\u202F555\u20110123', null, '+14155550123'],
  ['+1 – 415 — 555 − 0123', null, '+14155550123'],
  ['\u202A+1 415 555 0123\u202C', null, '+14155550123'],
  ['\u2066+1 415 555 0123\u2069', null, '+14155550123'],
  ['\u200E+1 415 555 0123\u200F', null, '+14155550123'],
  ['\uFEFF+1\u200B415\u00AD555\u20600123', null, '+14155550123'],
  ['+1\t415\r\n555 0123\n', null, '+14155550123'],
  ['+44 (0)20 7946 0958', null, '+442079460958'],
  ['+49 (0) 30 / 123456', null, '+4930123456'],
  ['(+44) 20-7946-0958', null, '+442079460958'],
  ['+[44] 20 7946 0958', null, '+442079460958'],
  ['+39 06 6982', null, '+39066982'],
  ['+33.1.42.68.53.00', null, '+33142685300'],
  ['+81（3）1234－5678', null, '+81312345678'],
  ['＋８１　３　１２３４　５６７８', null, '+81312345678'],
  ['+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧', null, '+966501234567'],
  ['+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹', null, '+989123456789'],
  ['tel:+14155550123', null, '+14155550123'],
  ['TEL: +1-415-555-0123', null, '+14155550123'],
  ['tel:%2B1%20415%20555%200123', null, '+14155550123'],
  ['00 44 20 7946 0958', 'DE', '+442079460958'],
  ['0044 (0)20 7946 0958', 'GB', '+442079460958'],
  ['0049 30 123456', 'US', '+4930123456'],
  ['011 44 20 7946 0958', 'US', '+442079460958'],
  ['(415) 555-0123', 'US', '+14155550123'],
  ['1-415-555-0123', 'US', '+14155550123'],
  ['020 7946 0958', 'GB', '+442079460958'],
  ['030/123456', 'DE', '+4930123456'],
  ['06 6982', 'IT', '+39066982'],
  ['0044 20 7946 0958', null, null],
  ['(415) 555-0123', null, null],
  ['+1 415 555 0123 ext. 5', null, null],
  ['+1 415 555 0123;ext=5', null, null],
  ['+1 415 555 0123, 5', null, null],
  ['+1 415 555 0123 / +1 415 555 0124', null, null],
  ['+1 800 FLOWERS', null, null],
  ['++1 415 555 0123', null, null],
  ['1+415 555 0123', 'US', null],
  ['anonymous', 'US', null],
  ['0', 'US', null],
  ['00', 'US', null],
  ['911', 'US', null],
  ['tel:', null, null],
  ['()', 'US', null],
  ['', 'US', null],
  ['+1 415 555 0123' + ' '.repeat(90), null, null],
];
for (const [pasted, region, expected] of PASTED)
  test(`${JSON.stringify(pasted.slice(0, 40))} pasted${region === null ? '' : ` in ${region}`} is ${expected}`, () => {
    assert.equal(readPastedNumber(pasted, region), expected);
  });

test('whatever the APIs take, a page takes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[\d -]{5,20}$/), (text) => {
      const number = readPhoneNumber(text);
      if (number !== null) assert.equal(readPastedNumber(text), number);
    }),
  );
});

test('pasting never throws, and what is read is E.164', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.constantFrom<Region | null>(null, 'US', 'BR', 'JP'),
      (text, region) => {
        const number = readPastedNumber(text, region);
        assert.ok(number === null || isE164(number));
      },
    ),
  );
});

test('the region of a number is its numbering plan', () => {
  assert.equal(regionOf('+13392195276'), 'US');
  assert.equal(regionOf('+442079460958'), 'GB');
  assert.equal(regionOf('+870773111632'), null);
});
