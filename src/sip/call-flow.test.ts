/**
 * Whole calls between two ends that are made of this room, over a wire that loses, doubles and delays: nothing is left
 * behind.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSipEnd } from '../../test/support/sip-end.ts';
import { mutations } from '../../test/support/sip-mutations.ts';
import { createStreamReader } from './message/stream-reader.ts';
import { readDatagram } from './message/read-message.ts';

/** Numbers from 0 up to 1 that are the same in every run. */
function dice(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

type Trouble = {
  readonly lost: number;
  readonly doubled: number;
  readonly transport: 'UDP' | 'TCP';
  readonly ringMs: number;
};

/** Two ends on one clock. Each message takes 20 to 120 ms. */
function createPair({ lost, doubled, transport, ringMs }: Trouble) {
  const roll = dice(3261);
  const wire: { at: number; arrive: (now: number) => void }[] = [];
  let now = 0;
  const ends: ReturnType<typeof createSipEnd>[] = [];
  const addresses = [
    { address: '192.0.2.1', port: 5060 },
    { address: '192.0.2.2', port: 5060 },
  ] as const;
  for (const [index, { address, port }] of addresses.entries()) {
    const reader = createStreamReader();
    const send = (bytes: Uint8Array): void => {
      const copies = transport === 'TCP' ? 1 : roll() < lost ? 0 : roll() < doubled ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1)
        wire.push({
          // A stream keeps the order.
          at: now + (transport === 'TCP' ? 20 : 20 + Math.floor(roll() * 100)),
          arrive: (at) => {
            for (const reading of transport === 'TCP' ? reader.push(bytes) : [readDatagram(bytes)])
              if (reading.kind === 'message') ends[1 - index]?.receive(reading.message, { address, port }, at);
              else assert.fail(reading.kind);
          },
        });
    };
    ends.push(createSipEnd({ address, port, transport, send, ringMs }));
  }
  const [caller, callee] = ends;
  assert.ok(caller && callee);
  return {
    caller,
    callee,
    now: () => now,
    /** Runs the clock on, in steps of 10 ms. */
    run(until: number): void {
      for (; now < until; now += 10) {
        const due = wire.filter(({ at }) => at <= now);
        for (const each of due) wire.splice(wire.indexOf(each), 1);
        for (const each of due) each.arrive(now);
        for (const end of ends) end.tick(now);
      }
    },
  };
}

/** What the wire does -> how many calls of forty are answered and ended at both ends. */
const WIRES = {
  'UDP that is perfect': { lost: 0, doubled: 0, transport: 'UDP', ringMs: 500 },
  'UDP that loses a tenth': { lost: 0.1, doubled: 0, transport: 'UDP', ringMs: 500 },
  'UDP that loses a fifth and doubles a tenth': { lost: 0.2, doubled: 0.1, transport: 'UDP', ringMs: 500 },
  TCP: { lost: 0, doubled: 0, transport: 'TCP', ringMs: 500 },
} as const satisfies Record<string, Trouble>;

for (const [name, trouble] of Object.entries(WIRES))
  test(`over ${name} forty calls ring, are answered and end, and nothing is left`, () => {
    const pair = createPair(trouble);
    for (let count = 0; count < 40; count += 1) {
      pair.caller.call('192.0.2.2:5060', pair.now());
      pair.run(pair.now() + 50);
    }
    pair.run(40_000);
    assert.deepEqual([pair.caller.tally.answered, pair.callee.tally.answered], [40, 40]);
    pair.caller.hangUpAll(pair.now());
    pair.run(120_000);
    assert.deepEqual([pair.callee.tally.ended, pair.caller.tally.failed, pair.callee.tally.failed], [40, 0, 0]);
    assert.deepEqual([pair.caller.isIdle(), pair.callee.isIdle()], [true, true]);
    assert.deepEqual([pair.caller.transactions.queued(), pair.callee.transactions.queued()], [0, 0]);
  });

test('a CANCEL that crosses the 200 at any moment ends the call at both ends', () => {
  const outcomes = { refused: 0, hungUp: 0 };
  for (let wait = 0; wait < 800; wait += 40) {
    const pair = createPair({ lost: 0, doubled: 0, transport: 'UDP', ringMs: 400 });
    const key = pair.caller.call('192.0.2.2:5060', 0);
    pair.run(wait);
    pair.caller.cancel(key, pair.now());
    pair.run(100_000);
    outcomes.refused += pair.caller.tally.refused;
    outcomes.hungUp += pair.callee.tally.ended;
    // Asked after the 200 had come, a CANCEL does nothing: the user would hang up.
    if (pair.caller.tally.answered === 1 && pair.callee.tally.ended === 0) pair.caller.hangUpAll(pair.now());
    pair.run(200_000);
    assert.deepEqual([pair.caller.isIdle(), pair.callee.isIdle()], [true, true], `asked after ${wait} ms`);
  }
  assert.ok(outcomes.refused > 3 && outcomes.hungUp > 0, JSON.stringify(outcomes));
});

test('a callee whose 200 is never acknowledged hangs up after 32 s', () => {
  const pair = createPair({ lost: 0, doubled: 0, transport: 'UDP', ringMs: 100 });
  pair.caller.call('192.0.2.2:5060', 0);
  pair.run(130);
  // The caller is gone: what it is sent is lost, and so is all that it would say.
  pair.caller.receive = () => undefined;
  pair.run(34_000);
  assert.equal(pair.callee.dialogs.size, 0);
  pair.run(100_000);
  assert.equal(pair.callee.tally.failed, 1);
  assert.equal(pair.callee.isIdle(), true);
});

test('a caller whose CANCEL is answered by nothing more forgets the call after 32 s', () => {
  const pair = createPair({ lost: 0, doubled: 0, transport: 'UDP', ringMs: 100_000 });
  const key = pair.caller.call('192.0.2.2:5060', 0);
  pair.run(1000);
  pair.callee.receive = () => undefined;
  pair.caller.cancel(key, pair.now());
  pair.run(34_000);
  assert.equal(pair.caller.transactions.size(), 0);
});

test('whatever comes, an end answers or drops it, and what it answers can be read', () => {
  let answers = 0;
  const send = (bytes: Uint8Array): void => {
    answers += 1;
    assert.equal(readDatagram(bytes).kind, 'message');
  };
  const end = createSipEnd({ address: '192.0.2.1', port: 5060, transport: 'UDP', send, ringMs: 100 });
  let now = 0;
  for (const bytes of mutations(8000, 2543)) {
    now += 20;
    const reading = readDatagram(bytes);
    if (reading.kind === 'message') end.receive(reading.message, { address: '192.0.2.9', port: 5060 }, now);
    end.tick(now);
  }
  assert.ok(answers > 500, String(answers));
  for (let step = 0; step < 200; step += 1) end.tick((now += 1000));
  assert.deepEqual([end.isIdle(), end.transactions.queued()], [true, 0]);
});
