import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { test } from 'node:test';
import { ownAddresses } from './public-addresses.ts';

const entry = (address: string, internal = false): NetworkInterfaceInfo => {
  const rest = { address, mac: '', internal, netmask: '', cidr: null };
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
};

const INTERFACES = {
  lo: [entry('127.0.0.1', true), entry('::1', true)],
  eth0: [entry('192.0.2.7'), entry('2001:db8::7'), entry('fe80::1'), entry('febf::1'), entry('169.254.3.4')],
  eth1: [entry('fd00::2')],
};

const CASES: readonly (readonly [string | null, readonly string[]])[] = [
  [null, ['192.0.2.7', '2001:db8::7', 'fd00::2', '127.0.0.1', '::1']],
  ['::', ['192.0.2.7', '2001:db8::7', 'fd00::2', '127.0.0.1', '::1']],
  ['0.0.0.0', ['192.0.2.7', '127.0.0.1']],
  ['2001:db8::7', ['2001:db8::7']],
];
for (const [host, expected] of CASES)
  test(`bound to ${host ?? 'every address'}, these are announced: ${expected.join(', ')}`, () =>
    assert.deepEqual(ownAddresses(host, INTERFACES), expected));
