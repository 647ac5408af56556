import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCall, at, callIn } from '../../../test/support/calls.ts';
import { holdSeconds, talkSeconds, waitSeconds, wholeSeconds } from './duration.ts';

const talked = callIn('finished', { queuedAt: at(0), assignedAt: at(12), connectedAt: at(20), endsAt: at(80.9) });

test('waiting ends when an agent takes the call, talking begins when both ends are connected', () => {
  assert.equal(waitSeconds(talked), 12);
  assert.equal(talkSeconds(talked), 60);
});

test('a caller who gave up has waited until then and never talked', () => {
  const call = callIn('failed', { queuedAt: at(0), endsAt: at(45) });
  assert.equal(waitSeconds(call), 45);
  assert.equal(talkSeconds(call), null);
});

test('what is still in progress has no length, and what never queued no wait', () => {
  assert.equal(waitSeconds(callIn('queued')), null);
  assert.equal(talkSeconds(callIn('connected')), null);
  assert.equal(wholeSeconds(callIn('connected')), null);
  assert.equal(waitSeconds(aCall({ state: 'failed', endsAt: at(3) })), null);
});

test('an inbound call counts from its beginning, an outbound one from its answer', () => {
  assert.equal(wholeSeconds(talked), 80);
  assert.equal(wholeSeconds({ ...talked, direction: 'outbound' }), 60);
  assert.equal(wholeSeconds({ ...talked, queuedAt: null, createdAt: at(10) }), 70);
});

test('seconds are whole and never negative', () => {
  assert.equal(holdSeconds(aCall({ holdSeconds: 3.99 })), 3);
  assert.equal(talkSeconds({ ...talked, connectedAt: at(90) }), 0);
});
