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

const STEPS: readonly (readonly [hasCodes: boolean, isRequired: boolean, step: NextStep])[] = [
  [false, false, 'session'],
  [false, true, 'add_factor'],
  [true, false, 'second_factor'],
  [true, true, 'second_factor'],
];
for (const [hasCodes, isRequired, step] of STEPS)
  test(`${hasCodes ? 'with' : 'without'} codes, ${isRequired ? 'required' : 'not required'}: ${step}`, () => {
    assert.equal(nextStep({ hasCodes, isRequired }), step);
  });
