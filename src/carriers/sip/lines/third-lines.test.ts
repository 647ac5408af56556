import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { legOutcome } from '#domain/call/failover.ts';
import { waiting } from '#domain/call/participant.ts';
import { callIn } from '../../../../test/support/calls.ts';
import { createManualClock } from '../../../../test/support/manual-clock.ts';
import type { LineListener } from './line.ts';
import { Place } from './place.ts';
import { createThirdLines } from './third-lines.ts';

const NUMBER = '+14155550199';

/** A call in progress, with someone whom the carrier dials. */
function withThird(carrier: string | null, hasAgent = true, isHandOver = false): Call {
  const call = callIn('connected');
  const dialled = { number: NUMBER, isHandOver, ...(carrier === null ? {} : { carrier }) };
  const third = { ...waiting('third_party'), status: 'connecting' as const, dialled };
  const others = call.participants.filter(({ kind }) => hasAgent || kind !== 'agent');
  return { ...call, participants: [...others, third] };
}

/** Third parties whose lines the test plays. `gone`: carriers whose trunk is gone; `forbidden`: those at a limit. */
function open(gone: readonly string[] = [], forbidden: readonly string[] = [], sendsAway = false) {
  const departures: ((how: 'gone' | 'stayed') => void)[] = [];
  const dialled: { readonly carrier: string; readonly listener: LineListener; isClosed: boolean }[] = [];
  const reports: unknown[] = [];
  let call: Call | undefined;
  const thirds = createThirdLines({
    dial(_call, carrier, { number }, listener) {
      assert.equal(number, NUMBER);
      if (gone.includes(carrier)) return null;
      const entry = { carrier, listener, isClosed: false };
      dialled.push(entry);
      return {
        legId: () => (entry.isClosed ? undefined : `leg of ${carrier}`),
        early: () => undefined,
        talk: () => null,
        close: () => void (entry.isClosed = true),
      };
    },
    judge: async (_call, _number, carriers) => carriers.find((each) => !forbidden.includes(each)) ?? null,
    sendAway: (_call, number, told) => {
      if (!sendsAway) return null;
      departures.push(told);
      assert.equal(number, NUMBER);
      return () => void departures.pop();
    },
    place: (callId, listener) =>
      new Place(callId, createManualClock(new Date(0)), {
        ...listener,
        touched: () => undefined,
        moved: () => undefined,
        transfer: () => undefined,
      }),
    carriersOf: () => ['trunk:1', 'trunk:2'],
    report: (_callId, event) => void reports.push(event),
    touch: () => undefined,
    callOf: () => call,
  });
  const follow = (next: Call): void => {
    call = next;
    thirds.follow(next);
  };
  return { thirds, dialled, reports, follow, departures };
}

test('a third party is dialed once, and answers', () => {
  const { thirds, dialled, reports, follow } = open();
  const call = withThird('trunk:1');
  follow(call);
  follow(call);
  assert.deepEqual([dialled.length, dialled[0]?.carrier], [1, 'trunk:1']);
  dialled[0]?.listener.answered();
  assert.deepEqual([reports, thirds.legOf(call)], [[{ type: 'third_party_answered' }], 'leg of trunk:1']);
});

test('whom another carrier dials, or no one named, is not ours to dial', () => {
  const { dialled, follow } = open();
  follow(withThird('simulator'));
  follow(withThird(null));
  assert.equal(dialled.length, 0);
});

test('a trunk that fails, or is gone, is followed by the next one', async () => {
  for (const gone of [[], ['trunk:1']]) {
    const { dialled, reports, follow } = open(gone);
    follow(withThird('trunk:1'));
    if (gone.length === 0) dialled[0]?.listener.failed(legOutcome(503), 503);
    await Promise.resolve();
    assert.equal(dialled.at(-1)?.carrier, 'trunk:2');
    dialled.at(-1)?.listener.failed(legOutcome('timeout'), 408);
    assert.deepEqual(reports, [{ type: 'third_party_left', reason: 'voip_conn_timeout' }]);
  }
});

test('the next trunk dials only what it may', async () => {
  const { dialled, reports, follow } = open([], ['trunk:2']);
  follow(withThird('trunk:1'));
  dialled[0]?.listener.failed(legOutcome(503), 503);
  await Promise.resolve();
  assert.deepEqual([dialled.length, reports], [1, [{ type: 'third_party_left', reason: 'voip_conn_signal' }]]);
});

test('who is busy is tried by no other trunk', () => {
  const { dialled, reports, follow } = open();
  follow(withThird('trunk:1'));
  dialled[0]?.listener.failed(legOutcome(486), 486);
  assert.deepEqual([dialled.length, reports], [1, [{ type: 'third_party_left', reason: 'eu_busy' }]]);
});

test('a hand-over is left to the trunk that does it, and the call ends with it', () => {
  const { dialled, reports, follow, departures } = open([], [], true);
  follow(withThird('trunk:1', true, true));
  follow(withThird('trunk:1', true, true));
  assert.equal(departures.length, 1);
  departures[0]?.('gone');
  assert.deepEqual(
    [dialled.length, reports],
    [0, [{ type: 'third_party_answered' }, { type: 'hung_up', by: 'system' }]],
  );
});

test('a hand-over that the trunk does not do is dialed; one that is taken back is forgotten', () => {
  const { dialled, follow, departures } = open([], [], true);
  const call = withThird('trunk:1', true, true);
  follow(call);
  departures[0]?.('stayed');
  assert.equal(dialled[0]?.carrier, 'trunk:1');
  const other = open([], [], true);
  other.follow(call);
  other.follow({ ...callIn('connected'), id: call.id });
  assert.deepEqual([other.departures, other.dialled], [[], []]);
});

test('who is only asked in is dialed, whatever the trunk would do', () => {
  const { dialled, follow, departures } = open([], [], true);
  follow(withThird('trunk:1'));
  assert.deepEqual([dialled.length, departures.length], [1, 0]);
});

test('who hangs up leaves the others, and ends the call where there are none', () => {
  for (const [hasAgent, event] of [
    [true, { type: 'third_party_left', reason: 'nothing' }],
    [false, { type: 'hung_up', by: 'end_user' }],
  ] as const) {
    const { dialled, reports, follow } = open();
    follow(withThird('trunk:1', hasAgent));
    dialled[0]?.listener.left({ type: 'hung_up', by: 'end_user' });
    assert.deepEqual([reports, dialled[0]?.isClosed], [[event], true]);
  }
});

test('a third party is let go with the call, or when they are in it no more', () => {
  for (const over of [{ ...withThird('trunk:1'), state: 'finished' as const }, callIn('connected')]) {
    const { thirds, dialled, follow } = open();
    follow(withThird('trunk:1'));
    follow({ ...over, id: withThird('trunk:1').id });
    assert.deepEqual([dialled[0]?.isClosed, thirds.legOf(over)], [true, undefined]);
  }
  const { thirds, dialled, follow } = open();
  follow(withThird('trunk:1'));
  thirds.close();
  assert.equal(dialled[0]?.isClosed, true);
});
