import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { MAX_ANSWER, MAX_SENTENCE, spokenAnswer, spokenSentences } from './spoken.ts';
import { DEMO_ARTICLES } from './demo-articles.ts';

/** Written -> said. */
const SAID: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', '', []],
  ['only marks', '---\n\n***\n\n* * *\n| --- | :-: |\n🙂', []],
  ['a heading and a paragraph of two lines', '## Order\nIt is\non its **way**.', ['Order.', 'It is on its way.']],
  ['emphasis and code', '_Open_ ~~the~~ `lid` and \\*wait\\*', ['Open the lid and wait.']],
  ['a list', '1. Open it\n2) Close it;\n- **Wait**:\n* Done!', ['Open it.', 'Close it.', 'Wait.', 'Done!']],
  ['a quote in a list', '- > Open it', ['Open it.']],
  [
    'a link, an image, an address',
    'See [our page](https://a.b/c?d=e) ![x](y.png) at https://www.shop.example/a/b?c',
    ['See our page at www dot shop dot example.'],
  ],
  ['an email address', 'Write to help.me@shop.example today', ['Write to help dot me at shop dot example today.']],
  ['HTML', '<p>Open <b>it</b> &amp; wait&nbsp;now</p><script>', ['Open it and wait now.']],
  ['a block of code', 'Before\n```json\n{"a": 1}\n```\nAfter', ['Before.', 'After.']],
  ['JSON alone', '{"tool": "hang_up", "arguments": {}}', []],
  ['JSON in a line', 'Yes\n[{"a": [1, 2]}]\nNo', ['Yes.', 'No.']],
  ['braces that are no JSON', 'Say {name} or [this]', ['Say name or this.']],
  ['a table', '| Way | Days |\n|---|---|\n| Express | 1 |', ['Way, Days.', 'Express, 1.']],
  [
    'money and signs',
    'It costs $12.50 – 20% less & no more… ok',
    ['It costs 12.50 dollars, 20 percent less and no more. ok.'],
  ],
  ['emoji of several parts', 'Done 👩‍👩‍👧 ✅ 🇩🇪 now', ['Done now.']],
  ['two sentences', 'One. Two? Three', ['One.', 'Two?', 'Three.']],
  ['an apostrophe', "It’s “here” and it's (really) there", ["It's here and it's (really) there."]],
  ['other letters', 'Déjà vu über Ärger 日本語', ['Déjà vu über Ärger 日本語.']],
];
for (const [what, written, said] of SAID)
  test(`spoken: ${what}`, () => assert.deepEqual(spokenSentences(written), said));

test('nothing but words is said of any text', () => {
  const marks = fc.constantFrom(
    '*',
    '_',
    '`',
    '#',
    '```\n',
    '|',
    '[',
    '](',
    ')',
    '<',
    '>',
    '{',
    '}',
    '"',
    '\n',
    '🙂',
    '~',
    '\\',
    'a',
    ' ',
    '.',
    '\n- ',
    'http://',
    '@x.y',
    '\u200D',
    '\uD83D',
  );
  const text = fc.oneof(
    fc.array(marks, { maxLength: 60 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  );
  fc.assert(
    fc.property(text, (written) => {
      for (const sentence of spokenSentences(written)) {
        assert.match(sentence, /^[\p{L}\p{M}\p{N} .,?!:;'()-]+$/u);
        assert.match(sentence, /[\p{L}\p{M}\p{N}]/u);
        assert.ok(sentence.length <= MAX_SENTENCE + 1);
      }
    }),
    { numRuns: 500 },
  );
});

test('a long sentence is cut where one breathes, and no word is lost', () => {
  const clause = 'when the light turns green you may close the lid';
  const pieces = spokenSentences(`${`${clause}, `.repeat(12)}and wait`);
  assert.ok(pieces.length > 2 && pieces.every((piece) => piece.length <= MAX_SENTENCE));
  assert.ok(pieces.slice(0, -1).every((piece) => piece.endsWith(',')));
  assert.equal(pieces.join(' ').split(' ').length, clause.split(' ').length * 12 + 2);
  assert.equal(spokenSentences('x'.repeat(1000)).join('').length, 1001);
});

test('an answer is whole sentences, and says that there would be more', () => {
  const long = spokenAnswer('This is a sentence of forty characters. '.repeat(30));
  assert.ok(long.isCut && long.sentences.join(' ').length <= MAX_ANSWER);
  assert.deepEqual(spokenAnswer('One. Two.'), { sentences: ['One.', 'Two.'], isCut: false });
  assert.equal(spokenAnswer(`${'word '.repeat(39)}word. More.`).sentences.length, 2);
});

test('every article of the demo is said to its end', () => {
  for (const { title, body } of DEMO_ARTICLES) assert.equal(spokenAnswer(body).isCut, false, title);
});
