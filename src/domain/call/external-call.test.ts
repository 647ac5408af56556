import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { cutSummary, EXTERNAL_STATUSES, RESOLUTIONS } from './external-call.ts';

test('a summary of 256 characters stays, the 257th goes', () => {
  assert.equal(cutSummary('x'.repeat(256)), 'x'.repeat(256));
  assert.equal(cutSummary('x'.repeat(257)), 'x'.repeat(256));
  assert.equal(cutSummary(''), '');
});

/**
 * What is seen as one character and is several: an emoji, a family, a flag, a letter with its accent, a Hangul
 * syllable.
 */
for (const [name, one] of [
  ['emoji', '😀'],
  ['family', '👩‍👩‍👧‍👦'],
  ['flag', '🇰🇷'],
  ['accent', 'e\u0301'],
  ['syllable', '\u1112\u1161\u11ab'],
] as const)
  test(`no ${name} is cut through the middle`, () => {
    assert.equal(cutSummary('x'.repeat(255) + one), 'x'.repeat(255));
    const fits = 'x'.repeat(256 - one.length) + one;
    assert.equal(cutSummary(`${fits}and more`), fits);
  });

test('whatever the text, the cut is its beginning, at most 256 long and well formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400, size: 'max' }), (text) => {
      const cut = cutSummary(text);
      assert.ok(text.startsWith(cut));
      assert.ok(cut.length <= 256);
      assert.ok(cut.isWellFormed());
      if (text.length <= 256) assert.equal(cut, text);
    }),
  );
});

test('an announcement is registered, in progress, or resolved', () => {
  assert.deepEqual(EXTERNAL_STATUSES, ['registered', 'in-progress', ...RESOLUTIONS]);
});
