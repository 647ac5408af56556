import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFLECTIONS } from '../directory/menu.ts';
import { aMenu, START } from '../../../test/support/calls.ts';
import { conditionOf, deflectionWord, voicemailReasonOf } from './deflection.ts';

const closed = { timeZone: 'UTC', open: {} };

test('a menu is judged by hand, then by its hours, then by its queue', () => {
  assert.equal(conditionOf(aMenu(), START, 1000), 'open');
  assert.equal(conditionOf(aMenu({ redirected: true, hours: closed, capacity: 0 }), START, 5), 'redirected');
  assert.equal(conditionOf(aMenu({ hours: closed, capacity: 0 }), START, 5), 'after_hours');
  assert.equal(conditionOf(aMenu({ capacity: 2 }), START, 1), 'open');
  assert.equal(conditionOf(aMenu({ capacity: 2 }), START, 2), 'over_capacity');
  assert.equal(conditionOf(aMenu({ capacity: 0 }), START, 0), 'over_capacity');
});

/** The condition, what the menu does with such callers -> the word, and why a message is taken. */
const CELLS = [
  ['redirected', 'voicemail', 'temp_redirection_voicemail', 'temp_redirection'],
  ['redirected', 'message_only', 'temp_redirection_message_only', undefined],
  ['after_hours', 'voicemail', 'after_hours_voicemail', 'after_hours'],
  ['after_hours', 'message_only', 'after_hours_message_only', undefined],
  ['over_capacity', 'voicemail', 'over_capacity_voicemail', 'over_capacity'],
  ['over_capacity', 'message_only', 'over_capacity_message_only', undefined],
] as const;
for (const [condition, deflection, word, reason] of CELLS)
  test(`${condition}, ${deflection}: ${word}, ${reason === undefined ? 'no message is taken' : 'a message is taken'}`, () => {
    assert.equal(deflectionWord(aMenu({ deflection }), condition), word);
    assert.equal(voicemailReasonOf(word), reason);
  });

test('every condition and setting is in the table, and no two cells share a word', () => {
  assert.equal(CELLS.length, 3 * DEFLECTIONS.length);
  assert.equal(new Set(CELLS.map(([, , word]) => word)).size, CELLS.length);
});

test('anyone who was not deflected leaves no message', () => {
  for (const word of ['no_deflection', 'elsewhere', 'constructor']) assert.equal(voicemailReasonOf(word), undefined);
});
