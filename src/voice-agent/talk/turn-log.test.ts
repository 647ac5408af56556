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

test('a turn that ends in a number is held back until it is known how the number goes on', () => {
  let second = 1;
  const log = new TurnLog(() => second);
  const settled = (): readonly string[] => log.settled().map(({ text }) => text);
  log.callerSaid('hello', null, 0);
  log.callerSaid('it is four one one one one one one one', null, 1);
  assert.deepEqual([settled(), log.heldForMs()], [['hello'], 4000]);
  assert.equal(log.settled(), log.settled(), 'the same list as long as nothing changes');
  second = 3;
  log.callerSaid('one one one one one one one one that is all of it', null, 2);
  assert.deepEqual(
    [settled(), log.heldForMs()],
    [['hello', 'it is [card number]', '[card number] that is all of it'], null],
  );
  log.callerSaid('order four two', null, 3);
  second = 7.001;
  assert.equal(settled().at(-1), 'order four two');
});

test('what is said while the recording is paused is in no turn, nor is what was begun then', () => {
  let second = 1;
  const log = new TurnLog(() => second);
  log.pause(true);
  assert.equal(log.callerSaid('my card', null, 0.5), false);
  second = 5;
  log.pause(false);
  assert.equal(log.callerSaid('ends here', null, 4), false);
  assert.equal(log.callerSaid('and now', null, 5.5), true);
  assert.deepEqual(
    log.turns().map(({ text }) => text),
    ['and now'],
  );
});
