import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Guess } from './sign-in-brake.ts';
import { createSignInBrake } from './sign-in-brake.ts';

let now = 0;
const make = () => {
  now = 0;
  return createSignInBrake(() => now);
};
const made = (begun: Guess | { readonly retryAfterSeconds: number }): Guess =>
  'waitMs' in begun ? begun : assert.fail(`refused for ${begun.retryAfterSeconds} s`);
const refusal = (begun: object): number | null =>
  'retryAfterSeconds' in begun ? Number(begun.retryAfterSeconds) : null;

test('ten failures of one person shut an address out for them, for five minutes; others and elsewhere continue', () => {
  const brake = make();
  for (let time = 0; time < 10; time += 1) assert.equal(made(brake.begin('a', 'ada')).waitMs, 0);
  now = 1000;
  assert.equal(refusal(brake.begin('a', 'ada')), 299);
  assert.equal(made(brake.begin('a', 'bo')).waitMs, 0);
  assert.equal(made(brake.begin('b', 'ada')).waitMs, 0);
  now = 300_000;
  assert.equal(made(brake.begin('a', 'ada')).waitMs, 0);
});

test('an address has fifty failures, whoever they are of', () => {
  const brake = make();
  for (let person = 0; person < 50; person += 1) made(brake.begin('a', `nobody-${person}`));
  assert.equal(refusal(brake.begin('a', 'ada')), 300);
});

test('what was let off, or was right, does not count', () => {
  const brake = make();
  for (let time = 0; time < 30; time += 1) made(brake.begin('a', 'ada')).letOff();
  for (let time = 0; time < 30; time += 1) made(brake.begin('a', 'ada')).succeeded();
  assert.equal(made(brake.begin('a', 'ada')).waitMs, 0);
});

test('guessed at from everywhere, a person is tried once a second where they are not known, and never shut out', () => {
  const brake = make();
  made(brake.begin('home', 'ada')).succeeded();
  for (let address = 0; address < 20; address += 1)
    for (let time = 0; time < 10; time += 1) made(brake.begin(`a${address}`, 'ada'));
  const waits = Array.from({ length: 11 }, (_, place) => made(brake.begin(`b${place}`, 'ada')).waitMs);
  assert.deepEqual(
    waits,
    Array.from({ length: 11 }, (_, place) => place * 1000),
  );
  assert.equal(refusal(brake.begin('c', 'ada')), 1, 'the line is too long to wait in');
  assert.equal(made(brake.begin('home', 'ada')).waitMs, 0);
  assert.equal(made(brake.begin('c', 'bo')).waitMs, 0);
});
