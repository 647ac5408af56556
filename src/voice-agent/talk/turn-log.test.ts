import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TurnLog } from './turn-log.ts';

test('turns are kept with their times, and empty words of the agent are none', () => {
  let second = 1.26;
  const log = new TurnLog(() => second);
  log.agentSaid('Hello.', 0.04);
  second = 4.5;
  log.agentSaid('', 2);
  log.callerSaid('where is my order', 0.876, 3);
  assert.deepEqual(log.turns(), [
    { speaker: 'virtual_agent', text: 'Hello.', startSeconds: 0, endSeconds: 1.3 },
    { speaker: 'user', text: 'where is my order', startSeconds: 3, endSeconds: 4.5, confidence: 0.88 },
  ]);
});

test('a card number is in no turn, nor among the last words, though the agent spoke in the middle of it', () => {
  const log = new TurnLog(() => 9);
  log.callerSaid('my card is four one one one one one one one', null, 1);
  log.agentSaid('Go on.', 3);
  log.callerSaid('one one one one one one one one please', null, 5);
  assert.deepEqual(
    log.turns().map(({ text }) => text),
    ['my card is [card number]', 'Go on.', '[card number] please'],
  );
  assert.equal(log.lastWords(), '[card number] please');
});
