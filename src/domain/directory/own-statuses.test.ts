import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnStatus } from './own-statuses.ts';
import { MAX_OWN_STATUSES, ownStatusFault } from './own-statuses.ts';
import { MAX_LABEL_LENGTH } from './wrap-up-rules.ts';

const status = (name: string): OwnStatus => ({ name, color: 'amber', countsAs: 'break' });
const many = (count: number): OwnStatus[] => Array.from({ length: count }, (_, index) => status(`Break ${index}`));

const FAULTS: readonly (readonly [string, readonly OwnStatus[], object | null])[] = [
  ['none', [], null],
  ['two names', [status('Lunch'), status('Training')], null],
  ['a blank name', [status('Lunch'), status(' ')], { place: 1, fault: 'blank' }],
  ['a name twice', [status('Lunch'), status(' LUNCH')], { place: 1, fault: 'twice' }],
  ['a long name', [status('x'.repeat(MAX_LABEL_LENGTH + 1))], { place: 0, fault: 'too_long' }],
  ['as many as may be', many(MAX_OWN_STATUSES), null],
  ['too many', many(MAX_OWN_STATUSES + 1), { place: null, fault: 'too_many' }],
];
for (const [what, statuses, fault] of FAULTS)
  test(`${what}: ${fault === null ? 'fine' : 'refused'}`, () => assert.deepEqual(ownStatusFault(statuses), fault));
