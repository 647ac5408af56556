import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WrapUpRules } from './wrap-up-rules.ts';
import {
  MAX_DISPOSITIONS,
  MAX_LABEL_LENGTH,
  MAX_TAGS,
  missingFields,
  trimmedRules,
  wrapUpFault,
} from './wrap-up-rules.ts';

const RULES: WrapUpRules = {
  seconds: 60,
  dispositions: ['Resolved', 'Follow-up'],
  required: ['disposition'],
  tags: ['billing'],
};
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `Label ${index}`);

const FAULTS: readonly (readonly [string, Partial<WrapUpRules>, object | null])[] = [
  ['as they should be', {}, null],
  ['empty lists', { dispositions: [], tags: [], required: ['note'] }, null],
  ['required without a list', { dispositions: [] }, { list: 'dispositions', place: null, fault: 'none' }],
  ['a tag required without a list', { tags: [], required: ['tag'] }, { list: 'tags', place: null, fault: 'none' }],
  ['no time for what is required', { seconds: 0 }, { list: 'seconds', place: null, fault: 'no_time' }],
  ['no time and nothing required', { seconds: 0, required: [] }, null],
  ['a blank name', { tags: ['a', ' '] }, { list: 'tags', place: 1, fault: 'blank' }],
  ['a long name', { tags: ['x'.repeat(MAX_LABEL_LENGTH + 1)] }, { list: 'tags', place: 0, fault: 'too_long' }],
  ['the longest name', { tags: [` ${'x'.repeat(MAX_LABEL_LENGTH)} `] }, null],
  ['a name twice', { dispositions: ['Resolved', ' RESOLVED '] }, { list: 'dispositions', place: 1, fault: 'twice' }],
  ['as many as may be', { dispositions: many(MAX_DISPOSITIONS), tags: many(MAX_TAGS) }, null],
  [
    'too many dispositions',
    { dispositions: many(MAX_DISPOSITIONS + 1) },
    { list: 'dispositions', place: null, fault: 'too_many' },
  ],
  ['too many tags', { tags: many(MAX_TAGS + 1) }, { list: 'tags', place: null, fault: 'too_many' }],
];
for (const [what, change, fault] of FAULTS)
  test(`rules with ${what}: ${fault === null ? 'fine' : 'refused'}`, () =>
    assert.deepEqual(wrapUpFault({ ...RULES, ...change }), fault));

test('names are kept without white space at the ends', () => {
  assert.deepEqual(trimmedRules({ ...RULES, tags: [' a b '] }).tags, ['a b']);
});

test('required fields are kept once each, in their order', () => {
  assert.deepEqual(trimmedRules({ ...RULES, required: ['tag', 'note', 'tag'] }).required, ['note', 'tag']);
});

const GIVEN = { disposition: 'Resolved', tags: ['billing'], hasNote: true };
const NOTHING = { disposition: null, tags: [], hasNote: false };
for (const required of [[], ['disposition'], ['note'], ['tag'], ['disposition', 'note', 'tag']] as const)
  test(`with ${required.join(' and ') || 'nothing'} required, just that is missing until it is given`, () => {
    assert.deepEqual(missingFields({ required }, NOTHING), required);
    assert.deepEqual(missingFields({ required }, GIVEN), []);
  });
