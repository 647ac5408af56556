import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSourceLock } from './source-lock.ts';
import type { SourceLock } from './source-lock.ts';
import type { Address } from './udp-socket.ts';

/** Whether a packet is taken, as the leg does it. */
function hears(lock: SourceLock, from: Address, now: number): boolean {
  const isAdmitted = lock.admits(from, now);
  if (isAdmitted) lock.heard(from);
  return isAdmitted;
}

const at = (port: number, address = '192.0.2.1') => ({ address, port });

test('what is signaled is the only one that is heard and spoken to', () => {
  const lock = createSourceLock('signalled');
  assert.deepEqual([hears(lock, at(5000), 0), lock.target()], [false, null]);
  lock.describe(at(5000), 0);
  const all = [at(5001), at(5000, '192.0.2.2'), at(5000)];
  assert.deepEqual(
    all.map((from) => hears(lock, from, 0)),
    [false, false, true],
  );
  assert.deepEqual(lock.target(), at(5000));
});

test('the first that comes is the only one from then on, however late', () => {
  const lock = createSourceLock('first');
  lock.describe(at(5000, '10.0.0.1'), 0);
  assert.deepEqual(lock.target(), at(5000, '10.0.0.1'), 'before anything came, what is described is spoken to');
  const all = [at(7000), at(7001), at(5000, '10.0.0.1'), at(7000)];
  assert.deepEqual(
    all.map((from) => hears(lock, from, 60_000)),
    [true, false, false, true],
  );
  assert.deepEqual(lock.target(), at(7000));
});

test('after another description it may move once, and what is on its way from before is heard until then', () => {
  const lock = createSourceLock('first');
  lock.describe(at(5000, '10.0.0.1'), 0);
  assert.ok(hears(lock, at(7000), 0));
  lock.describe(at(6000, '10.0.0.1'), 10_000);
  assert.deepEqual(lock.target(), at(7000), 'until it is heard from elsewhere it is spoken to where it was');
  assert.deepEqual([hears(lock, at(7000), 10_050), hears(lock, at(7001), 10_100)], [true, true]);
  assert.deepEqual([hears(lock, at(7000), 10_150), hears(lock, at(7002), 10_150)], [false, false]);
  assert.deepEqual(lock.target(), at(7001));
});

test('three seconds after a description no one else is heard', () => {
  const lock = createSourceLock('first');
  lock.describe(at(5000), 0);
  assert.ok(hears(lock, at(7000), 0));
  lock.describe(at(5000), 10_000);
  assert.deepEqual([hears(lock, at(7001), 13_000), hears(lock, at(7000), 13_000)], [false, true]);
});

test('an address of none is held: nothing is said, and the lock stays', () => {
  const lock = createSourceLock('first');
  lock.describe(at(5000), 0);
  assert.ok(hears(lock, at(7000), 0));
  lock.describe(null, 1000);
  assert.equal(lock.target(), null);
  assert.deepEqual([hears(lock, at(7001), 1000), hears(lock, at(7000), 1000)], [false, true]);
});

test('a packet that is admitted and proves to be none changes nothing', () => {
  const lock = createSourceLock('first');
  lock.describe(at(5000), 0);
  assert.ok(lock.admits(at(7000), 0));
  assert.ok(hears(lock, at(7001), 0));
  assert.ok(!lock.admits(at(7000), 0));
});
