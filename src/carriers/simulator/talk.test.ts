import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { waiting } from '#domain/call/participant.ts';
import type { StoredEvent } from '#domain/ports/stores.ts';
import { aCall, at, START } from '../../../test/support/calls.ts';
import { stretchesOf } from './talk.ts';
import { NOTHING_TOLD, toldOf } from './told.ts';

const FIRST = 5;
const SECOND = 6;
const CALL: Partial<Call> = {
  connectedAt: at(10),
  participants: [waiting('end_user'), { ...waiting('agent', FIRST), connectedAt: at(10) }],
};
// Of an event no more is read.
const event = (seconds: number, type: string, data: object = {}) =>
  ({ at: at(seconds), type, data }) as unknown as StoredEvent;
const to = (mode: 'cold' | 'warm') => ({ to: { agentId: SECOND, menuId: null, mode } });

/** Seconds from, to and the agent of each stretch; `–` where there is none. */
function told(change: Partial<Call>, events: readonly StoredEvent[], end: number | null): string {
  const second = (when: Date | null): string =>
    when === null ? '–' : String((when.getTime() - START.getTime()) / 1000);
  return stretchesOf(aCall({ ...CALL, ...change }), events, end === null ? null : at(end))
    .map(({ from, to: until, agentId }) => `${second(from)} ${second(until)} ${agentId ?? '–'}`)
    .join(', ');
}

/** What happened in a call that was connected at 10 s -> when someone talked, and which agent. */
const TALKS: readonly (readonly [what: string, events: readonly StoredEvent[], end: number | null, talked: string])[] =
  [
    ['nothing else', [], 60, '10 60 5'],
    ['nothing yet, and it continues', [], null, '10 – 5'],
    ['a hold', [event(20, 'held'), event(30, 'resumed')], 60, '10 20 5, 30 60 5'],
    ['a hold to the end', [event(20, 'held')], 60, '10 20 5'],
    ['a hold before it was connected', [event(5, 'held')], 60, '10 60 5'],
    ['a hold at the moment of the end', [event(60, 'held')], 60, '10 60 5'],
    ['what changes nothing', [event(20, 'note_added'), event(30, 'digits')], 60, '10 60 5'],
    [
      'a cold hand-over: no one is there between the two',
      [event(20, 'transfer_started', to('cold')), event(25, 'transfer_completed', { agentId: SECOND })],
      60,
      '10 20 5, 25 60 6',
    ],
    [
      'a warm one: the first introduces the second, and leaves',
      [
        event(20, 'transfer_started', to('warm')),
        event(25, 'transfer_completed', { agentId: SECOND }),
        event(30, 'agent_left', { agentId: FIRST }),
      ],
      60,
      '10 25 5, 25 30 6, 30 60 6',
    ],
    [
      'a warm one whose second leaves again',
      [event(25, 'transfer_completed', { agentId: SECOND }), event(30, 'agent_left', { agentId: SECOND })],
      60,
      '10 25 5, 25 30 6, 30 60 5',
    ],
    ['the only agent leaving', [event(30, 'agent_left', { agentId: FIRST })], 60, '10 30 5'],
    [
      'someone dialed in, who joins',
      [event(20, 'third_party_dialled', { isHandOver: false }), event(25, 'third_party_answered')],
      60,
      '10 20 5, 20 60 5',
    ],
    [
      'someone dialed who takes the caller over',
      [event(20, 'third_party_dialled', { isHandOver: true }), event(25, 'third_party_answered')],
      60,
      '10 20 5, 20 25 5',
    ],
  ];
for (const [what, events, end, talked] of TALKS)
  test(`a call with ${what}: ${talked}`, () => assert.equal(told({}, events, end), talked));

test('no one talks in a call that was never connected', () => assert.equal(told({ connectedAt: null }, [], 60), ''));

test('Fin talks without an agent', () => {
  const participants = [waiting('end_user'), waiting('virtual_agent')];
  assert.equal(told({ participants }, [event(20, 'held'), event(30, 'resumed')], 60), '10 20 –, 30 60 –');
});

test('a message is talked from the greeting on, whatever was before', () => {
  const message: Partial<Call> = { voicemailReason: 'over_capacity', deflections: [{ at: at(40) }] as never };
  assert.equal(told(message, [event(20, 'held')], 60), '40 60 5');
});

const SCRIPT = { summary: 'They wanted a refund.', intents: [{ name: 'Refund', confidence: 1 }] as never };
const turn = (speaker: 'agent' | 'user', text: string) => ({ speaker, text, startSeconds: 0, endSeconds: 1 }) as const;
const BROKEN = 'The call broke off';
/** What was said, and whether it was all -> summary and how many intents. */
const TOLD = [
  [[turn('agent', 'Hello.'), turn('user', 'A refund.')], true, SCRIPT.summary, 1],
  [[], true, SCRIPT.summary, 1],
  [[], false, '', 0],
  [[turn('agent', 'Hello.')], false, `${BROKEN} before the caller spoke.`, 0],
  [[turn('agent', 'Hello.'), turn('user', 'A refund.')], false, `${BROKEN} early. The caller began: “A refund.”`, 1],
] as const;
for (const [turns, isWhole, summary, intents] of TOLD)
  test(`of ${turns.length} turns, ${isWhole ? 'which were all' : 'cut off'}, it is told: ${summary || 'nothing'}`, () => {
    const said = toldOf(SCRIPT, turns, isWhole);
    assert.deepEqual([said.summary, said.intents.length], [summary, intents]);
  });

test('of a call whose words are not known nothing is told', () =>
  assert.deepEqual(NOTHING_TOLD, { summary: '', intents: [] }));
