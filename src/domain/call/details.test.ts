import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detailsIn } from './details.ts';

const of = (text: string): string[] =>
  detailsIn([{ speaker: 'user', text }]).map(({ kind, value }) => `${kind} ${value}`);

/** Said -> what is found in it. */
const FOUND: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['my order number is four seven one nine two', ['order 47192']],
  ['Five one zero, three three two.', []],
  ['The order is 510332, please.', ['order 510332']],
  ['it is about invoice number INV-2041', ['order INV-2041']],
  ['tracking code 1z999', ['order 1Z999']],
  ['my order is late', []],
  ['i have one order and two questions', []],
  ['you can reach me at five five five zero one four two', ['phone 5550142']],
  ['Call me at +1 (415) 555-0148.', ['phone +14155550148']],
  ['my number is 415 555 0148', ['phone 4155550148']],
  ['double five five oh one four two', ['phone 5550142']],
  ['write to Kim.Reed@Example.com please', ['email kim.reed@example.com']],
  ['it is kim dot reed at example dot com', ['email kim.reed@example.com']],
  ['kim underscore reed at my dash shop dot co dot uk', ['email kim_reed@my-shop.co.uk']],
  ['i am at home', []],
  ['my card is 4111 1111 1111 1111', []],
  ['four one one one one one one one one one one one one one one one', []],
  ['the order number is 4111111111111111', []],
  ['order 47192, and call 415 555 0148, or write a@b.co', ['order 47192', 'phone 4155550148', 'email a@b.co']],
  ['it was in 2024, at 10 o clock, for 12 dollars', []],
];
for (const [text, details] of FOUND)
  test(`in “${text}”: ${details.join(', ') || 'nothing'}`, () => assert.deepEqual(of(text), details));

test('only what the caller said counts, each once, in its order, and twenty at most', () => {
  const turns = [
    { speaker: 'agent', text: 'Our number is 415 555 0100' },
    { speaker: 'user', text: 'order 47192' },
    { speaker: 'virtual_agent', text: 'order 99999' },
    { speaker: 'user', text: 'order 47192, a@b.co' },
  ] as const;
  assert.deepEqual(detailsIn(turns), [
    { kind: 'order', value: '47192' },
    { kind: 'email', value: 'a@b.co' },
  ]);
  const many = Array.from({ length: 50 }, (_, place) => ({ speaker: 'user' as const, text: `order ${1000 + place}` }));
  assert.equal(detailsIn(many).length, 20);
});

test('long texts without an end are looked through in a moment', () => {
  const begun = performance.now();
  for (const part of ['one ', '1 ', 'a dot ', 'a@', 'order number ', '(1-', 'x'.repeat(50)]) of(part.repeat(5000));
  assert.ok(performance.now() - begun < 2000);
});
