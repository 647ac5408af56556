import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grammarOf, MAX_PHRASE_WORDS, MAX_PHRASES, MAX_WORDS, phrasesOf } from './grammar.ts';

test('texts are broken into phrases of small letters where they are punctuated', () => {
  assert.deepEqual(phrasesOf(['Hello, I’m Ada! Order #12', '…', '']), [['hello'], ["i'm", 'ada'], ['order']]);
});

test('a word follows as in the phrases, or any word does, and every way leads to the end', () => {
  const grammar = grammarOf([['lock', 'star'], ['lock']], ['hello', 'qqq'], (word) => word !== 'qqq');
  const lines = grammar.trim().split('\n');
  assert.deepEqual(lines.slice(0, 4), ['FSG_BEGIN patchbay', 'NUM_STATES 6', 'START_STATE 0', 'FINAL_STATE 5']);
  assert.equal(lines.at(-1), 'FSG_END');
  assert.ok(lines.includes('TRANSITION 2 3 3.0000e-1 star') && lines.includes('TRANSITION 2 5 3.0000e-1'));
  assert.ok(lines.includes('TRANSITION 4 1 1.0') && !grammar.includes('qqq'));
  // What leaves a state adds up to one: star is followed by the end or by anything.
  for (const state of [0, 1, 2, 3, 4]) {
    const sum = lines
      .map((line) => line.split(' '))
      .filter(([word, from]) => word === 'TRANSITION' && from === String(state))
      .reduce((total, [, , , probability]) => total + Number(probability), 0);
    assert.ok(Math.abs(sum - 1) < 1e-3, `state ${state}: ${sum}`);
  }
});

test('a phrase is broken at a word that no one can pronounce', () => {
  const grammar = grammarOf([['call', 'xq', 'back']], [], (word) => word !== 'xq');
  assert.doesNotMatch(grammar, /TRANSITION 2 3 \S+ back/);
  assert.match(grammar, /TRANSITION 0 3 \S+ back/);
});

test('a grammar has bounds', () => {
  const many = Array.from(
    { length: 5000 },
    (_, place) => `w${'abcdefghij'.charAt(place % 10)}${'x'.repeat(place % 500)}`,
  );
  assert.equal(phrasesOf([many.join(' ')])[0]?.length, MAX_PHRASE_WORDS);
  const states = (grammar: string) => Number(/NUM_STATES (\d+)/.exec(grammar)?.[1]);
  const all = (count: number) => Array.from({ length: count }, (_, place) => `word${place}`);
  assert.equal(states(grammarOf([], all(MAX_WORDS + 9), () => true)), MAX_WORDS + 3);
  const phrases = all(MAX_PHRASES + 9).map((word) => [word]);
  assert.equal(states(grammarOf(phrases, [], () => true)), MAX_PHRASES + 3);
});
