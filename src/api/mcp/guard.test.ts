import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOKEN_RIGHTS } from '../token-rights.ts';
import { createGuard, MAX_CHANGES, NUMBER_PATTERN } from './guard.ts';
import { toolsFor } from './mcp-server.ts';

const ALL = Object.keys(TOKEN_RIGHTS.patchbay);

const CALLED: readonly (readonly [numbers: readonly string[], number: string, may: boolean])[] = [
  [[], '+14155550148', false],
  [['+14155550148'], '+1 (415) 555-0148', true],
  [['+14155550148'], '+141555501489', false],
  [['+14155550148'], '14155550148', false],
  [['+1415*', '+49301*'], '+49 301 234', true],
  [['+1415*'], '+1 416 555 0148', false],
  [['+1415*'], 'tel:+1415', false],
];
for (const [numbers, number, may] of CALLED)
  test(`${number} ${may ? 'may' : 'may not'} be called where ${numbers.join(' and ') || 'nothing'} is listed`, () => {
    const call = (): void => createGuard({ mayWrite: true, numbers }, () => 0).mayCall(number);
    if (may) call();
    else assert.throws(call, /has not listed/);
  });

test('this many changes within an hour are enough; an hour later there may be more', () => {
  let now = 0;
  const guard = createGuard({ mayWrite: true, numbers: [] }, () => now);
  for (let count = 0; count < MAX_CHANGES; count += 1) {
    now = count * 1000;
    guard.count();
  }
  assert.throws(guard.count, /60 changes within an hour/);
  now = 3_600_000;
  guard.count();
  assert.throws(guard.count, /60 changes within an hour/);
});

test('a number is listed whole, or by how it begins', () => {
  for (const text of ['+14155550148', '+1*', '+4930*']) assert.match(text, NUMBER_PATTERN);
  for (const text of ['*', '+*', '14155550148', '+1 415', '+1415**', '911', ''])
    assert.doesNotMatch(text, NUMBER_PATTERN);
});

test('tools are those that the token and the operator leave, fewer than 25 in all', () => {
  const names = (operations: readonly string[], mayWrite: boolean, numbers: readonly string[]): readonly string[] =>
    toolsFor({ operations, allowed: { mayWrite, numbers } }).map(({ name }) => name);
  const all = names(ALL, true, ['+1*']);
  assert.ok(all.length < 25 && new Set(all).size === all.length);
  assert.deepEqual(
    all.filter((name) => !names(ALL, true, []).includes(name)),
    ['place_call'],
  );
  assert.equal(names(ALL, false, ['+1*']).length, all.length - 5);
  assert.deepEqual(names([], true, ['+1*']), []);
  assert.deepEqual(names(['showTranscript'], true, ['+1*']), ['get_transcript']);
});
