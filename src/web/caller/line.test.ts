import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRACE_MS } from '#domain/call/participant.ts';
import { CLOSE } from '#http/close-codes.ts';
import type { OpenLine } from '../../../test/support/console/caller-line.ts';
import { KEPT, lineInCall, openLine, settled, shown, takenBack } from '../../../test/support/console/caller-line.ts';

test('a call is opened by one message, with the offer, as soon as the socket is open', async (t) => {
  const { line, last, said, told } = openLine(t);
  const opening = line.open('de', 'Robin');
  await settled();
  assert.deepEqual([said(), line.say({ type: 'hang_up' })], [[], false]);
  await last().opens();
  assert.deepEqual(said(), [{ type: 'call', lang: 'de', name: 'Robin', sdp: 'offer 1' }]);
  await last().hears(shown({ stage: 'menu' }));
  await opening;
  assert.deepEqual(told, ['menu']);
});

/** What comes instead of the call -> what the page is told. */
const REFUSALS: readonly (readonly [what: string, meet: (call: OpenLine) => Promise<void>, told: string])[] = [
  [
    'the server refuses it',
    async ({ last }) => {
      await last().opens();
      await last().hears({ type: 'error', error: 'busy', message: 'Busy.', retryAfterSeconds: 30 });
    },
    'failed: busy, again in 30',
  ],
  ['the socket does not open', async ({ last }) => last().cut(), 'failed: unreachable'],
  ['nothing comes for fifteen seconds', async ({ pass }) => pass(15_000), 'failed: unreachable'],
  [
    'no address was found for the sound',
    async ({ last, hearing }) => {
      hearing.hasAddresses = false;
      await last().opens();
    },
    'failed: no_connection',
  ],
  [
    'the server says that no sound came',
    async ({ last }) => {
      await last().opens();
      await last().hears({ type: 'sound', state: 'lost' });
    },
    'failed: no_connection',
  ],
];
for (const [what, meet, expected] of REFUSALS)
  test(`where ${what}, the page is told: ${expected}`, async (t) => {
    const call = openLine(t);
    const opening = call.line.open('en', null);
    await settled();
    await meet(call);
    await opening;
    assert.deepEqual([call.told, call.sockets.length], [[expected], 1]);
  });

test('what a call answers is told, and changes nothing else', async (t) => {
  const { last, told } = await lineInCall(t);
  await last().hears({ type: 'codec', codec: 'pcmu' });
  await last().hears({ type: 'call_back_number', national: '415-555-0148', international: '+1 415-555-0148' });
  await last().hears({ type: 'error', error: 'call_back_closed', message: 'Closed.', retryAfterSeconds: null });
  await last().hears({ type: 'sound', state: 'silent' });
  await last().hears({ type: 'sound', state: 'sounding' });
  assert.deepEqual(told, ['talks in pcmu', '415-555-0148', 'failed: call_back_closed', 'unheard', 'sounding']);
});

test('when the socket is cut and the sound continues, the page comes back without a new offer', async (t) => {
  const call = await lineInCall(t);
  await call.last().cut();
  await call.pass(0);
  assert.deepEqual([call.told, call.sockets.length], [[], 2]);
  await takenBack(call);
  assert.deepEqual(call.said(), [{ type: 'return', ...KEPT, sdp: null }]);
  assert.deepEqual([call.told, call.hearing.offers], [['talking'], 1]);
});

test('while both hear each other the server may be away for long: the page is told that it is offline, not cut', async (t) => {
  const call = await lineInCall(t);
  await call.last().cut();
  for (let since = 0; since < 2 * GRACE_MS; since += 2_000) {
    await call.pass(2_000);
    await call.last().cut();
  }
  assert.deepEqual([...new Set(call.told)], ['offline']);
  await call.pass(2_000);
  await takenBack(call);
  assert.equal(call.told.at(-1), 'talking');
});

