import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SoundPacket } from '../audio-packet.ts';
import { createPacker, unpack } from './packed-packets.ts';

function packet(index: number, change: Partial<SoundPacket> = {}): SoundPacket {
  const payload = new Uint8Array(index * 100).fill(index);
  const place = { sequenceNumber: 0xffff - index, timestamp: 0xffff_ffff - index, marker: index % 2 === 0 };
  return { source: `a/${index % 2}`, kind: 'opus', ...place, payload, ...change };
}

test('what was packed comes out as it was, in its order', () => {
  const packer = createPacker();
  const packets = [
    ...Array.from({ length: 60 }, (_, index) => packet(index)),
    packet(3, { kind: 'key' }),
    packet(3, { kind: 'pcmu' }),
    packet(3, { kind: 'pcma' }),
  ];
  for (const [index, each] of packets.entries()) packer.hear(each, 1_700_000_000_000.25 + index);
  const packed = packer.flush();
  assert.ok(packed !== null);
  assert.deepEqual(
    unpack(packed),
    packets.map((each, index) => ({ packet: each, now: 1_700_000_000_000.25 + index })),
  );
  assert.equal(packer.flush(), null);
});

test('what comes after is packed anew', () => {
  const packer = createPacker();
  packer.hear(packet(1), 1);
  const first = packer.flush();
  packer.hear(packet(2, { source: 'b' }), 2);
  const second = packer.flush();
  assert.ok(first !== null && second !== null);
  assert.deepEqual(
    [unpack(first), unpack(second)].map(([one]) => one?.packet.source),
    ['a/1', 'b'],
  );
});
