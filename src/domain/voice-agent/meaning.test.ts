import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundArticle } from './found.ts';
import type { Meaning } from './meaning.ts';
import { meaningOf } from './meaning.ts';

const found = (score: number): FoundArticle[] => [
  { articleId: 1, title: 'Where is my order?', score, sentences: ['On its way.'], handsOver: false },
];

/** Said -> what it means to an open question, and to a yes-or-no question; nothing was found for it. */
const MEANT: readonly (readonly [string, Meaning, Meaning])[] = [
  ['please transfer me to a human being', 'asks_for_person', 'asks_for_person'],
  ['i want to speak to an agent', 'asks_for_person', 'asks_for_person'],
  ['Operator!', 'asks_for_person', 'asks_for_person'],
  ['no i want to talk to a person', 'asks_for_person', 'asks_for_person'],
  ['yes', 'affirms', 'affirms'],
  ['Yes, please.', 'affirms', 'affirms'],
  ['yeah that helped', 'affirms', 'affirms'],
  ['it did', 'affirms', 'affirms'],
  ['no', 'denies', 'denies'],
  ['no not really', 'denies', 'denies'],
  ['no that did not help', 'denies', 'denies'],
  ['it doesn’t work', 'denies', 'denies'],
  ['that is useless', 'denies', 'denies'],
  ['no that is useless goodbye', 'dismisses', 'dismisses'],
  ['no thank you', 'denies', 'denies'],
  ['no that is all', 'denies', 'denies'],
  ['thank you that is all i needed', 'thanks', 'thanks'],
  ['that answers my question goodbye', 'thanks', 'thanks'],
  ['goodbye', 'says_goodbye', 'says_goodbye'],
  ['could you repeat that please', 'asks_to_repeat', 'asks_to_repeat'],
  ['please say that again', 'asks_to_repeat', 'asks_to_repeat'],
  ['', 'unclear', 'unclear'],
  ['the the um', 'unclear', 'unclear'],
  ['yes but the other thing with the blue one from last week', 'unclear', 'unclear'],
  ['I know nothing of it', 'unclear', 'unclear'],
];
for (const [said, open, closed] of MEANT)
  test(`“${said}” is ${open}, after a yes-or-no question ${closed}`, () => {
    assert.deepEqual([meaningOf(said, [], false), meaningOf(said, [], true)], [open, closed]);
    assert.equal(meaningOf(said, found(0.64), true), closed, 'what is not close enough changes nothing');
  });

test('from the threshold on a question is answerable, unless it was a yes, a no or a goodbye', () => {
  assert.equal(meaningOf('where is my order', found(0.65), false), 'answerable');
  assert.equal(meaningOf('no where is the order that i made last week', found(0.9), true), 'answerable');
  assert.equal(meaningOf('thanks and where is my order', found(0.9), true), 'thanks');
  assert.equal(meaningOf('no that did not help', found(0.9), true), 'denies');
  assert.equal(meaningOf('yes it did', found(0.9), true), 'affirms');
  assert.equal(meaningOf('my key does not work', found(0.9), false), 'answerable');
  assert.equal(meaningOf('i want an agent', found(0.99), false), 'asks_for_person');
});
