import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreakerState } from '#domain/ports/voice-engines.ts';
import { Breaker } from './breaker.ts';

function opened() {
  const clock = { now: 0 };
  const told: BreakerState[] = [];
  const breaker = new Breaker({ elapsed: () => clock.now, changed: (state) => void told.push(state) });
  const fail = (leaveMs: number | null = null) => breaker.enter()?.failed(leaveMs);
  return { clock, told, breaker, fail };
}

test('three failures in half a minute open it, and not four in a minute', () => {
  const { clock, breaker, fail } = opened();
  for (const at of [0, 15_000, 30_000, 45_000]) {
    clock.now = at;
    fail();
    assert.equal(breaker.state(), 'closed', `at ${at}`);
  }
  clock.now = 45_001;
  fail();
  assert.equal(breaker.state(), 'open');
});

test('an answer in between makes the failures before it void', () => {
  const { breaker, fail } = opened();
  fail();
  fail();
  breaker.enter()?.answered();
  fail();
  fail();
  assert.equal(breaker.state(), 'closed');
});

test('open it lets nothing through for a minute, then one at a time; an answer closes it', () => {
  const { clock, breaker, fail, told } = opened();
  for (let times = 0; times < 3; times += 1) fail();
  clock.now = 59_999;
  assert.equal(breaker.enter(), null);
  clock.now = 60_000;
  assert.equal(breaker.state(), 'half_open');
  const trial = breaker.enter();
  assert.equal(breaker.enter(), null, 'one is enough to know');
  trial?.answered();
  assert.equal(breaker.state(), 'closed');
  assert.deepEqual(told, ['open', 'half_open', 'closed']);
});

test('half open, one failure opens it for another minute, and who gives up lets the next one try', () => {
  const { clock, breaker, fail } = opened();
  for (let times = 0; times < 3; times += 1) fail();
  clock.now = 60_000;
  breaker.enter()?.givenUp();
  fail();
  assert.equal(breaker.state(), 'open');
  clock.now = 119_999;
  assert.equal(breaker.enter(), null);
  clock.now = 120_000;
  assert.notEqual(breaker.enter(), null);
});

test('an engine that wants to be left alone is, at once and for ten minutes at the most', () => {
  const { clock, breaker, fail } = opened();
  fail(5_000);
  assert.equal(breaker.state(), 'open');
  clock.now = 5_000;
  fail(86_400_000);
  clock.now = 604_999;
  assert.equal(breaker.state(), 'open');
  clock.now = 605_000;
  assert.equal(breaker.state(), 'half_open');
});

test('what was asked before it opened closes it no more, and one request counts once', () => {
  const { breaker, fail } = opened();
  const [early, one] = [breaker.enter(), breaker.enter()];
  fail();
  one?.failed(null);
  one?.failed(null);
  assert.equal(breaker.state(), 'closed');
  fail();
  early?.answered();
  assert.equal(breaker.state(), 'open');
});
