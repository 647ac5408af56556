import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asks, draftOf, MAX_ARTICLES_SHOWN, SUGGEST_THRESHOLD, suggested } from './assist.ts';
import type { FoundArticle } from './found.ts';

const article = (articleId: number, score: number): FoundArticle => ({
  articleId,
  title: `Article ${articleId}`,
  score,
  sentences: [],
  handsOver: false,
});

test('of the caller, what is more than a yes or a thank you asks for articles', () => {
  assert.equal(asks({ speaker: 'user', text: 'where is my order' }), true);
  assert.equal(asks({ speaker: 'user', text: 'thank you' }), false);
  assert.equal(asks({ speaker: 'agent', text: 'where is your order' }), false);
});

test('articles are shown once each, the closest first, and none that is too far off', () => {
  const asked = [
    { text: 'a', found: [article(1, 0.6), article(2, 0.9), article(3, SUGGEST_THRESHOLD - 0.01)] },
    { text: 'b', found: [article(1, 0.95), article(4, 0.7), article(5, 0.65)] },
  ];
  const ids = suggested(asked).map(({ articleId }) => articleId);
  assert.deepEqual(ids, [1, 2, 4]);
  assert.equal(ids.length, MAX_ARTICLES_SHOWN);
  assert.deepEqual(suggested([]), []);
});

test('a draft quotes what an article answers best, else what was asked first', () => {
  const hello = { text: 'Hi it is me again', found: [article(1, 0.3)] };
  const question = { text: 'Where is my order?', found: [article(2, 0.8)] };
  assert.deepEqual(draftOf([hello, question]), { ask: 'Where is my order?', about: 'Article 2' });
  assert.deepEqual(draftOf([hello]), { ask: 'Hi it is me again', about: null });
  assert.deepEqual(draftOf([]), { ask: null, about: null });
});

test('a quote is shortened, and has no card number', () => {
  const found: readonly FoundArticle[] = [];
  const long = draftOf([{ text: 'many words '.repeat(50), found }]).ask ?? '';
  assert.ok(long.length <= 161 && long.endsWith('…'), long);
  const card = draftOf([{ text: 'pay with 4111 1111 1111 1111 please', found }]).ask;
  assert.equal(card, 'pay with [card number] please');
});
