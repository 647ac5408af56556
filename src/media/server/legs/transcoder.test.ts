import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strengthOf, toneFrames } from '../../../../test/support/webrtc-peer.ts';
import { encodeG711 } from '../../codec/g711.ts';
import { tone } from '../../codec/pcm.ts';
import { readOpus } from '../../codec/opus.ts';
import { createVoiceDecoder } from '../../codec/voice-decoder.ts';
import type { SoundPacket } from '../../audio-packet.ts';
import { createTranscoders } from './transcoder.ts';
import type { Transcoder } from './transcoder.ts';

const TONE = tone({ hertz: 1000, seconds: 3, sampleRate: 8000, level: 0.5 });
const OPUS = toneFrames(440);

/** A slice of the tone from there on, as G.711. */
function telephone(from: number, samples: number, change: Partial<SoundPacket> = {}): SoundPacket {
  const payload = encodeG711('mu', TONE.subarray(from, from + samples));
  const place = { sequenceNumber: from / samples, timestamp: from * 6, marker: from === 0 };
  return { source: 'a', kind: 'pcmu', ...place, payload, ...change };
}

function browser(index: number, change: Partial<SoundPacket> = {}): SoundPacket {
  const place = { sequenceNumber: index & 0xffff, timestamp: index * 960, marker: index === 0 };
  return { source: 'b', kind: 'opus', ...place, payload: OPUS[index % OPUS.length] ?? new Uint8Array(0), ...change };
}

function decoded(packets: readonly SoundPacket[]): Int16Array {
  const decoder = createVoiceDecoder(8000);
  const parts = packets.map(({ kind, payload }) => (kind === 'key' ? [] : [...decoder.decode(kind, payload)]));
  decoder.close();
  return Int16Array.from(parts.flat());
}

function heard(transcoder: Transcoder, packets: readonly SoundPacket[]): readonly SoundPacket[] {
  return packets.flatMap((packet) => transcoder.take(packet));
}

for (const milliseconds of [10, 20, 30, 60])
  test(`telephone packets of ${milliseconds} ms are Opus packets of 20 ms, in step`, () => {
    const size = milliseconds * 8;
    const transcoder = createTranscoders().create('opus');
    const packets = heard(
      transcoder,
      Array.from({ length: 16_000 / size }, (_, index) => telephone(index * size, size)),
    );
    transcoder.close();
    assert.equal(packets.length, Math.floor((Math.floor(16_000 / size) * size) / 160));
    for (const [index, packet] of packets.entries()) {
      assert.deepEqual([packet.sequenceNumber, packet.timestamp, packet.marker], [index, index * 960, index === 0]);
      assert.equal(readOpus(packet.payload)?.ticks, 960);
    }
    assert.ok(strengthOf(1000, decoded(packets).slice(1600), 8000) > 0.3);
  });

for (const codec of ['pcmu', 'pcma', 'g722'] as const)
  test(`Opus is ${codec} of the same length`, () => {
    const transcoder = createTranscoders().create(codec);
    const packets = heard(
      transcoder,
      Array.from({ length: 50 }, (_, index) => browser(index)),
    );
    transcoder.close();
    assert.equal(packets.length, 50);
    assert.ok(packets.every(({ kind, payload }) => kind === codec && payload.length === 160));
    assert.ok(strengthOf(440, decoded(packets).slice(1600), 8000) > 0.3);
  });

test('what is lost stays a gap, what comes too late and keys are left out, and another source begins anew', () => {
  const transcoder = createTranscoders().create('pcmu');
  const first = heard(transcoder, [browser(0), browser(1), browser(5), browser(3), browser(6)]);
  assert.deepEqual(
    first.map(({ sequenceNumber, timestamp }) => [sequenceNumber, timestamp / 960]),
    [
      [0, 0],
      [1, 1],
      [5, 5],
      [6, 6],
    ],
  );
  assert.deepEqual(transcoder.take(browser(7, { kind: 'key' })), []);
  const [other] = transcoder.take(browser(3, { source: 'c' }));
  assert.deepEqual([other?.source, other?.timestamp], ['c>pcmu', 3 * 960]);
  transcoder.close();
});

test('of more than there is room for, the one not heard for longest opens its codec anew when it is', () => {
  const transcoders = createTranscoders(2);
  const three = Array.from({ length: 3 }, () => transcoders.create('pcmu'));
  for (let index = 0; index < 50; index += 1)
    for (const [which, transcoder] of three.entries()) {
      const [packet] = transcoder.take(browser(index, { source: `${which}` }));
      assert.equal(packet?.payload.length, 160);
    }
  for (const transcoder of three) transcoder.close();
});
