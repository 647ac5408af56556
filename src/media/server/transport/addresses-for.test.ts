import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesFor, likeFirst } from './addresses-for.ts';

const [PUBLIC, PUBLIC_6] = ['198.51.100.7', '2001:db8::7'] as const;
const [PRIVATE, PRIVATE_6] = ['192.168.1.7', 'fd00::7'] as const;
const [LOOPBACK, LOOPBACK_6] = ['127.0.0.1', '::1'] as const;
const OUTSIDE = ['203.0.113.9'];
const PAGES = {
  here: ['127.0.0.1', '::1', '::ffff:127.0.0.1'],
  near: ['192.168.1.20', '10.9.8.7', '100.64.3.4', 'fd00::20', 'fe80::20%eth0', '::ffff:172.17.0.1'],
  far: ['203.0.113.50', '2001:db8:5::1', '::ffff:203.0.113.50', '203.0.113.50:4711', 'unknown', ''],
};

/** What is known (outside, own) -> what pages on this machine, of its networks and of strangers are told. */
const CASES: readonly {
  readonly title: string;
  readonly outside?: readonly string[];
  readonly own: readonly string[];
  readonly here: readonly string[];
  readonly near: readonly string[];
  readonly far: readonly string[];
}[] = [
  {
    title: 'a machine with addresses of every kind',
    own: [PUBLIC, PRIVATE, PUBLIC_6, PRIVATE_6, LOOPBACK, LOOPBACK_6],
    here: [PUBLIC, PUBLIC_6, PRIVATE, PRIVATE_6, LOOPBACK, LOOPBACK_6],
    near: [PRIVATE, PRIVATE_6, PUBLIC, PUBLIC_6],
    far: [PUBLIC, PUBLIC_6],
  },
  {
    title: 'a machine behind a NAT whose outside is known',
    outside: OUTSIDE,
    own: [PRIVATE, LOOPBACK],
    here: [...OUTSIDE, PRIVATE, LOOPBACK],
    near: [...OUTSIDE, PRIVATE],
    far: OUTSIDE,
  },
  {
    title: 'a machine behind a NAT whose outside is not known',
    own: [PRIVATE, LOOPBACK],
    here: [PRIVATE, LOOPBACK],
    near: [PRIVATE],
    far: [PRIVATE],
  },
  { title: 'loopback alone', own: ['127.0.0.1'], here: ['127.0.0.1'], near: ['127.0.0.1'], far: ['127.0.0.1'] },
  {
    title: 'an outside address that is an own one, told once',
    outside: [PUBLIC],
    own: [PUBLIC, PRIVATE],
    here: [PUBLIC, PRIVATE],
    near: [PUBLIC, PRIVATE],
    far: [PUBLIC],
  },
  {
    title: 'an operator who serves an office only',
    outside: ['10.0.0.5'],
    own: [PRIVATE],
    here: ['10.0.0.5', PRIVATE],
    near: ['10.0.0.5', PRIVATE],
    far: ['10.0.0.5'],
  },
  { title: 'nothing', own: [], here: [], near: [], far: [] },
];

for (const { title, outside = [], own, ...told } of CASES)
  for (const who of ['here', 'near', 'far'] as const)
    for (const asker of PAGES[who])
      test(`with ${title}, a page from "${asker}" is told ${told[who].join(', ') || 'nothing'}`, () =>
        assert.deepEqual(addressesFor({ outside, own }, asker), told[who]));

test('who talks with one address is told one of their own family first', () => {
  const all = [PUBLIC, PRIVATE, PUBLIC_6, LOOPBACK_6];
  assert.deepEqual(likeFirst(all, '2001:db8:5::1'), [PUBLIC_6, LOOPBACK_6, PUBLIC, PRIVATE]);
  for (const far of ['192.0.2.1', '::ffff:192.0.2.1', 'unknown'])
    assert.deepEqual(likeFirst([PUBLIC_6, ...all], far), [PUBLIC, PRIVATE, PUBLIC_6, PUBLIC_6, LOOPBACK_6]);
  assert.deepEqual(likeFirst([PUBLIC], '::1'), [PUBLIC], 'there is no other');
});
