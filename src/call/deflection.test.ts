import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMenu, START } from '../../test/support/calls.ts';
import { conditionOf, deflectionWord } from './deflection.ts';

const closed = { timeZone: 'UTC', open: {} };

test('a menu is judged by hand, then by its hours, then by its queue', () => {
  assert.equal(conditionOf(aMenu(), START, 1000), 'open');
  assert.equal(conditionOf(aMenu({ redirected: true, hours: closed, capacity: 0 }), START, 5), 'redirected');
  assert.equal(conditionOf(aMenu({ hours: closed, capacity: 0 }), START, 5), 'after_hours');
  assert.equal(conditionOf(aMenu({ capacity: 2 }), START, 1), 'open');
  assert.equal(conditionOf(aMenu({ capacity: 2 }), START, 2), 'over_capacity');
  assert.equal(conditionOf(aMenu({ capacity: 0 }), START, 0), 'over_capacity');
});

/** The condition, what the menu does with such callers -> the word. */
const WORDS = [
  ['redirected', 'voicemail', 'temp_redirection_voicemail'],
  ['redirected', 'message_only', 'temp_redirection_voicemail'],
  ['after_hours', 'voicemail', 'after_hours_voicemail'],
  ['after_hours', 'message_only', 'after_hours_message_only'],
  ['over_capacity', 'voicemail', 'over_capacity_voicemail'],
  ['over_capacity', 'message_only', 'over_capacity_message_only'],
] as const;
for (const [condition, deflection, word] of WORDS)
  test(`${condition}, ${deflection}: ${word}`, () => {
    assert.equal(deflectionWord(aMenu({ deflection }), condition), word);
  });