test('a network that comes back is used at once', async (t) => {
  const call = await lineInCall(t);
  await call.last().cut();
  await call.pass(0);
  await call.last().cut();
  const { length } = call.sockets;
  call.page.dispatchEvent(new Event('online'));
  await settled();
  assert.equal(call.sockets.length, length + 1);
});

test('sound that is lost is offered anew over a new socket, and the page is told of the cut once', async (t) => {
  const call = await lineInCall(t);
  call.hearing.isConnected = false;
  call.line.soundIs('lost');
  await call.pass(0);
  await call.last().cut();
  await call.pass(500);
  await takenBack(call);
  assert.deepEqual(call.said(), [{ type: 'return', ...KEPT, sdp: 'offer 3' }]);
  assert.deepEqual(call.told, ['cut', 'talking']);
  await call.pass(10_000);
  assert.equal(call.sockets.length, 3);
});

test('sound that is interrupted for less than two and a half seconds is waited for, for longer is offered anew', async (t) => {
  const call = await lineInCall(t);
  call.line.soundIs('interrupted');
  await call.pass(2_400);
  call.line.soundIs('connected');
  await call.pass(10_000);
  assert.deepEqual([call.told, call.sockets.length], [['interrupted', 'heard'], 1]);
  call.page.dispatchEvent(new Event('offline'));
  await call.pass(2_500);
  await call.pass(0);
  assert.deepEqual([call.told.slice(2), call.sockets.length], [['interrupted', 'cut'], 2]);
});

test('who is not taken back within the grace is told that the call is lost, and nothing is tried any more', async (t) => {
  const call = await lineInCall(t);
  call.hearing.isConnected = false;
  await call.last().cut();
  for (let since = 0; since <= GRACE_MS; since += 500) {
    await call.pass(500);
    if (call.last().readyState === 0) await call.last().cut();
  }
  assert.deepEqual(call.told, ['cut', 'failed: lost']);
  const { length } = call.sockets;
  await call.pass(60_000);
  assert.equal(call.sockets.length, length);
});

test('a call that the server no longer knows is not asked for twice', async (t) => {
  const call = await lineInCall(t);
  await call.last().cut();
  await call.pass(0);
  await call.last().opens();
  await call.last().hears({ type: 'error', error: 'unknown_call', message: 'Gone.', retryAfterSeconds: null });
  await call.pass(60_000);
  assert.deepEqual([call.told, call.sockets.length], [['failed: unknown_call'], 2]);
});

test('a page that another has superseded says so, and leaves the call to it', async (t) => {
  const call = await lineInCall(t);
  await call.last().cut(CLOSE.superseded);
  await call.pass(60_000);
  assert.deepEqual([call.told, call.sockets.length], [['failed: elsewhere'], 1]);
});

test('who hangs up while the socket is cut has hung up as soon as it is back; anything else is not kept', async (t) => {
  const call = await lineInCall(t);
  await call.last().cut();
  assert.deepEqual([call.line.say({ type: 'digit', digit: '1' }), call.line.say({ type: 'hang_up' })], [false, false]);
  await call.pass(0);
  await takenBack(call);
  assert.deepEqual(call.said().slice(1), [{ type: 'hang_up' }]);
});

for (const [what, end] of [
  ['has ended', async ({ last }: OpenLine) => last().hears(shown({ stage: 'ended' }))],
  ['was closed by the page', async ({ line }: OpenLine) => line.close()],
] as const)
  test(`a call that ${what} is not come back to`, async (t) => {
    const call = await lineInCall(t);
    await end(call);
    call.told.length = 0;
    await call.last().cut();
    call.line.soundIs('lost');
    await call.pass(60_000);
    assert.deepEqual([call.told, call.sockets.length], [[], 1]);
  });

test('a page that was reloaded comes back to its call with a new offer', async (t) => {
  const call = openLine(t);
  const returning = call.line.rejoin(KEPT);
  await call.pass(0);
  await takenBack(call);
  await returning;
  assert.deepEqual(call.said(), [{ type: 'return', ...KEPT, sdp: 'offer 1' }]);
  assert.deepEqual(call.told, ['cut', 'talking']);
});
