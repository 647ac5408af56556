import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WordsView } from '#realtime/agent/words-protocol.ts';
import type { SpokenCalls } from './spoken.ts';
import { withWords } from './spoken.ts';

const turn = (text: string, startSeconds = 0) => ({ speaker: 'user', name: null, text, startSeconds }) as const;
const view = (from: number, texts: readonly string[], change: Partial<WordsView> = {}): WordsView => ({
  callId: 7,
  from,
  turns: texts.map((text) => turn(text)),
  now: [],
  isOn: true,
  isPartial: false,
  ...change,
});
const textsOf = (calls: SpokenCalls) => calls.get(7)?.turns.map(({ text }) => text);

test('what is new comes behind what is known, or instead of it', () => {
  let { calls } = withWords(new Map(), view(0, ['one']));
  ({ calls } = withWords(calls, view(1, ['two'])));
  assert.deepEqual(textsOf(calls), ['one', 'two']);
  ({ calls } = withWords(calls, view(1, ['too', 'three'], { now: [turn('and')] })));
  assert.deepEqual([textsOf(calls), calls.get(7)?.now[0]?.text], [['one', 'too', 'three'], 'and']);
  ({ calls } = withWords(calls, view(0, [], { isOn: false })));
  assert.deepEqual([textsOf(calls), calls.get(7)?.isOn], [['one', 'too', 'three'], false], 'what was said stays');
});

test('what does not continue from what is known is asked for', () => {
  const { calls, isMissing } = withWords(new Map(), view(2, ['three']));
  assert.deepEqual([calls.size, isMissing], [0, true]);
});

test('twenty calls are kept, the latest', () => {
  let calls: SpokenCalls = new Map();
  for (let callId = 1; callId <= 25; callId += 1) ({ calls } = withWords(calls, view(0, ['x'], { callId })));
  assert.deepEqual([calls.size, calls.has(5), calls.has(6)], [20, false, true]);
});
