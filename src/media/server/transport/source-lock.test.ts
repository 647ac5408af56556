import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSourceLock } from './source-lock.ts';

const at = (port: number, address = '192.0.2.1') => ({ address, port });

test('what is signaled is the only one that is heard and spoken to', () => {
  const lock = createSourceLock('signalled');
  assert.deepEqual([lock.admits(at(5000)), lock.target()], [false, null]);
  lock.describe(at(5000));
  assert.deepEqual([at(5001), at(5000, '192.0.2.2'), at(5000)].map(lock.admits), [false, false, true]);
  assert.deepEqual(lock.target(), at(5000));
});

test('the first that comes is the only one from then on, until another address is described', () => {
  const lock = createSourceLock('first');
  lock.describe(at(5000, '10.0.0.1'));
  assert.deepEqual(lock.target(), at(5000, '10.0.0.1'), 'before anything came, what is described is spoken to');
  assert.deepEqual([at(7000), at(7001), at(5000, '10.0.0.1'), at(7000)].map(lock.admits), [true, false, false, true]);
  assert.deepEqual(lock.target(), at(7000));
  lock.describe(at(5000, '10.0.0.1'));
  assert.equal(lock.admits(at(7001)), false, 'the same description again changes nothing');
  lock.describe(at(6000, '10.0.0.1'));
  assert.deepEqual([lock.admits(at(7001)), lock.admits(at(7000))], [true, false]);
});

test('an address of none is held: nothing is said, and the lock stays', () => {
  const lock = createSourceLock('first');
  lock.describe(at(5000));
  assert.equal(lock.admits(at(7000)), true);
  lock.describe(null);
  assert.equal(lock.target(), null);
  assert.deepEqual([lock.admits(at(7001)), lock.admits(at(7000))], [false, true]);
});
