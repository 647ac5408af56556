import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_LANGUAGES } from './demo.ts';
import { houseLanguage, isLanguageCode, judgeLanguage, preferredWritten, writtenLanguage } from './language.ts';

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

test('a house answers in English where it speaks that, else in its first language, and in English where it has none', () => {
  const of = (codes: string): string =>
    houseLanguage(codes.split(' ').flatMap((code) => (code === '' ? [] : { code, enabled: code !== 'de' })));
  assert.deepEqual(['de en fr', 'de es fr', 'de', ''].map(of), ['en', 'es', 'en', 'en']);
});

test('a region or a capital letter hides no language that our texts are written in', () => {
  assert.deepEqual(['fr-CA', 'DE', 'es', 'en-GB', 'it', ''].map(writtenLanguage), ['fr', 'de', 'es', 'en', null, null]);
  assert.deepEqual([['it', 'fr-CH', 'de'], ['it'], []].map(preferredWritten), ['fr', 'en', 'en']);
});
