import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashRecoveryCode, newRecoveryCode } from './recovery-code.ts';

test('a code has 16 letters and digits that are not mistaken for each other, and no two are alike', () => {
  const codes = Array.from({ length: 200 }, newRecoveryCode);
  for (const code of codes) assert.match(code, /^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.equal(new Set(codes).size, codes.length);
});

const SAME = ['01AB-CDEF-GHJK-MNPQ', '01abcdefghjkmnpq', ' OIab cdef ghjk mnpq ', 'oLAB-CDEF-GHJK-MNPQ'];
for (const typed of SAME)
  test(`"${typed}" is the same code`, () => {
    assert.deepEqual(hashRecoveryCode(typed), hashRecoveryCode('01AB-CDEF-GHJK-MNPQ'));
  });

for (const typed of ['', '123456', '01AB-CDEF-GHJK-MNP', '01AB-CDEF-GHJK-MNPQ-R', '01AB-CDEF-GHJK-MNPU'])
  test(`"${typed}" is none`, () => {
    assert.equal(hashRecoveryCode(typed), null);
  });
