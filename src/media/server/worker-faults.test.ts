import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFaults } from './worker-faults.ts';

function listening() {
  const told: string[] = [];
  const time = { now: 0 };
  const faults = createFaults(
    (source, reason) => void told.push(`${source} ${reason.split('\n')[0] ?? ''}`),
    () => time.now,
  );
  return { told, time, faults };
}
const ofLibrary = (): Error =>
  Object.assign(new Error('x'), {
    stack: 'Error: x\n    at flight (/app/node_modules/werift/lib/dtls/src/flight.js:1:1)',
  });

test('a fault of ours is told each time', () => {
  const { told, faults } = listening();
  faults.heard(new Error('mine'));
  faults.heard(new Error('mine'));
  faults.heard('a word');
  assert.deepEqual(told, ['ours Error: mine', 'ours Error: mine', 'ours a word']);
});

test('a failure inside the DTLS library is told with its number, at most once a minute', () => {
  const { told, time, faults } = listening();
  for (let times = 0; times < 5; times += 1) faults.heard(ofLibrary());
  assert.deepEqual(told, ['werift 1 in all, the last one: Error: x']);
  time.now = 60_000;
  faults.heard(ofLibrary());
  assert.equal(told[1], 'werift 5 in all, the last one: Error: x');
});
