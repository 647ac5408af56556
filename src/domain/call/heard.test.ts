import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCall, at, START } from '../../../test/support/calls.ts';
import type { Heard } from './heard.ts';
import { turnsOf } from './heard.ts';
import type { Participant } from './participant.ts';
import { waiting } from './participant.ts';
import { begun } from './recording.ts';

const there = (agentId: number, from: number, to: number | null): Participant => ({
  ...waiting('agent', agentId),
  status: 'connected',
  connectedAt: at(from),
  endedAt: to === null ? null : at(to),
});
const CALL = aCall({
  recording: begun('uid', 'call', START),
  participants: [there(2, 0, 20), there(3, 18, null)],
});
const said = (
  side: Heard['side'],
  startSeconds: number,
  ...words: readonly (readonly [string, number | null])[]
): Heard => ({
  side,
  startSeconds,
  endSeconds: startSeconds + 1.04,
  words: words.map(([text, confidence]) => ({ text, confidence })),
});

test('turns stand in order of time, under who spoke then, with what is unsure', () => {
  const heard = [
    said('right', 3.26, ["i'm", 0.9], ['here', 0.7]),
    said('left', 1, ['hello', 0.95], ['i', 0.85]),
    said('left', 19, ['both', null]),
    said('left', 30, ['bye', 0.81]),
    said('right', 40),
  ];
  assert.deepEqual(turnsOf(CALL, heard), [
    { speaker: 'agent', agentId: 2, text: 'Hello I', confidence: 0.9, startSeconds: 1, endSeconds: 2 },
    { speaker: 'user', text: "I'm here", confidence: 0.8, unsure: [1], startSeconds: 3.3, endSeconds: 4.3 },
    { speaker: 'agent', text: 'Both', startSeconds: 19, endSeconds: 20 },
    { speaker: 'agent', agentId: 3, text: 'Bye', confidence: 0.81, startSeconds: 30, endSeconds: 31 },
  ]);
});

test('card numbers are not in them', () => {
  const digits = '4111111111111111'.split('').map((digit) => [digit, 0.5] as const);
  const [turn] = turnsOf(CALL, [said('right', 1, ['it', 0.9], ...digits, ['bye', 0.4])]);
  assert.deepEqual([turn?.text, turn?.unsure], ['It [card number] bye', [2]]);
});
