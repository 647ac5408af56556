import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSkilled, skillRank, skillsFault } from './skill.ts';

const [FRENCH, BILLING] = [1, 2];
const agent = { skills: [{ skillId: FRENCH, level: 3 }] };

const CASES = [
  ['nothing wanted', [], true, 0],
  ['less than they have', [{ skillId: FRENCH, level: 1 }], true, 3],
  ['as much as they have', [{ skillId: FRENCH, level: 3 }], true, 3],
  ['more than they have', [{ skillId: FRENCH, level: 4 }], false, 3],
  ['one that they do not have', [{ skillId: BILLING, level: 1 }], false, 0],
  [
    'two, of which they have one',
    [
      { skillId: FRENCH, level: 1 },
      { skillId: BILLING, level: 1 },
    ],
    false,
    3,
  ],
] as const;
for (const [name, wanted, can, rank] of CASES)
  test(`${name}: ${can ? 'may' : 'may not'} take the call, rank ${rank}`, () => {
    assert.equal(isSkilled(agent, wanted), can);
    assert.equal(skillRank(agent, wanted), rank);
  });

test('a list names skills that are there, each once', () => {
  const known = new Set([FRENCH, BILLING]);
  const one = { skillId: FRENCH, level: 1 };
  assert.equal(skillsFault([one, { skillId: BILLING, level: 5 }], known), null);
  assert.deepEqual(skillsFault([one, { skillId: 9, level: 1 }], known), { fault: 'unknown', place: 1 });
  assert.deepEqual(skillsFault([one, { skillId: FRENCH, level: 2 }], known), { fault: 'twice', place: 1 });
});
