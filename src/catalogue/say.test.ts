import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callerTexts } from './caller.ts';
import { publicTexts } from './public.ts';
import { createSay } from './say.ts';
import { spoken, spokenIn } from './spoken.ts';

test('a region counts for its language, and a language without texts is English and says so', () => {
  assert.deepEqual(
    ['en-GB', 'fr-CA', 'de', 'it', 'xy'].map((lang) => callerTexts(lang).lang),
    ['en-GB', 'fr-CA', 'de', 'en', 'en'],
  );
  assert.equal(callerTexts('fr-CA').say('hangUp'), 'Raccrocher');
  assert.equal(callerTexts('it').say('hangUp'), 'Hang up');
});

for (const [lang, said] of [
  ['en', ['0 minutes', '1 minute', '2 minutes', '1,200 minutes']],
  ['de', ['0 Minuten', '1 Minute', '2 Minuten', '1.200 Minuten']],
  ['es', ['0 minutos', '1 minuto', '2 minutos', '1200 minutos']],
  ['fr', ['0 minute', '1 minute', '2 minutes', '1\u202f200 minutes']],
] as const)
  test(`${lang}: a wait is counted and its number is written as the language does both`, () => {
    const { say } = callerTexts(lang);
    for (const [place, minutes] of [0, 1, 2, 1200].entries())
      assert.ok(say('wait', { minutes }).endsWith(`${said[place]}.`), say('wait', { minutes }));
  });

test('a text that a language lacks is said in English, and counted as English does', () => {
  const english = { one: 'Call', many: '{n, plural, one {# call} other {# calls}}' };
  const say = createSay<keyof typeof english, { many: { n: number } }>('fr', { one: 'Appel' }, english);
  assert.deepEqual([say('one'), say('many', { n: 0 }), say('many', { n: 1 })], ['Appel', '0 calls', '1 call']);
});

test('what fills a gap is no message of its own', () => {
  const { lang, say } = publicTexts(['xx', 'de-AT', 'fr']);
  assert.equal(lang, 'de');
  const text = say('sms.redirect', { workspace: 'A {link} <b>', link: 'https://calls.example/m/1' });
  assert.equal(text, 'A {link} <b>: Hier geht unser Gespräch weiter: https://calls.example/m/1');
});

test('what the computer says is English; texts to be recorded are there in the languages that have them', () => {
  assert.equal(spoken('choice', { menu: 'Sales', digit: '1' }), 'For Sales, press 1.');
  assert.match(spokenIn('fr-CA')?.('closed') ?? '', /fermés/);
  assert.equal(spokenIn('it'), null);
});
