import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from './turn-taking.ts';
import { isBackchannel, learnedPause, pauseFor, pauseKindOf, PAUSES } from './turn-taking.ts';

const TURN: Turn = {
  expects: 'question',
  text: 'where is my order',
  confidence: 0.9,
  isAnswerable: false,
  ownPauseMs: 0,
};

const KINDS: readonly (readonly [what: string, turn: Partial<Turn>, kind: keyof typeof PAUSES])[] = [
  ['a yes that was asked for', { expects: 'yes_no', text: 'Yes.' }, 'yes_no'],
  ['a no that was asked for', { expects: 'yes_no', text: 'no' }, 'yes_no'],
  ['a yes with more', { expects: 'yes_no', text: 'yes but where is it' }, 'unknown'],
  ['a yes to an open question', { text: 'yes' }, 'unknown'],
  ['a question that an article answers', { isAnswerable: true }, 'whole'],
  ['a question that none answers', {}, 'unknown'],
  ['a sentence without its end', { text: 'my name is', isAnswerable: true }, 'unfinished'],
  ['a list that continues', { text: 'my invoice and', isAnswerable: true }, 'unfinished'],
  ['a hesitation', { text: 'where is um' }, 'unfinished'],
  ['words that are not sure', { confidence: 0.4, isAnswerable: true }, 'unfinished'],
  ['words whose sureness is not told', { confidence: null, isAnswerable: true }, 'whole'],
  ['nothing that was understood', { text: '', confidence: null }, 'unknown'],
];

for (const [what, turn, kind] of KINDS)
  test(`${what}: ${PAUSES[kind]} ms of silence end it`, () => {
    assert.equal(pauseKindOf({ ...TURN, ...turn }), kind);
    assert.equal(pauseFor({ ...TURN, ...turn }), PAUSES[kind]);
  });

test('who pauses for long is waited for, but for a yes, and never longer than two seconds', () => {
  assert.equal(pauseFor({ ...TURN, isAnswerable: true, ownPauseMs: 1100 }), 1100);
  assert.equal(pauseFor({ ...TURN, ownPauseMs: 300 }), PAUSES.unknown);
  assert.equal(pauseFor({ ...TURN, ownPauseMs: 5000 }), 2000);
  assert.equal(pauseFor({ ...TURN, expects: 'yes_no', text: 'yes', ownPauseMs: 1100 }), PAUSES.yes_no);
});

test('the longest pause of a caller is remembered, and fades', () => {
  assert.equal(learnedPause(0, 900), 900);
  assert.equal(learnedPause(900, 1500), 1500);
  assert.equal(learnedPause(1000, 0), 900);
});

test('signs of listening interrupt no one, words do', () => {
  for (const text of ['', 'yes', 'Okay.', 'mhm', 'yeah okay', 'I see', 'uh huh'])
    assert.equal(isBackchannel(text), true, text);
  for (const text of ['wait', 'stop', 'yes but', 'no', 'agent', 'listen'])
    assert.equal(isBackchannel(text), false, text);
});
