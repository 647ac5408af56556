import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toneFrames } from '../../../../test/support/webrtc-peer.ts';
import { readTelephoneEvent, writeTelephoneEvent } from '../../codec/dtmf.ts';
import { readRtp } from '../../codec/rtp.ts';
import type { RtpPacket } from '../../codec/rtp.ts';
import type { SoundPacket } from '../../audio-packet.ts';
import type { VoiceFormat } from '../transport/voice-format.ts';
import { createVoiceOut } from './rtp-sender.ts';
import { createTranscoders } from './transcoder.ts';

const FRAMES = toneFrames(440);

const FORMAT: VoiceFormat = {
  codecs: [{ codec: 'opus', payloadType: 111 }],
  keys: [{ payloadType: 126, clockRate: 8000 }],
};

function sender() {
  const packets: RtpPacket[] = [];
  const voice = createVoiceOut(createTranscoders());
  voice.connect(FORMAT, (bytes, length) => {
    const read = readRtp(new Uint8Array(bytes.subarray(0, length)));
    assert.ok(read.ok);
    packets.push(read.packet);
    return true;
  });
  return { packets, voice };
}

function packet(kind: SoundPacket['kind'], index: number, payload: Uint8Array): SoundPacket {
  return {
    source: 'a',
    kind,
    sequenceNumber: index,
    timestamp: kind === 'key' ? 7 : index * 960,
    marker: false,
    payload,
  };
}

test('a key goes out at the clock rate that the browser agreed to, all its packets with one timestamp, and sound continues after', () => {
  const { packets, voice } = sender();
  voice.send(packet('opus', 1, Uint8Array.of(8)), 0);
  for (const [index, duration] of [960, 1920].entries()) {
    const event = writeTelephoneEvent({ event: 5, end: false, volume: 10, duration });
    voice.send(packet('key', 2 + index, event), 20 + index * 20);
  }
  voice.send(packet('opus', 4, Uint8Array.of(8)), 60);
  assert.deepEqual(
    packets.map(({ payloadType }) => payloadType),
    [111, 126, 126, 111],
  );
  assert.deepEqual(
    packets.slice(1, 3).map(({ payload }) => readTelephoneEvent(payload)?.duration),
    [160, 320],
  );
  assert.deepEqual(
    packets.map(({ marker }) => marker),
    [true, true, false, true],
  );
  const [first, key, same, last] = packets;
  assert.equal(key?.timestamp, same?.timestamp);
  assert.deepEqual(
    packets.map(({ sequenceNumber }) => sequenceNumber - (first?.sequenceNumber ?? 0)),
    [0, 1, 2, 3],
  );
  assert.equal(((last?.timestamp ?? 0) - (first?.timestamp ?? 0)) >>> 0, 60 * 48 + (960 - 20 * 48));
});

test('nothing is sent before there is a connection, nor what fits no datagram', () => {
  const voice = createVoiceOut(createTranscoders());
  voice.send(packet('opus', 1, Uint8Array.of(8)), 0);
  const { packets, voice: connected } = sender();
  connected.send(packet('opus', 1, new Uint8Array(1401)), 0);
  assert.deepEqual([voice.sent().packets, packets.length], [0, 0]);
});

test('to a telephone the clock ticks 8000 times a second, across the end of the numbers, and codecs it lacks are transcoded', () => {
  const packets: RtpPacket[] = [];
  const voice = createVoiceOut(createTranscoders());
  const format: VoiceFormat = { codecs: [{ codec: 'pcmu', payloadType: 0 }], keys: [] };
  voice.connect(format, (bytes, length) => {
    const read = readRtp(new Uint8Array(bytes.subarray(0, length)));
    assert.ok(read.ok);
    packets.push(read.packet);
    return true;
  });
  const start = 0xffff_ffff - 2 * 960;
  for (let index = 0; index < 5; index += 1) {
    const timestamp = (start + index * 960) >>> 0;
    const payload = index < 3 ? new Uint8Array(160) : (FRAMES[index] ?? new Uint8Array(0));
    voice.send(
      { ...packet(index < 3 ? 'pcmu' : 'opus', index, payload), timestamp, source: `${index < 3}` },
      index * 20,
    );
  }
  voice.close();
  assert.deepEqual(
    packets.slice(1).map(({ timestamp }, index) => (timestamp - (packets[index]?.timestamp ?? 0)) >>> 0),
    [160, 160, 160, 160],
  );
  assert.ok(packets.every(({ payloadType, payload }) => payloadType === 0 && payload.length === 160));
});
