import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PressedBy } from './key-presses.ts';
import { createKeyPresses } from './key-presses.ts';

/** Keys, how they came and when -> those that count. */
const PRESSES: Readonly<Record<string, readonly [readonly (readonly [string, PressedBy, number])[], string]>> = {
  'in its sound alone': [
    [
      ['1', 'sound', 0],
      ['1', 'sound', 200],
    ],
    '11',
  ],
  'by signalling alone': [
    [
      ['1', 'signalling', 0],
      ['1', 'signalling', 200],
    ],
    '11',
  ],
  'both ways, the sound first': [
    [
      ['1', 'sound', 0],
      ['1', 'signalling', 900],
    ],
    '1',
  ],
  'both ways, signalling first': [
    [
      ['1', 'signalling', 0],
      ['1', 'sound', 900],
    ],
    '1',
  ],
  'twice, each both ways': [
    [
      ['1', 'sound', 0],
      ['1', 'signalling', 20],
      ['1', 'sound', 300],
      ['1', 'signalling', 320],
    ],
    '11',
  ],
  'twice in its sound, then twice by signalling': [
    [
      ['1', 'sound', 0],
      ['1', 'sound', 300],
      ['1', 'signalling', 600],
      ['1', 'signalling', 700],
    ],
    '11',
  ],
  'one way, and long after the other': [
    [
      ['1', 'sound', 0],
      ['1', 'signalling', 1500],
    ],
    '11',
  ],
  'different keys': [
    [
      ['1', 'sound', 0],
      ['2', 'signalling', 20],
      ['2', 'sound', 40],
    ],
    '12',
  ],
};
for (const [name, [presses, counted]] of Object.entries(PRESSES))
  test(`keys ${name}: ${counted}`, () => {
    const keys = createKeyPresses();
    assert.equal(presses.flatMap(([digit, by, at]) => (keys.counts(digit, by, at) ? [digit] : [])).join(''), counted);
  });
