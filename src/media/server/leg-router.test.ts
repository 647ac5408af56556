import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import type { Leg } from './legs/leg.ts';
import { createAudioSource } from './legs/audio-source.ts';
import type { SoundPacket } from '../audio-packet.ts';
import { createLegRouter } from './leg-router.ts';
import { NO_STATS } from './legs/leg-stats.ts';

const NOTHING = { play() {}, stop() {}, dial() {}, pressed() {}, close() {} };

/** A leg that writes down what it hears. */
function createEar(legId: string, heard: string[]): Leg {
  const audioSink = { ...NOTHING, accept: ({ payload }: SoundPacket) => void heard.push(`${legId}:${payload[0]}`) };
  return {
    legId,
    audioSink,
    audioSource: createAudioSource(),
    takesKeys: () => true,
    stats: () => NO_STATS,
    close() {},
  };
}

function packet(byte: number): SoundPacket {
  const place = { sequenceNumber: 0, timestamp: 0, marker: false };
  return { source: 's', kind: 'opus', ...place, payload: Uint8Array.of(byte, 9, 9).subarray(0, 1) };
}

test('a leg hears its partner only, and only if it is the partner of its partner', () => {
  const heard: string[] = [];
  const board = createLegRouter(1);
  const [a, b, c] = ['a', 'b', 'c'].map((legId) => createEar(legId, heard)) as [Leg, Leg, Leg];
  for (const leg of [a, b, c]) board.add(leg);
  board.pair('a', { legId: 'b', worker: 1 });
  a.audioSource.emit(packet(1), 0);
  board.pair('b', { legId: 'a', worker: 1 });
  a.audioSource.emit(packet(2), 0);
  b.audioSource.emit(packet(3), 0);
  board.pair('c', { legId: 'b', worker: 1 });
  c.audioSource.emit(packet(4), 0);
  board.pair('b', null);
  a.audioSource.emit(packet(5), 0);
  assert.deepEqual(heard, ['b:2', 'a:3']);
});

test('partners in two workers hear each other, until one of the workers is gone', async () => {
  const heard: string[] = [];
  const [one, two] = [createLegRouter(1), createLegRouter(2)];
  const [a, b] = [createEar('a', heard), createEar('b', heard)];
  one.add(a);
  two.add(b);
  const { port1, port2 } = new MessageChannel();
  one.connectPeer(2, port1);
  two.connectPeer(1, port2);
  one.pair('a', { legId: 'b', worker: 2 });
  two.pair('b', { legId: 'a', worker: 1 });
  const came = once(port2, 'message');
  a.audioSource.emit(packet(1), 0);
  await came;
  assert.deepEqual(heard, ['b:1']);
  one.connectPeer(2, null);
  a.audioSource.emit(packet(2), 0);
  two.close();
  one.close();
  assert.deepEqual(heard, ['b:1']);
});

test('a leg that was removed has no partner any more', () => {
  const board = createLegRouter(1);
  const heard: string[] = [];
  const [a, b] = [createEar('a', heard), createEar('b', heard)];
  board.add(a);
  board.add(b);
  board.pair('a', { legId: 'b', worker: 1 });
  board.pair('b', { legId: 'a', worker: 1 });
  board.remove('a');
  b.audioSource.emit(packet(1), 0);
  a.audioSource.emit(packet(2), 0);
  assert.deepEqual([heard, board.size()], [[], 1]);
});
