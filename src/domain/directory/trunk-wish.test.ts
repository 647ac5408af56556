import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedTrunk, newTrunk } from './trunk-wish.ts';

const MAIN = { name: ' Main ', preset: 'telnyx', username: 'acme', password: 'p' } as const;

test('a new trunk is as its preset has it, but for what is said', () => {
  const { settings, secrets, faults } = newTrunk({
    ...MAIN,
    inboundAddresses: ['192.0.2.1'],
    limits: { callsAtOnce: 3 },
  });
  assert.deepEqual([faults, secrets], [[], { password: 'p' }]);
  assert.partialDeepStrictEqual(settings, {
    name: 'Main',
    host: 'sip.telnyx.com',
    registers: true,
    inboundAddresses: ['192.0.2.1/32'],
    limits: { callsAtOnce: 3, callsPerMinute: 30 },
  });
  assert.ok(!('password' in settings), 'secrets go another way');
});

test('a change leaves what it does not name, and secrets are judged as they would be kept', () => {
  const before = { ...newTrunk(MAIN).settings, hasPassword: true, hasTextSecret: false };
  const changed = changedTrunk(before, { host: 'sip.telnyx.eu' });
  assert.deepEqual([changed.settings.username, changed.secrets, changed.faults], ['acme', {}, []]);
  const where = (wish: Parameters<typeof changedTrunk>[1]) =>
    changedTrunk(before, wish).faults.map(({ field }) => field);
  assert.deepEqual(where({ textAccount: 'profile' }), ['textSecret']);
  assert.deepEqual(where({ textAccount: 'profile', textSecret: 'key' }), []);
  assert.deepEqual(where({ textSecret: 'key' }), ['textAccount']);
  assert.deepEqual(where({ username: null }), ['username']);
});
