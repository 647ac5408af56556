/** What the server says of fields and files has a text in every language, and the English ones are the server's own. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { screen } from '../../../../test/support/console/dom.ts';
import { SOUND_FAULTS } from '#api/prompts.ts';
import { skillInUse } from '#api/skills.ts';
import { LOGO_FAULTS } from '#domain/directory/image.ts';
import { readTexts } from '../../../../tools/catalogue-files.ts';
import { DETAILS, detailWords, SENTENCES } from './details.ts';
import { readIn } from './language.ts';

const ENGLISH = { ...readTexts('en', 'refusals'), ...readTexts('en', 'settings') };
const sources = globSync('src/{api,domain,realtime,webhooks}/**/*.ts')
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'));
const isSaid = (words: string): boolean => sources.some((source) => source.includes(`'${words}'`));

test('what is said of fields is what the server says of them', () => {
  for (const [detail, key] of Object.entries(DETAILS)) {
    const isOfSchema = /^must (be integer|match format)/.test(detail);
    assert.ok(isOfSchema || isSaid(detail), detail);
    if (isOfSchema || detail === 'is missing') continue;
    assert.equal(ENGLISH[key], `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`);
  }
  for (const [sentence, key] of Object.entries(SENTENCES)) {
    assert.ok(isSaid(sentence), sentence);
    assert.equal(ENGLISH[key], sentence);
  }
});

test('in English the server’s own words stay', () => {
  assert.equal(detailWords('is required'), null);
  assert.equal(detailWords(SOUND_FAULTS.no_sound), null);
});

test('in another language every fault of a sound or a logo, and every number, is said in it', async (t) => {
  assert.ok(screen); // A document, which has a language.
  await readIn('de');
  t.after(async () => readIn('en'));
  for (const sentence of [...Object.values(SOUND_FAULTS), ...Object.values(LOGO_FAULTS)])
    assert.notEqual(detailWords(sentence), null, sentence);
  for (const [detail, words] of [
    ['must be an address or a range no wider than /8', 'Muss eine Adresse oder ein Bereich sein, nicht größer als /8.'],
    ['has more than 2000 characters', 'Höchstens 2.000 Zeichen.'],
    ['may be 50 at most', 'Höchstens 50 Einträge.'],
    ['must answer a HEAD request with 2xx; it was 404', 'Muss eine HEAD-Anfrage mit 2xx beantworten; es kam: 404.'],
    [
      'must answer a HEAD request with 2xx; it was timeout',
      'Muss eine HEAD-Anfrage mit 2xx beantworten; es kam: Keine rechtzeitige Antwort.',
    ],
    ['is one of draft, published', 'Muss eines davon sein: draft, published.'],
    [
      'The first row names the columns: title, body. “x” is none.',
      'Die erste Zeile nennt die Spalten: title, body. „x“ ist keine.',
    ],
    [
      skillInUse(['Sales', 'Tea and cake', 'Night', 'Day', 'Web']),
      'Diese Fähigkeit wird noch verlangt von “Sales”, “Tea and cake”, “Night” und +2. Nehmen Sie sie erst dort heraus.',
    ],
  ] as const)
    assert.equal(detailWords(detail), words);
  assert.equal(detailWords('550 5.7.1 relaying denied'), null);
});
