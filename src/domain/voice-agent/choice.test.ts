import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Choice } from './choice.ts';
import { choose, decidedByTable, MAX_PHRASED } from './choice.ts';
import type { Dialogue } from './dialogue.ts';
import { MAX_CALLER_TURNS, MAX_TALK_SECONDS, NEW_DIALOGUE } from './dialogue.ts';
import { DIALOGUE_WORDS } from './dialogue-words.ts';

const ORDER = { articleId: 7, title: 'Orders', score: 0.8, sentences: ['It takes three days.'], handsOver: false };
const PARCEL = { ...ORDER, articleId: 8, title: 'Parcels', score: 0.4 };
const asking = (text: string, change: object = {}) => ({ second: 5, text, found: [ORDER, PARCEL], ...change });
const CONFIRMING: Dialogue = { ...NEW_DIALOGUE, phase: 'confirming', said: ['Did that help?'] };
const chosen = (choice: Choice, dialogue: Dialogue = NEW_DIALOGUE) => choose(dialogue, asking('my order'), choice);

const OPEN = [
  [NEW_DIALOGUE, asking('where is my order'), true],
  [NEW_DIALOGUE, asking('there is a thing', { found: [] }), true],
  [{ ...NEW_DIALOGUE, misses: 1 }, asking('there is a thing', { found: [] }), true],
  [CONFIRMING, asking('and how do I send it back to you'), true],
  [NEW_DIALOGUE, asking('a person please'), false],
  [CONFIRMING, asking('yes'), false],
  [CONFIRMING, asking('no'), false],
  [CONFIRMING, asking('thank you goodbye'), false],
  [NEW_DIALOGUE, asking('where is my order', { second: MAX_TALK_SECONDS }), false],
  [{ ...NEW_DIALOGUE, turns: MAX_CALLER_TURNS }, asking('where is my order'), false],
  [NEW_DIALOGUE, asking('where is my order', { found: [{ ...ORDER, handsOver: true }] }), false],
] as const satisfies readonly [Dialogue, ReturnType<typeof asking>, boolean][];
for (const [dialogue, turn, isOpen] of OPEN)
  test(`“${turn.text}” while ${dialogue.phase} at ${turn.second} s, turn ${dialogue.turns + 1}: ${isOpen ? 'a model may decide' : 'the table decides'}`, () => {
    assert.equal(decidedByTable(dialogue, turn).isOpen, isOpen);
  });

test('an answer is said in the model’s words, and counts as the article’s', () => {
  const decision = chosen({ type: 'answer', article: 1, text: 'Your **parcel** takes [two](https://x.example) days.' });
  assert.deepEqual(decision?.say, ['Your parcel takes two days.', ...DIALOGUE_WORDS.did_that_help]);
  assert.deepEqual(decision.dialogue.answers, [{ articleId: 8, title: 'Parcels', score: 0.4, helped: null }]);
  assert.deepEqual(
    [decision.dialogue.phase, decision.expects, decision.dialogue.others],
    ['confirming', 'yes_no', [ORDER]],
  );
});

test('what is too long is said as far as whole sentences fit', () => {
  const decision = chosen({ type: 'ask_back', text: 'One sentence of thirty letters. '.repeat(40) });
  const said = decision?.say.join(' ').length ?? 0;
  assert.ok(said > MAX_PHRASED - 40 && said <= MAX_PHRASED, `${said} characters`);
});

const NONE: readonly Choice[] = [
  { type: 'answer', article: 2, text: 'There is no such article.' },
  { type: 'answer', article: -1, text: 'There is no such article.' },
  { type: 'answer', article: 0, text: '```json\n{}\n```' },
  { type: 'ask_back', text: ' 🙂 ' },
];
for (const choice of NONE) test(`${JSON.stringify(choice)} can not be done`, () => assert.equal(chosen(choice), null));

test('it may ask back twice in a row; then a person takes over', () => {
  const ask: Choice = { type: 'ask_back', text: 'Which order do you mean?' };
  let dialogue: Dialogue = NEW_DIALOGUE;
  for (let times = 0; times < 2; times += 1) {
    const decision = chosen(ask, dialogue);
    assert.deepEqual([decision?.say, decision?.next], [['Which order do you mean?'], 'listen']);
    dialogue = decision?.dialogue ?? dialogue;
  }
  const last = chosen(ask, dialogue);
  assert.deepEqual([last?.next, last?.dialogue.handedOver], ['hand_over', 'not_understood']);
});

test('a person and the end are said in the words of the table', () => {
  const over = chosen({ type: 'hand_over' });
  assert.deepEqual([over?.say, over?.dialogue.handedOver], [DIALOGUE_WORDS.to_person_unclear, 'not_understood']);
  assert.equal(chosen({ type: 'hand_over' }, CONFIRMING)?.dialogue.handedOver, 'not_helped');
  const end = chosen({ type: 'end_call' });
  assert.deepEqual([end?.say, end?.next], [DIALOGUE_WORDS.goodbye, 'hang_up']);
});
