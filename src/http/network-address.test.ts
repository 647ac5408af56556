import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { addressKey, isAddressOrRange } from './network-address.ts';

for (const [address, key] of [
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:52114', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:cb00:7107', '203.0.113.7'],
  ['64:ff9b::203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', 'unreadable'],
  ['unknown', 'unreadable'],
  ['_hidden', 'unreadable'],
  ['1.2.3', 'unreadable'],
] as const)
  test(`"${address}" is counted as ${key}`, () => assert.equal(addressKey(address), key));

test('addresses of one /64 share a key, and those of two do not', () => {
  const group = fc.integer({ min: 0, max: 0xff_ff }).map((number) => number.toString(16));
  const four = fc.tuple(group, group, group, group).map((groups) => groups.join(':'));
  fc.assert(
    fc.property(four, four, four, four, (network, other, host, neighbor) => {
      assert.equal(addressKey(`${network}:${host}`), addressKey(`${network}:${neighbor}`));
      if (network !== other) assert.notEqual(addressKey(`${network}:${host}`), addressKey(`${other}:${host}`));
    }),
  );
});

test('any text has a key', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => addressKey(text).length > 0));
});

for (const [text, isOne] of [
  ['10.0.0.5', true],
  ['10.0.0.0/8', true],
  ['fd00::/8', true],
  ['::1', true],
  ['0.0.0.0/0', false],
  ['::/0', false],
  ['10.0.0.0/33', false],
  ['10.0.0', false],
  ['loopback', false],
  ['', false],
  ['*', false],
] as const)
  test(`"${text}" ${isOne ? 'can' : 'cannot'} be trusted as a proxy`, () =>
    assert.equal(isAddressOrRange(text), isOne));
