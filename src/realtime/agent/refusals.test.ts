import assert from 'node:assert/strict';
import { test } from 'node:test';
import { no, writeRefusal } from './refusals.ts';

/** What keeps a wrap-up from being finished -> what its agent reads beside the field. */
const MISSING = [
  ['disposition_required', 'Choose a disposition first.'],
  ['note_required', 'Write a note first.'],
  ['tag_required', 'Choose a tag first.'],
] as const;
for (const [code, message] of MISSING)
  test(`${code}: ${message}`, () => assert.deepEqual(writeRefusal({ code }), { ok: false, error: code, message }));

test('a command may say it better than the table does', () => {
  const better = 'Write a note about the last call first.';
  assert.deepEqual(writeRefusal({ code: 'note_required' }, better), {
    ok: false,
    error: 'note_required',
    message: better,
  });
});

test('what only pages know is refused by its name', () => {
  assert.deepEqual(no('unknown'), { ok: false, error: 'unknown', message: 'Not found.' });
});
