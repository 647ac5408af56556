import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressKind } from './address-kind.ts';

const KINDS = {
  loopback: ['127.0.0.1', '127.255.255.255', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '[::1]:443', '127.0.0.1:80'],
  private: [
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '100.127.255.255',
    '169.254.1.1',
    'fc00::1',
    'fdff::1',
    'fe80::1%eth0',
    'febf::1',
    '::ffff:192.168.0.1',
    ' 10.0.0.1 ',
  ],
  public: [
    '9.255.255.255',
    '11.0.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '169.253.0.1',
    '203.0.113.7:50000',
    '::ffff:203.0.113.7',
    '2001:db8::1',
    '[2001:db8::1]:443',
    'fbff::1',
    'fe00::1',
    'fec0::1',
    '::2',
  ],
  null: ['', 'unknown', '_hidden', '10.0.0', '10.0.0.256', '::1::', 'example.org', '2001:db8::1::2'],
};

for (const [kind, addresses] of Object.entries(KINDS))
  for (const address of addresses)
    test(`"${address}" is ${kind}`, () => assert.equal(String(addressKind(address)), kind));
