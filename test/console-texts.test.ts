/**
 * Screens of the console whose texts are in the catalogue keep them there: no sentence stands in their source. A screen
 * that is done is a row of `DONE`.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { WRITTEN_LANGUAGES } from '#domain/directory/language.ts';
import type { TextFile } from '../tools/catalogue-files.ts';
import { CATALOGUE_FILES, readTexts } from '../tools/catalogue-files.ts';

/** Folders and files below `src/web/console` that are done. */
const DONE = [
  'authorize',
  'calls',
  'contacts',
  'desk',
  'frame',
  'link',
  'parts',
  'profile',
  'scheduled',
  'settings',
  'sign-in',
  'sound/alerts.ts',
  'sound/problems.ts',
  'wallboard',
];

/**
 * What stands for no one to read: keys of a keyboard, names of browsers and of what browsers have, letters of keys,
 * names of vendors.
 */
const NO_TEXT =
  /^(Space|Enter|Escape|Tab|Arrow\w+|Home|End|Page\w+|X X|[A-Z]( [A-Z])?|Patchbay|Intercom|CCAI Platform|Twilio|Vonage|Telnyx|SignalWire|Notification|Not\w+Error|\w+Error|Opus|SIP\/2\.0|Edge|Opera|Samsung Internet|Firefox|Chrome|Safari|Android|iPhone|iPad|Windows|macOS|ChromeOS|Linux|[A-Z]{2,6})$/;

/** Tables of what the server says, by which it is recognized and said in another language. */
const SERVERS_WORDS = ['src/web/console/parts/details.ts', 'src/web/console/settings/trunks/found-words.ts'];

/** A word that begins with a capital letter, or several words: what a reader would be shown. */
const READ = String.raw`[A-Z](?:[\p{L}’]+| \p{L})[^'"<>{}\n]*`;
const PLACES = [
  // An attribute of an element.
  new RegExp(String.raw`\s[\w-]+="(${READ})"`, 'gu'),
  // A text of its own.
  new RegExp(String.raw`(?<![\w.])'(${READ})'`, 'gu'),
  // Text between elements: all of a line, or what stands between two of them.
  new RegExp(String.raw`^\s+(${READ})$(?=\s*<\/|\s*\{)`, 'gmu'),
  new RegExp(String.raw`>(${READ})<\/`, 'gu'),
];

/** What is read in a file and does not come from the catalogue. Comments, imports and errors of ours are not read. */
function sentencesIn(source: string): string[] {
  const code = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '')
    .replaceAll(/^import [\s\S]*?;$/gm, '')
    .replaceAll(/new Error\([^)]*\)/g, '');
  return PLACES.flatMap((place) => [...code.matchAll(place)].map(([, found = '']) => found.trim())).filter(
    (found) => !NO_TEXT.test(found),
  );
}

for (const place of DONE)
  test(`src/web/console/${place}: what people read comes from the catalogue`, () => {
    const pattern = place.includes('.') ? place : `${place}/**/*.{ts,tsx}`;
    const files = globSync(`src/web/console/${pattern}`).filter(
      (file) => !/\.test\.tsx?$/.test(file) && !SERVERS_WORDS.includes(file),
    );
    assert.ok(files.length > 0, 'there is something to look at');
    const found = files.flatMap((file) =>
      sentencesIn(readFileSync(file, 'utf8')).map((sentence) => `${file}: ${sentence}`),
    );
    assert.deepEqual(found, []);
  });

test('a sentence is found wherever it may stand', () => {
  for (const source of [
    '<Button>Hang up</Button>',
    '<p\n  className="x"\n>\n  Nobody is there.\n</p>',
    '<TextField label="Number" />',
    '<Part about="A second factor" />',
    "const word = isMuted ? 'Unmute' : say('desk.mute');",
  ])
    assert.equal(sentencesIn(source).length, 1, source);
  for (const source of [
    "<Button>{say('desk.hangUp')}</Button>",
    "throw new Error('No desk is there.');",
    '/** Text. */',
  ])
    assert.deepEqual(sentencesIn(source), [], source);
});

/** An element whose name is one text and whose content is another: the keys of both. */
const NAMED =
  /aria-label=\{say\('([\w.-]+)'[^<]*?\)\}[^<]*?>(?:\s*<\w+ aria-hidden[^>]*\/>)?\s*\{say\('([\w.-]+)'(?:, [^}]*\})?\)\}\s*<\//g;

test('a name that is heard has the words in it that are shown, in every language (WCAG 2.2, 2.5.3)', () => {
  const pairs = globSync('src/web/console/**/*.tsx')
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(NAMED)])
    .map(([, name = '', shown = '']) => [name, shown] as const);
  assert.ok(pairs.length > 20);
  for (const language of WRITTEN_LANGUAGES) {
    const texts = Object.assign({}, ...CATALOGUE_FILES.map((file) => readTexts(language, file))) as TextFile;
    const plain = (key: string): string => (texts[key] ?? assert.fail(key)).replaceAll(/\{[^{}]*\}/g, '').toLowerCase();
    assert.deepEqual(
      pairs.filter(([name, shown]) => !plain(name).includes(plain(shown))),
      [],
      language,
    );
  }
});
