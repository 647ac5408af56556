import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCallLimits } from './limits.ts';

/** Limits on a clock that a test moves, with as many calls of the workspace as it says. */
function limits({ isLimited = true } = {}) {
  const state = { now: 1_000_000, calls: 0 };
  const made = createCallLimits({ isLimited, now: () => state.now, callsOf: () => state.calls });
  const pass = (seconds: number): void => {
    state.now += seconds * 1000;
  };
  const open = (address = 'a', opening = 0) => made.mayOpen(1, address, opening);
  return { ...made, state, pass, open };
}
const times = (count: number): readonly number[] => Array.from({ length: count }, (_, each) => each);

test('an address begins six calls in a minute, and is told when the next one may be', () => {
  const { open, pass } = limits();
  for (const second of times(6)) {
    assert.equal(open(), null, `call ${second}`);
    pass(1);
  }
  assert.deepEqual(open(), { error: 'too_many', retryAfterSeconds: 54 });
  assert.equal(open('b'), null, 'another address is another’s matter');
  pass(54);
  assert.equal(open(), null);
});

test('an address begins thirty calls in an hour', () => {
  const { open, pass } = limits();
  for (const call of times(30)) {
    assert.equal(open(), null, `call ${call}`);
    pass(30);
  }
  assert.deepEqual(open(), { error: 'too_many', retryAfterSeconds: 3600 - 900 });
});

test('a call that was refused is not counted', () => {
  const { open, pass } = limits();
  for (const _ of times(6)) open();
  for (const _ of times(100)) open();
  pass(60);
  assert.equal(open(), null);
});

test('an address has ten calls at once, those that still connect among them, and one more when one has ended', () => {
  const { open, entered, ended, pass } = limits();
  for (const id of times(9)) entered(id, 'a');
  assert.equal(open('a', 0), null);
  assert.deepEqual(open('a', 1), { error: 'too_many', retryAfterSeconds: 60 });
  entered(9, 'a');
  assert.deepEqual(open('a', 0)?.error, 'too_many');
  assert.equal(open('b', 0), null);
  ended(3);
  pass(60);
  assert.equal(open('a', 0), null);
});

test('a workspace has two hundred web calls at once', () => {
  const { open, mayEnter, state } = limits();
  state.calls = 199;
  assert.deepEqual([open(), mayEnter(1)], [null, null]);
  state.calls = 200;
  const busy = { error: 'busy', retryAfterSeconds: 60 };
  assert.deepEqual([open(), mayEnter(1)], [busy, busy]);
});

test('three hundred calls of a workspace come about in a minute; attempts that never connect are none of them', () => {
  const { open, mayEnter, pass } = limits();
  for (const each of times(400)) open(`address ${each}`);
  for (const call of times(300)) assert.equal(mayEnter(1), null, `call ${call}`);
  assert.deepEqual(mayEnter(1), { error: 'busy', retryAfterSeconds: 60 });
  assert.equal(mayEnter(2), null);
  pass(60);
  assert.equal(mayEnter(1), null);
});

test('an address comes back to calls a hundred and twenty times in a minute', () => {
  const { mayReturn, pass } = limits();
  for (const each of times(120)) assert.equal(mayReturn('a'), true, `time ${each}`);
  assert.deepEqual([mayReturn('a'), mayReturn('b')], [false, true]);
  pass(60);
  assert.equal(mayReturn('a'), true);
});

test('without limits only what the server can carry counts', () => {
  const { open, mayEnter, mayReturn, entered, state } = limits({ isLimited: false });
  for (const each of times(500)) {
    entered(each, 'a');
    assert.deepEqual([open('a', each), mayEnter(1), mayReturn('a')], [null, null, true]);
  }
  state.calls = 200;
  assert.equal(open()?.error, 'busy');
});
