import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBodyValidator } from '#http/body-validator.ts';
import { readWrapUp, WrapUpObject, writeWrapUp } from './wrap-up.ts';

const RULES = { seconds: 60, dispositions: ['Resolved'], required: ['disposition'], tags: ['billing'] } as const;
const judge = createBodyValidator(WrapUpObject);

test('rules are written as they are read, without white space at the ends', () => {
  const read = readWrapUp({ ...RULES, required: ['tag', 'note'], tags: [' billing '], dispositions: ['Resolved'] });
  assert.deepEqual(writeWrapUp(read), { ...RULES, required: ['note', 'tag'] });
});

for (const [change, pointer] of [
  [{}, null],
  [{ seconds: null }, null],
  [{ seconds: 3601 }, '/seconds'],
  [{ required: ['summary'] }, '/required/0'],
  [{ required: ['note', 'note'] }, '/required'],
  [{ tags: ['x'.repeat(61)] }, '/tags/0'],
  [{ dispositions: [' '] }, '/dispositions/0'],
] as const)
  test(`rules with ${JSON.stringify(change).slice(0, 40)} are ${pointer === null ? 'taken' : `refused at ${pointer}`}`, () => {
    const found = judge({ ...RULES, ...change }).map((each) => each.pointer);
    assert.ok(pointer === null ? found.length === 0 : found.includes(pointer), JSON.stringify(found));
  });
