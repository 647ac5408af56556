import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptedLanguages } from './accept-language.ts';

for (const [header, codes] of [
  [undefined, []],
  ['', []],
  ['fr-CA, fr;q=0.9, en;q=0.8', ['fr-CA', 'fr', 'en']],
  ['en;q=0.5, de', ['de', 'en']],
  ['fr;q=0, de;q=0.1, *;q=0.5', ['de']],
  ['<script>, de; q=high, es', ['es']],
  [`${'x,'.repeat(30)}de`, []],
] as const)
  test(`"${header?.slice(0, 40)}" asks for ${codes.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(acceptedLanguages(header), codes);
  });
