import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecondFactorRule } from '../directory/second-factor-rule.ts';
import { SECOND_FACTOR_RULES } from '../directory/second-factor-rule.ts';
import type { NextStep } from './factors.ts';
import { isFactorRequired, nextStep } from './factors.ts';
import type { Role } from './session.ts';
import { ROLES } from './session.ts';

const OF: Readonly<Record<SecondFactorRule, readonly Role[]>> = {
  nobody: [],
  admins: ['admin'],
  everybody: ['agent', 'supervisor', 'admin', 'developer'],
};
for (const rule of SECOND_FACTOR_RULES)
  for (const role of ROLES)
    test(`required of ${rule}, a second factor is ${OF[rule].includes(role) ? '' : 'not '}required of: ${role}`, () => {
      assert.equal(isFactorRequired(rule, role), OF[rule].includes(role));
    });

const STEPS: readonly (readonly [hasCodes: boolean, passkeys: number, isRequired: boolean, step: NextStep])[] = [
  [false, 0, false, 'session'],
  [false, 0, true, 'add_factor'],
  [false, 1, false, 'session'],
  [false, 1, true, 'second_factor'],
  [true, 0, false, 'second_factor'],
  [true, 0, true, 'second_factor'],
  [true, 1, false, 'second_factor'],
  [true, 1, true, 'second_factor'],
];
for (const [hasCodes, passkeys, isRequired, step] of STEPS)
  test(`${hasCodes ? 'with' : 'without'} codes, ${passkeys} passkeys, ${isRequired ? '' : 'not '}required: ${step}`, () => {
    assert.equal(nextStep({ hasCodes, passkeys, isRequired }), step);
  });
