import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { createManualClock } from '../../test/support/manual-clock.ts';
import type { RawSocket } from './socket.ts';
import { HEARTBEAT_MS, serveSocket } from './socket.ts';

/** A socket whose other end is this test. */
function aSocket() {
  const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
  const emitter = new EventEmitter();
  const done: string[] = [];
  const state = { bufferedAmount: 0 };
  const raw: RawSocket = {
    readyState: 1,
    get bufferedAmount() {
      return state.bufferedAmount;
    },
    send: (data) => void done.push(`send ${data}`),
    ping: () => void done.push('ping'),
    close: (code) => void done.push(`close ${code}`),
    terminate: () => void done.push('terminate'),
    on: (event: string, listener: (...told: never[]) => void) => emitter.on(event, listener as never),
  };
  const heard: unknown[] = [];
  const wire = serveSocket(raw, {
    now: () => clock.now().getTime(),
    after: clock.after,
    heard: (value) => void heard.push(value),
    malformed: () => void heard.push('malformed'),
    closed: () => void heard.push('closed'),
  });
  const say = (text: string, isBinary = false) => emitter.emit('message', Buffer.from(text), isBinary);
  return { clock, emitter, done, heard, wire, say, state };
}

test('a page that answers its pings stays, one that stops is dropped at the second', async () => {
  const { clock, emitter, done } = aSocket();
  await clock.advance(HEARTBEAT_MS);
  emitter.emit('pong');
  await clock.advance(HEARTBEAT_MS);
  assert.deepEqual(done, ['ping', 'ping']);
  await clock.advance(HEARTBEAT_MS);
  assert.deepEqual(done, ['ping', 'ping', 'terminate']);
});

test('a closed socket is pinged no more', async () => {
  const { clock, emitter, done, heard } = aSocket();
  emitter.emit('close');
  await clock.advance(10 * HEARTBEAT_MS);
  assert.deepEqual([done, heard], [[], ['closed']]);
});

test('JSON is heard, anything else is malformed, binary closes', () => {
  const { say, heard, done } = aSocket();
  say('{"a":1}');
  say('{');
  say('"\\u0000"');
  say('{}', true);
  assert.deepEqual([heard, done], [[{ a: 1 }, 'malformed', 'malformed'], ['close 1003']]);
});

test('a hundred frames at once are heard, one more closes; a second later there is room again', async () => {
  const { say, heard, done, clock } = aSocket();
  for (let count = 0; count < 100; count += 1) say('1');
  assert.deepEqual([heard.length, done], [100, []]);
  say('1');
  assert.deepEqual([heard.length, done], [100, ['close 1008']]);
  await clock.advance(1000);
  say('1');
  assert.equal(heard.length, 101);
});

test('who does not take in what is sent is dropped', () => {
  const { wire, done, state } = aSocket();
  wire.send('a');
  state.bufferedAmount = 2 * 1024 * 1024;
  wire.send('b');
  assert.deepEqual(done, ['send a', 'terminate']);
});
