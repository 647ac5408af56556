import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from 'otpauth';
import { codeUri, newSeed, stepOf } from './one-time-code.ts';

/** RFC 6238, appendix B, for SHA-1: the last six of its eight digits. */
const SEED = Secret.fromUTF8('12345678901234567890').base32;
const VECTORS: readonly (readonly [seconds: number, code: string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];
const at = (seconds: number): Date => new Date(seconds * 1000);

for (const [seconds, code] of VECTORS)
  test(`at ${seconds} s the code of the RFC is ${code}`, () => {
    assert.equal(stepOf(SEED, code, at(seconds)), Math.floor(seconds / 30));
  });

const WINDOW: readonly (readonly [later: number, step: number | null])[] = [
  [-60, null],
  [-30, 37_037_037],
  [0, 37_037_037],
  [30, 37_037_037],
  [60, null],
];
for (const [later, step] of WINDOW)
  test(`a code is ${step === null ? 'refused' : 'taken'} ${later} s after the beginning of its step`, () => {
    assert.equal(stepOf(SEED, '050471', at(37_037_037 * 30 + later)), step);
  });

test('spaces do not count, and what is no code is none', () => {
  assert.equal(stepOf(SEED, ' 287 082 ', at(59)), 1);
  for (const typed of ['', '28708', '2870822', '28708x', '٢٨٧٠٨٢', '000000'])
    assert.equal(stepOf(SEED, typed, at(59)), null);
});

test('seeds have 160 bits, and no two are alike', () => {
  assert.match(newSeed(), /^[A-Z2-7]{32}$/);
  assert.notEqual(newSeed(), newSeed());
});

test('the QR code says whose sign-in it is, and whose account', () => {
  const uri = new URL(codeUri(SEED, 'Patchbay (Nord & Co)', 'ada@nord.example'));
  assert.equal(`${uri.protocol}//${uri.host}`, 'otpauth://totp');
  assert.deepEqual(Object.fromEntries(uri.searchParams), {
    issuer: 'Patchbay (Nord & Co)',
    secret: SEED,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
  assert.match(decodeURIComponent(uri.pathname), /Patchbay \(Nord & Co\):ada@nord\.example$/);
});
