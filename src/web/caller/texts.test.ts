import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserOf } from './browser.ts';
import { callerTexts } from '#catalogue/caller.ts';
import { clockTime, preferredLanguage, retryWords, waitInWords } from './texts.ts';

const { say } = callerTexts('en');

for (const [spoken, preferred, chosen] of [
  [['en', 'fr'], ['fr-CA', 'en'], 'fr'],
  [['en', 'fr-CA', 'fr'], ['fr-CA'], 'fr-CA'],
  [['fr', 'en'], ['de'], 'en'],
  [['fr'], ['de'], 'fr'],
  [[], ['de'], 'en'],
] as const)
  test(`of ${spoken.join(', ') || 'nothing'}, anyone who prefers ${preferred.join(', ')} begins with ${chosen}`, () => {
    assert.equal(preferredLanguage(spoken, preferred), chosen);
  });

test('when to try again is told in minutes, and in hours where it is long', () => {
  assert.deepEqual(
    [1, 60, 61, 5400, 86_400].map((seconds) => retryWords(say, seconds)),
    [
      'Try again in a minute.',
      'Try again in a minute.',
      'Try again in 2 minutes.',
      'Try again in 90 minutes.',
      'Try again in about 24 hours.',
    ],
  );
});

test('times are minutes and seconds, and hours only when there are any', () => {
  assert.deepEqual([0, 59_999, 65_000, 3_605_000, -5].map(clockTime), ['0:00', '0:59', '1:05', '1:00:05', '0:00']);
});

test('a wait is told in whole minutes, and not at all when it is not known', () => {
  assert.equal(waitInWords(say, null), null);
  assert.equal(waitInWords(say, 59), 'Estimated wait: less than a minute.');
  assert.equal(waitInWords(say, 61), 'Estimated wait: about 1 minute.');
  assert.equal(waitInWords(say, 185), 'Estimated wait: about 3 minutes.');
});

for (const [userAgent, browser] of [
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36', 'chromium'],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0',
    'chromium',
  ],
  [
    'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36',
    'android',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15',
    'safari',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/150.0 Mobile Safari/604.1',
    'ios',
  ],
  ['curl/8', 'other'],
] as const)
  test(`${browser}: ${userAgent.slice(0, 60)}`, () => {
    assert.equal(browserOf(userAgent), browser);
  });
