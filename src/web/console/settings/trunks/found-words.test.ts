/** What the server found out about a trunk is said in the person’s language, as far as it is the server’s own. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { screen } from '../../../../../test/support/console/dom.ts';
import { readTexts } from '../../../../../tools/catalogue-files.ts';
import { readIn } from '../../parts/language.ts';
import { foundWords, PLACED, WHOLE } from './found-words.ts';

const sources = globSync(['src/carriers/sip/*.ts', 'src/api/trunks/*.ts', 'src/app/open-sip.ts'])
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'));
const isSaid = (words: string): boolean => sources.some((source) => source.includes(words));

test('each sentence is one of the server’s, and the English text is the same', () => {
  const english = readTexts('en', 'settings');
  for (const [sentence, text] of Object.entries(WHOLE)) {
    assert.ok(isSaid(sentence), sentence);
    assert.equal(english[`trunks.found.${text}`], sentence);
  }
  for (const [pattern, text] of PLACED) {
    const [before = ''] = pattern.source.slice(1).split(/ ?\\?\(/);
    assert.ok(isSaid(before), before);
    assert.match(
      (english[`trunks.found.${text}`] ?? '').replace(/^It (?=[a-z]+ (?:it|not|out|w|\{))/, 'it '),
      /\{where\}/,
    );
  }
});

test('in English the server’s sentence stays', () => {
  const sentence = 'No route leads to it (TCP 192.0.2.10:5060).';
  assert.equal(foundWords(sentence), sentence);
});

test('in another language each is said in it; what a provider said stays', async (t) => {
  assert.ok(screen); // A document, which has a language.
  await readIn('de');
  t.after(async () => readIn('en'));
  for (const [sentence, words] of [
    ['No route leads to it (TCP 192.0.2.10:5060).', 'Kein Weg führt dorthin (TCP 192.0.2.10:5060).'],
    [
      'Its certificate has expired (sip.example.com at TLS 192.0.2.1:5061).',
      'Das Zertifikat ist abgelaufen (sip.example.com, TLS 192.0.2.1:5061).',
    ],
    ['sip.example.com is UDP 192.0.2.1:5060, and 2 more.', 'sip.example.com ist UDP 192.0.2.1:5060, +2.'],
    [
      'It did not answer in 5 seconds. Check the port, and whether a firewall lets UDP through.',
      'In 5 Sekunden kam keine Antwort. Prüfen Sie den Port und ob eine Firewall UDP durchlässt.',
    ],
    [
      'Asked to register, the username or the password is wrong (403 Go away).',
      'REGISTER: Benutzername oder Passwort ist falsch (403 Go away).',
    ],
    ['Asked by OPTIONS, it said 500 Oops.', 'OPTIONS: Antwort: 500 Oops.'],
    ['It answered OPTIONS: 200 OK.', 'OPTIONS wurde beantwortet: 200 OK.'],
    ['Anything else.', 'Anything else.'],
  ] as const)
    assert.equal(foundWords(sentence), words);
});
