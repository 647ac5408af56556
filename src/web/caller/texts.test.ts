import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserOf } from './browser.ts';
import { clockTime, isWritten, preferredLanguage, textsIn, waitInWords } from './texts.ts';

test('a language without texts is shown in English, and says so', () => {
  assert.equal(textsIn('en-GB').lang, 'en');
  assert.equal(textsIn('it').lang, 'en');
  assert.equal(textsIn('it').texts, textsIn('en').texts);
  assert.deepEqual(['en', 'fr', 'fr-CA', 'de-AT', 'es', 'it'].map(isWritten), [true, true, true, true, true, false]);
});

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

test('French is written in French, whatever its region', () => {
  assert.equal(textsIn('fr-CA').lang, 'fr');
  assert.equal(textsIn('fr-CA').texts.hangUp, 'Raccrocher');
});

/** Every text of a language with the way to it; of what depends on a number or a name, what it says of 1, 2 and Ada. */
function saidIn(value: unknown, way = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[way, value]];
  if (typeof value === 'function') return [1, 2, 'Ada'].map((given) => [`${way} ${given}`, String(value(given))]);
  return Object.entries(value as object).flatMap(([key, each]) => saidIn(each, `${way}/${key}`));
}

/** Words that are the same in several languages, and the names of other programs' menus. */
const SAME = /^\/(digitNames|howToAllow)\//;

for (const lang of ['de', 'es', 'fr'])
  test(`${lang}: every text is there, is no English, and is no empty one`, () => {
    const english = new Map(saidIn(textsIn('en').texts));
    const said = saidIn(textsIn(lang).texts);
    const missing = [...english.keys()].filter((way) => !said.some(([each]) => each === way) && !SAME.test(way));
    assert.deepEqual(missing, []);
    const odd = said.filter(([way, text]) => text.trim() === '' || (!SAME.test(way) && text === english.get(way)));
    assert.deepEqual(odd, []);
    for (const count of ['wait', 'interruptedLeft', 'queuePosition'] as const)
      assert.match(textsIn(lang).texts[count](7), /7/);
  });

test('each language counts in its own way', () => {
  assert.match(textsIn('de').texts.wait(1), /1 Minute\./);
  assert.match(textsIn('es').texts.wait(2), /2 minutos\./);
  assert.match(textsIn('fr').texts.interruptedLeft(0), /0 seconde /, 'in French none is singular');
  assert.match(textsIn('en').texts.interruptedLeft(0), /0 seconds /);
});

test('when to try again is told in minutes, and in hours where it is long', () => {
  const { texts } = textsIn('en');
  assert.deepEqual([1, 60, 61, 5400, 86_400].map(texts.retryIn), [
    'Try again in a minute.',
    'Try again in a minute.',
    'Try again in 2 minutes.',
    'Try again in 90 minutes.',
    'Try again in about 24 hours.',
  ]);
});

test('times are minutes and seconds, and hours only when there are any', () => {
  assert.deepEqual([0, 59_999, 65_000, 3_605_000, -5].map(clockTime), ['0:00', '0:59', '1:05', '1:00:05', '0:00']);
});

test('a wait is told in whole minutes, and not at all when it is not known', () => {
  const { texts } = textsIn('en');
  assert.equal(waitInWords(texts, null), null);
  assert.equal(waitInWords(texts, 59), texts.waitShort);
  assert.equal(waitInWords(texts, 61), 'Estimated wait: about 1 minute.');
  assert.equal(waitInWords(texts, 185), 'Estimated wait: about 3 minutes.');
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
