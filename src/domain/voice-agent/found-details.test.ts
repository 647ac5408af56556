import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundDetail } from './found-details.ts';
import { detailsIn, MAX_DETAILS, withDetails } from './found-details.ts';

type Row = readonly [said: string, ...found: readonly string[]];

/** What a caller says -> what is found in it. */
const SAID = {
  'order numbers': [
    ['My order number is 4711.', 'order 4711'],
    ['my order number is four seven one one', 'order 4711'],
    ['it is about order four double seven one', 'order 4771'],
    ['the order is a b four seven one one', 'order AB4711'],
    ['order number AB-4711, please', 'order AB-4711'],
    ['I have a question about invoice #20931', 'order 20931'],
    ['my customer number is twenty one thirty four', 'order 2134'],
    ['the ticket is number uh nine oh two one', 'order 9021'],
    ['Meine Bestellnummer ist 4711', 'order 4711'],
    ['mon numéro de commande est 4711', 'order 4711'],
    ['mi pedido es el 4711', 'order 4711'],
    ['orders 4711 and 4712', 'order 4711'],
    ['I ordered it in 2023'],
    ['my order from 2023 never came'],
    ['the order is 300 days old'],
    ['my order cost four hundred dollars'],
    ['order number 12'],
    ['I have four hundred eleven of them'],
  ],
  'e-mail addresses': [
    ['write to Jane.Doe+shop@example.com, please.', 'email Jane.Doe+shop@example.com'],
    ['it is jane dot doe at example dot com', 'email jane.doe@example.com'],
    ['my email is jane at example dot com', 'email jane@example.com'],
    ['my e-mail is j d o e at g mail dot com', 'email jdoe@gmail.com'],
    ['jane underscore doe at mail dot example dot co dot uk thanks', 'email jane_doe@mail.example.co.uk'],
    ['the address is jane four two at example dot org', 'email jane42@example.org'],
    ['you find it at example dot com'],
    ['I was at the shop at nine'],
    ['my email does not work at home'],
  ],
  'telephone numbers': [
    ['call me back at 202 555 0123', 'phone +12025550123'],
    ['my number is two oh two five five five oh one two three', 'phone +12025550123'],
    ['(202) 555-0123', 'phone +12025550123'],
    ['+44 20 7946 0018', 'phone +442079460018'],
    ['my phone number is 555 0123', 'phone 5550123'],
    ['reach me on my cell five five five zero one two three', 'phone 5550123'],
    ['five five five zero one two three'],
    ['my number is four seven one one'],
    ['it is one two three four five six seven eight nine zero one two three'],
  ],
  'several of them': [
    [
      'order 4711, mail jane@example.com, call me at 202 555 0123',
      'phone +12025550123',
      'email jane@example.com',
      'order 4711',
    ],
    ['[card number]'],
    ['my order is [card number]'],
    [''],
  ],
} as const satisfies Record<string, readonly Row[]>;

for (const [what, rows] of Object.entries(SAID))
  for (const [said, ...found] of rows as readonly Row[])
    test(`${what}: “${said}” has ${found.join(', ') || 'none'}`, () => {
      assert.deepEqual(shown([['user', said]]), found);
    });

function shown(said: readonly (readonly ['agent' | 'user', string])[]): readonly string[] {
  const turns = said.map(([speaker, text]) => ({ speaker, text }));
  const none: readonly FoundDetail[] = [];
  return turns
    .reduce((known, turn, at) => withDetails(known, detailsIn(turn, turns[at - 1] ?? null, 'US')), none)
    .map(({ kind, value }) => `${kind} ${value}`);
}

test('a number that answers a question is what the question asked for', () => {
  const ask = 'What is your order number?';
  assert.deepEqual(
    shown([
      ['agent', ask],
      ['user', 'yes it is four seven one one'],
    ]),
    ['order 4711'],
  );
  assert.deepEqual(
    shown([
      ['user', 'my order number is'],
      ['user', '4711'],
    ]),
    ['order 4711'],
  );
  assert.deepEqual(
    shown([
      ['agent', 'Your e-mail address?'],
      ['user', 'jane at example dot com'],
    ]),
    ['email jane@example.com'],
  );
  assert.deepEqual(
    shown([
      ['agent', ask],
      ['user', 'one moment I look'],
      ['user', 'four seven one one'],
    ]),
    [],
  );
});

test('what an agent says is no detail of the caller', () => {
  assert.deepEqual(
    shown([
      ['agent', 'Is it order 4711?'],
      ['user', 'yes that is right'],
    ]),
    [],
  );
});

test('a detail is there once, the last said first, and no more than so many', () => {
  const orders = Array.from({ length: MAX_DETAILS + 3 }, (_, place) => ['user', `order ${4700 + place}`] as const);
  const found = shown([...orders, ['user', 'order 4705']]);
  assert.equal(found.length, MAX_DETAILS);
  assert.deepEqual(found.slice(0, 2), ['order 4705', 'order 4710']);
});

test('no thirteen digits are ever shown', () => {
  for (const name of ['order', 'phone', 'my number is', 'call me at'])
    for (let count = 13; count < 20; count += 1)
      for (const digit of ['4', 'four '])
        assert.deepEqual(shown([['user', `${name} ${digit.repeat(count)}`]]), [], `${name} ${count}`);
});

test('of a turn without an end only the beginning is looked at', () => {
  assert.deepEqual(shown([['user', `order 4711 ${'and so on '.repeat(100_000)} order 4712`]]), ['order 4711']);
  assert.deepEqual(
    shown([
      ['user', `${'1'.repeat(100_000)}@`],
      ['user', 'a at b dot '.repeat(100_000)],
    ]),
    [],
  );
});
