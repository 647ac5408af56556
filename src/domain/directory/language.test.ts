import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_LANGUAGES } from './demo.ts';
import { isLanguageCode, judgeLanguage } from './language.ts';

for (const [code, verdict] of [
  ['en', 'available'],
  ['fr', 'not_available'],
  ['xy', 'not_found'],
  ['EN', 'not_found'],
  ['', 'not_found'],
  ['en-GB', 'not_found'],
] as const)
  test(`language "${code}" is ${verdict}`, () => assert.equal(judgeLanguage(DEMO_LANGUAGES, code), verdict));

test('a code is two small letters, with two capital ones for a region', () => {
  assert.deepEqual(['en', 'fr-CA'].map(isLanguageCode), [true, true]);
  for (const text of ['', 'EN', 'eng', 'fr-ca', 'fr_CA', 'fr-CA ', ' en', 'en\n'])
    assert.ok(!isLanguageCode(text), text);
});
