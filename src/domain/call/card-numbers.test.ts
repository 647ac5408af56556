import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { textWithoutCards, turnsWithoutCards, withoutCards } from './card-numbers.ts';

const HIDDEN = [
  ['my card is 4111 1111 1111 1111 thanks', 'my card is [card number] thanks'],
  ['it is 4111-1111-1111-1111.', 'it is [card number]'],
  ['378282246310005', '[card number]'],
  ['four one one one one one one one one one one one one one one one', '[card number]'],
  ['four triple one um double one double one and one one one one then one one one one ok', '[card number] ok'],
  ['forty one eleven eleven eleven eleven eleven eleven eleven', '[card number]'],
  ['Forty-one eleven 1111 eleven eleven 1111', '[card number]'],
  // One digit misheard: the checksum fails, and fifteen true digits would stay.
  ['four one one one one five one one one one one one one one one one', '[card number]'],
  ['four one one one one one one one one to one one one one one one', '[card number]'],
  ['the security code is one two three', 'the security code is [security code]'],
  ['cvv 1234 and my name', 'cvv [security code] and my name'],
] as const;
for (const [said, kept] of HIDDEN)
  test(`“${said}” is kept as “${kept}”`, () => assert.equal(textWithoutCards(said), kept));

const KEPT = [
  'my order number is four seven one nine two',
  'call me at five five five zero one four two',
  'invoice 4111111111111112', // No card: the checksum is wrong.
  'from 2025 to 2026, two or three times  a week',
  'the zip code is 12345 and the code is 1234',
  '',
];
for (const said of KEPT) test(`“${said}” is kept as it is`, () => assert.equal(textWithoutCards(said), said));

const turn = (speaker: string, text: string) => ({ speaker, words: text.split(' ').map((each) => ({ text: each })) });
const kept = (turns: readonly ReturnType<typeof turn>[]) =>
  withoutCards(turns, (text) => ({ text })).map(({ words }) => words.map(({ text }) => text).join(' '));

test('a number continues over the turns of another', () => {
  const turns = [
    turn('user', 'four one one one one one one one'),
    turn('agent', 'yes go on'),
    turn('user', 'one one one one one one one one thank you'),
    turn('agent', 'and the security code'),
    turn('user', 'nine nine eight'),
  ];
  assert.deepEqual(kept(turns), [
    '[card number]',
    'yes go on',
    '[card number] thank you',
    'and the security code',
    '[security code]',
  ]);
});

test('turns that are texts keep what else they are, and those with nothing to hide stay the same', () => {
  const turns = [
    { speaker: 'user', text: 'it is  4111 1111 1111', startSeconds: 1 },
    { speaker: 'virtual_agent', text: 'Go  on.', startSeconds: 2 },
    { speaker: 'user', text: '1111 please', startSeconds: 3 },
  ];
  const hidden = turnsWithoutCards(turns);
  assert.deepEqual(
    hidden.map(({ text }) => text),
    ['it is [card number]', 'Go  on.', '[card number] please'],
  );
  assert.deepEqual(
    hidden.map(({ startSeconds }) => startSeconds),
    [1, 2, 3],
  );
  assert.equal(hidden[1], turns[1]);
});

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const check = (digits: readonly number[]): number =>
  (10 - (digits.toReversed().reduce((sum, d, i) => sum + (i % 2 ? d : d > 4 ? 2 * d - 9 : 2 * d), 0) % 10)) % 10;

test('no card number survives, however it is grouped, spoken, and broken by fillers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 }),
      fc.array(fc.constantFrom('', '', '', 'um', 'and then'), { minLength: 19, maxLength: 19 }),
      fc.boolean(),
      (digits, fillers, isSpoken) => {
        const all = [...digits, check(digits)];
        const said = all
          .map((d, i) => `${isSpoken ? (WORDS[d] ?? '') : d} ${i < all.length - 1 ? fillers[i] : ''}`)
          .join(' ');
        assert.equal(textWithoutCards(said.trim().replaceAll(/\s+/g, ' ')), '[card number]');
      },
    ),
    { numRuns: 300 },
  );
});
