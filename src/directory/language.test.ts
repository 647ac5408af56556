import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_LANGUAGES } from './demo.ts';
import { judgeLanguage } from './language.ts';

for (const [code, verdict] of [
  ['en', 'available'],
  ['fr', 'not_available'],
  ['xy', 'not_found'],
  ['EN', 'not_found'],
  ['', 'not_found'],
  ['en-GB', 'not_found'],
] as const)
  test(`language "${code}" is ${verdict}`, () => assert.equal(judgeLanguage(DEMO_LANGUAGES, code), verdict));
