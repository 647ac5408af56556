import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundArticle } from '#domain/voice-agent/found.ts';
import { tryAnswer } from './try-answer.ts';

const ORDER = { articleId: 1, title: 'Where is my order?', score: 0.9, sentences: ['On its way.'], handsOver: false };
const answer = async (text: string, ...found: readonly FoundArticle[]) =>
  tryAnswer({ find: async () => ({ by: 'meaning', found }) }, { workspaceId: 1, lang: 'en', text });

test('an article that is close enough is said, and what comes after it', async () => {
  const { says, next, by, threshold } = await answer('where is it', ORDER);
  assert.deepEqual([says, next, by, threshold], [['On its way.', 'Did that help?'], 'listen', 'meaning', 0.65]);
  assert.equal((await answer('cancel it', { ...ORDER, handsOver: true })).next, 'hand_over');
});

test('what is not close enough is asked again, and is shown with its score', async () => {
  const { says, found } = await answer('where is it', { ...ORDER, score: 0.6499 });
  assert.match(says[0] ?? '', /not sure/);
  assert.equal(found[0]?.score, 0.64, 'rounded down, so that it does not look as if it were enough');
});

test('scores lie between 0 and 1', async () => {
  const { found } = await answer('where', { ...ORDER, score: 1.000_001 }, { ...ORDER, score: -0.2 });
  assert.deepEqual(
    found.map(({ score }) => score),
    [1, 0],
  );
});

test('a person who is asked for comes whatever was found', async () => {
  assert.equal((await answer('an agent please', ORDER)).next, 'hand_over');
  assert.deepEqual((await answer('goodbye')).next, 'hang_up');
});
