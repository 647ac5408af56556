import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Side } from './heard.ts';
import { heldUntil, NUMBER_MS, settledTurns, spokenNow } from './live-words.ts';

const CALL = { participants: [], recording: null, agentId: null };
const words = (text: string) => text.split(' ').map((each) => ({ text: each, confidence: 0.9 }));

/** Utterances, one a second, each heard a second after it began. */
const said = (...lines: readonly (readonly [Side, string])[]) =>
  lines.map(([side, text], place) => ({
    side,
    startSeconds: place,
    endSeconds: place + 0.9,
    words: words(text),
    at: 1000 * (place + 1),
  }));

const texts = (lines: ReturnType<typeof said>, now: number, isOver = false) =>
  settledTurns(CALL, lines, now, isOver).map(({ text }) => text);

const CARD = ['my card is four one one one', 'one one one one one one one one', 'one one one one'] as const;

test('what is said and over is settled at once, in order, but for what ends in a number', () => {
  const lines = said(['left', 'hello'], ['right', 'my order is five six seven'], ['left', 'thank you']);
  assert.deepEqual(texts(lines, 3000), ['Hello', 'Thank you']);
  assert.deepEqual(
    texts(
      said(...lines.map(({ side, words }) => [side, words.map(({ text }) => text).join(' ')] as const), [
        'right',
        'and it is late',
      ]),
      4000,
    ),
    ['Hello', 'My order is five six seven', 'Thank you', 'And it is late'],
  );
});

test('a card number that is said over several turns is never settled as it was said', () => {
  for (const count of [1, 2, 3]) {
    const lines = said(...CARD.slice(0, count).map((text) => ['right', text] as const));
    const settled = texts(lines, count * 1000).join(' ');
    assert.doesNotMatch(settled, /one/i, `after ${count}`);
  }
  const whole = said(...CARD.map((text) => ['right', text] as const), ['right', 'thanks']);
  assert.deepEqual(texts(whole, 4000), ['My card is [card number]', '[card number]', '[card number]', 'Thanks']);
});

test('a number that does not continue is waited for a while, and not after the end', () => {
  const lines = said(['right', 'it is five six seven']);
  assert.deepEqual(texts(lines, 1000 + NUMBER_MS - 1), []);
  assert.equal(heldUntil({ finals: lines }, 1000), 1000 + NUMBER_MS);
  assert.deepEqual(texts(lines, 1000 + NUMBER_MS), ['It is five six seven']);
  assert.equal(heldUntil({ finals: lines }, 1000 + NUMBER_MS), null);
  assert.deepEqual(texts(lines, 1000, true), ['It is five six seven']);
  assert.equal(heldUntil({ finals: said(['left', 'hello']) }, 0), null);
});

test('what is being said is told without its longer numbers', () => {
  const partials = new Map([
    ['right', { startSeconds: 2.04, words: words('so i say four one one one one one') }],
  ] as const);
  assert.deepEqual(spokenNow(CALL, { partials }), [{ speaker: 'user', text: 'So I say [number]', startSeconds: 2 }]);
  const short = new Map([['left', { startSeconds: 0, words: words('press one two') }]] as const);
  assert.deepEqual(
    spokenNow(CALL, { partials: short }).map(({ text }) => text),
    ['Press one two'],
  );
});
