import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, clockOf, listing, plain, table } from './print.ts';

/** A text that came from a caller -> as it is printed. */
const PLAIN: readonly (readonly [string, string])[] = [
  ['Ada Lovelace', 'Ada Lovelace'],
  ['red\u001b[31m', 'red [31m'],
  ['two\nlines\r', 'two lines '],
  ['left\u202eright', 'left right'],
  ['Zoë 🙂', 'Zoë 🙂'],
];
for (const [text, printed] of PLAIN)
  test(`a terminal obeys nothing of ${JSON.stringify(text)}`, () => assert.equal(plain(text), printed));

test('a cell shows what is empty as a dash, and what is no text as JSON', () => {
  assert.deepEqual(
    [null, undefined, '', 0, false, ['a'], 'x'].map((value) => cell(value)),
    ['–', '–', '–', '0', 'false', '["a"]', 'x'],
  );
});

test('columns are as wide as they need to be, and no line ends in blanks', () => {
  assert.deepEqual(
    table(
      ['ID', 'STATE'],
      [
        [7, 'queued'],
        [1042, null],
      ],
    ),
    ['ID    STATE', '7     queued', '1042  –'],
  );
  assert.deepEqual(
    listing([
      ['id', 7],
      ['state', 'queued'],
    ]),
    ['id     7', 'state  queued'],
  );
});

test('an instant is its time of day', () => assert.equal(clockOf('2026-11-28T10:20:30.456Z'), '10:20:30.456'));
