import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '#config/config.ts';
import { DatabaseFault } from '#storage/database-fault.ts';
import { EmbeddedPostgresError } from '#storage/embedded/errors.ts';
import { exitCodeOf, lastWordsOf } from './exit-code.ts';

const CASES = [
  [new ConfigError(['PATCHBAY_PORT is "x".']), 78],
  [new DatabaseFault('in_use', 'Another Patchbay uses this database.'), 75],
  [new EmbeddedPostgresError('data_directory_in_use', 'Another Patchbay uses the data directory.'), 75],
  [new DatabaseFault('unreachable', 'The database is away.'), 1],
] as const;

for (const [error, code] of CASES)
  test(`a start that ends with "${error.message.split('\n', 1)[0]}" exits with ${code}`, () => {
    assert.equal(exitCodeOf(error), code);
    assert.equal(lastWordsOf(error), error.message);
  });

test('a bug exits with 1 and shows where it is', () => {
  assert.equal(exitCodeOf(new TypeError('x is undefined')), 1);
  assert.match(lastWordsOf(new TypeError('x is undefined')), /^TypeError: x is undefined\n {4}at /);
});
