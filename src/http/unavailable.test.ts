import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnavailable } from './unavailable.ts';

const withCode = (code: string): Error => Object.assign(new Error('…'), { code });

const CASES: readonly (readonly [string, unknown, boolean])[] = [
  ['a connection failure', withCode('08006'), true],
  ['a full disk', withCode('53100'), true],
  ['too many connections', withCode('53300'), true],
  ['a server that shuts down', withCode('57P01'), true],
  ['a statement that took too long', withCode('57014'), true],
  ['an input/output error', withCode('58030'), true],
  ['a standby', withCode('25006'), true],
  ['a deadlock', withCode('40P01'), true],
  ['a refused connection', withCode('ECONNREFUSED'), true],
  ['a socket that is gone', withCode('ENOENT'), true],
  ['a refused connection on each address', new AggregateError([withCode('ECONNREFUSED')]), true],
  ['no free connection in time', new Error('timeout exceeded when trying to connect'), true],
  ['a lost connection', new Error('Connection terminated unexpectedly'), true],
  ['a pool that is closed', new Error('Cannot use a pool after calling end on the pool'), true],
  ['a unique violation', withCode('23505'), false],
  ['a syntax error of ours', withCode('42601'), false],
  ['a bug', new TypeError('x is not a function'), false],
  ['no error at all', 'ECONNREFUSED', false],
];

for (const [what, error, expected] of CASES)
  test(`${what}: ${expected ? 'the database is away' : 'not for the database being away'}`, () => {
    assert.equal(isUnavailable(error), expected);
  });
