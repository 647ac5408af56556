import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legOutcome } from '#domain/call/failover.ts';
import type { LineListener } from './lines/line.ts';
import type { Tally, TrunkNews } from './trunk-tally.ts';
import { createTally, tallied } from './trunk-tally.ts';

function begin(direction: 'in' | 'out' = 'out') {
  let at = 0;
  const told: TrunkNews[] = [];
  const tally = createTally({ id: 3, name: 'Main' }, direction, { elapsed: () => at }, (news) => void told.push(news));
  const said = () => told.map(({ trunk: _trunk, direction: _direction, ...news }) => news);
  return { tally, said, told, pass: (seconds: number) => (at += seconds * 1000) };
}

/** What happens to a call, each a second after the other -> what is counted. */
const CASES: readonly (readonly [string, readonly ((tally: Tally) => void)[], readonly object[]])[] = [
  [
    'rings, is answered, and ends',
    [(tally) => tally.progress(), (tally) => tally.answered(), (tally) => tally.closed()],
    [{ type: 'progress', afterSeconds: 1 }, { type: 'answer' }, { type: 'over', talkedSeconds: 1 }],
  ],
  [
    'is answered at once, and told twice of each',
    [(tally) => tally.answered(), (tally) => tally.answered(), (tally) => tally.closed(), (tally) => tally.closed()],
    [{ type: 'progress', afterSeconds: 1 }, { type: 'answer' }, { type: 'over', talkedSeconds: 2 }],
  ],
  [
    'rings, and is busy',
    [
      (tally) => tally.progress(),
      (tally) => tally.progress(),
      (tally) => tally.failed('eu_busy'),
      (tally) => tally.closed(),
    ],
    [
      { type: 'progress', afterSeconds: 1 },
      { type: 'failure', cause: 'eu_busy' },
    ],
  ],
  ['is taken back', [(tally) => tally.closed()], [{ type: 'failure', cause: 'canceled' }]],
];

for (const [what, steps, counted] of CASES)
  test(`a call that ${what} is counted once in each`, () => {
    const { tally, said, pass } = begin();
    for (const step of steps) {
      pass(1);
      step(tally);
    }
    assert.deepEqual(said(), [{ type: 'attempt' }, ...counted]);
  });

test('a call that came in has no delay after dialing', () => {
  const { tally, told } = begin('in');
  tally.answered();
  assert.deepEqual(
    told.map(({ type, direction }) => [type, direction]),
    [
      ['attempt', 'in'],
      ['answer', 'in'],
    ],
  );
});

test('a line that is dialed tells its listener as before, and its tally too', () => {
  const { tally, said } = begin();
  const heard: string[] = [];
  const listener: LineListener = {
    ringing: () => void heard.push('ringing'),
    answered: () => void heard.push('answered'),
    failed: () => void heard.push('failed'),
    left: () => void heard.push('left'),
    pressed: () => undefined,
    transfer: () => undefined,
    holder: {},
  };
  const both = tallied(listener, tally);
  both.ringing();
  both.failed(legOutcome(486), 486);
  both.closed?.();
  assert.deepEqual(heard, ['ringing', 'failed']);
  assert.deepEqual(
    said().map((news) => news.type),
    ['attempt', 'progress', 'failure'],
  );
});
