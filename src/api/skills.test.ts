import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBodyValidator } from '#http/body-validator.ts';
import { NewSkill, skillInUse } from './skills.ts';

const SENTENCES: readonly (readonly [menus: readonly string[], sentence: string])[] = [
  [['Sales'], '“Sales” wants this skill. Take it from that menu first.'],
  [['Sales', 'Support'], '“Sales” and “Support” want this skill. Take it from those menus first.'],
  [['A', 'B', 'C'], '“A”, “B” and “C” want this skill. Take it from those menus first.'],
  [['A', 'B', 'C', 'D', 'E'], '“A”, “B”, “C” and 2 more want this skill. Take it from those menus first.'],
];
for (const [menus, sentence] of SENTENCES)
  test(`a skill that ${menus.length} want: ${sentence}`, () => assert.equal(skillInUse(menus), sentence));

const judge = createBodyValidator(NewSkill);
for (const [body, pointer] of [
  [{ name: 'French' }, null],
  [{ name: 'x'.repeat(60) }, null],
  [{ name: 'x'.repeat(61) }, '/name'],
  [{ name: '  ' }, '/name'],
  [{ name: '' }, '/name'],
  [{ name: 7 }, '/name'],
  [{ nmae: 'French' }, '/nmae'],
] as const)
  test(`${JSON.stringify(body).slice(0, 30)} is ${pointer === null ? 'a skill' : `refused at ${pointer}`}`, () => {
    const found = judge(body).map((each) => each.pointer);
    assert.ok(pointer === null ? found.length === 0 : found.includes(pointer), JSON.stringify(found));
  });
