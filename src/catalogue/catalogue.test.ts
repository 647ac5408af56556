import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WRITTEN_LANGUAGES } from '#domain/directory/language.ts';
import { CATALOGUE_FILES, gapsOf, readTexts } from '../../tools/catalogue-files.ts';

/** Files that are whole in every language: those whose texts callers meet, and those by which people come in. */
const WHOLE = ['caller', 'identity', 'public', 'refusals', 'spoken'];

/** Files that the console reads as one. */
const CONSOLE = ['console', 'identity', 'refusals', 'settings'];

/** What stands between the gaps of a text. Languages share single words, but no sentences. */
const wordsOf = (text: string): readonly string[] =>
  text.replaceAll(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, ' ').match(/\p{L}+/gu) ?? [];

/** Words of the familiar form, in which no one is addressed. */
const FAMILIAR: Readonly<Record<string, RegExp>> = {
  de: /(^|[^\p{L}])(du|dich|dir|deine?[mnrs]?)(?=[^\p{L}]|$)/iu,
  es: /(^|[^\p{L}])(tú|tus?|te|ti|contigo)(?=[^\p{L}]|$)/iu,
  fr: /(^|[^\p{L}])(tu|toi|tes|ton)(?=[^\p{L}]|$)/iu,
};

/** Characters that a text message has for the price of one (3GPP TS 23.038, the basic alphabet). */
const GSM = /^[A-Za-z\d @£$¥èéùìòÇØøÅåÄÖÑÜ§¿äöñüàΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡{}]*$/;

/** What is wrong with one text of a language; empty where nothing is. */
function faultsOf(lang: string, text: string, english: string | undefined, key = ''): string[] {
  if (english === undefined) return ['is not in English'];
  const [{ gaps, plurals }, wanted] = [gapsOf(text), gapsOf(english).gaps];
  const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories.filter((form) => form !== 'many');
  const isSms = key.startsWith('sms.');
  const isSame = lang !== 'en' && text === english && wordsOf(text).length > 2;
  return [
    ...(text.trim() === text && text !== '' && !/ {2}/.test(text) ? [] : ['has spaces too many']),
    ...(/[<>&]/.test(text) ? ['has markup'] : []),
    ...(/['"]/.test(text) ? ['has a straight quotation mark'] : []),
    ...(lang === 'fr' && !isSms && /[ ][?!:;»]|«[ ]/.test(text) ? ['needs a no-break space'] : []),
    ...(isSms && !GSM.test(text) ? ['costs more: it is not in the alphabet of text messages'] : []),
    ...(FAMILIAR[lang]?.test(text) === true ? ['is familiar'] : []),
    ...(isSame ? ['is English'] : []),
    ...(listOf(gaps) === listOf(wanted) ? [] : ['has other gaps']),
    // `many` is for a million and more in Spanish and French; what it would say there is what `other` says.
    ...plurals.flatMap((has) => forms.filter((form) => !isCovered(has, form)).map((form) => `lacks the form ${form}`)),
  ];
}

/** Gaps with their kinds, as a text. */
function listOf(gaps: ReadonlyMap<string, string>): string {
  return [...gaps]
    .map(([gap, kind]) => `${gap}: ${kind}`)
    .toSorted()
    .join(', ');
}

/** Forms may stand for exact numbers: where one is `=1` in all the languages of ours but French, whose 0 is one too. */
function isCovered(has: readonly string[], form: string): boolean {
  return has.includes(form) || (form === 'one' && has.includes('=1'));
}

for (const lang of WRITTEN_LANGUAGES)
  for (const name of CATALOGUE_FILES)
    test(`${lang}/${name}.json: texts have the gaps and the plural forms that they need, and are plain`, () => {
      const english = readTexts('en', name);
      const faults = Object.entries(readTexts(lang, name)).flatMap(([key, text]) =>
        faultsOf(lang, text, english[key], key).map((fault) => `${key} ${fault}: ${text}`),
      );
      assert.deepEqual(faults, []);
    });

for (const lang of WRITTEN_LANGUAGES)
  for (const name of WHOLE)
    test(`${lang}/${name}.json: every text is there, in the order of the English ones`, () => {
      assert.deepEqual(Object.keys(readTexts(lang, name)), Object.keys(readTexts('en', name)));
    });

test('no key of the console is in two of its files', () => {
  const keys = CONSOLE.flatMap((name) => Object.keys(readTexts('en', name)));
  assert.deepEqual(
    keys.filter((key, place) => keys.indexOf(key) !== place),
    [],
  );
});

test('the checks find what they look for', () => {
  const found = (lang: string, text: string, english = 'About {n, plural, one {# hour} other {# hours}}.') =>
    faultsOf(lang, text, english);
  assert.deepEqual(found('de', 'Etwa {n, plural, one {# Stunde} other {# Stunden}}.'), []);
  assert.deepEqual(found('de', 'Etwa {n, plural, other {# Stunden}}.'), ['lacks the form one']);
  assert.deepEqual(found('de', 'Etwa {m, plural, one {# Stunde} other {# Stunden}}.'), ['has other gaps']);
  assert.deepEqual(found('fr', 'Oui ?', 'Yes?'), ['needs a no-break space']);
  assert.deepEqual(found('es', 'Elige tu <b>menú</b>', 'Choose'), ['has markup', 'is familiar']);
  assert.deepEqual(found('de', 'Choose one of them', 'Choose one of them'), ['is English']);
  assert.deepEqual(faultsOf('fr', 'Où êtes-vous ?', 'Where?', 'sms.where'), [
    'costs more: it is not in the alphabet of text messages',
  ]);
  assert.throws(() => found('de', 'Etwa {n, plural, one {}', 'x'));
});
