/**
 * Packets on their way from a worker to those who record or transcribe: many in one piece of memory, which is moved and
 * not copied.
 *
 * ```text
 * each   | now: float64 | timestamp: uint32 | sequence: uint16 | length: uint16 | kind: uint8 | marker: uint8 | source:
 * uint8 | payload …
 * ```
 */
import type { Tapped } from '../media-server.ts';
import type { SoundListener, SoundPacket } from '../audio-packet.ts';

/** Packed. `sources`: the names that packets have by their place in it. */
export type PackedPackets = { readonly sources: readonly string[]; readonly bytes: Uint8Array<ArrayBuffer> };

/** Mutable: packs what it hears. */
export type Packer = {
  readonly hear: SoundListener;
  /** What was heard since the last time; null when nothing was. */
  flush(): PackedPackets | null;
};

const HEAD_BYTES = 19;
const FIRST_BYTES = 4096;
const MAX_SOURCES = 255;
const KINDS = ['opus', 'pcmu', 'pcma', 'g722', 'key'] as const satisfies readonly SoundPacket['kind'][];

/** Nothing is in it yet. */
export function createPacker(): Packer {
  let bytes = new Uint8Array(FIRST_BYTES);
  let view = new DataView(bytes.buffer);
  let length = 0;
  let sources: string[] = [];

  function makeRoom(wanted: number): void {
    if (length + wanted <= bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * bytes.length, length + wanted));
    larger.set(bytes);
    bytes = larger;
    view = new DataView(bytes.buffer);
  }

  function placeOf(source: string): number {
    const known = sources.lastIndexOf(source);
    return known >= 0 ? known : sources.push(source) - 1;
  }

  return {
    hear(packet, now) {
      const source = placeOf(packet.source);
      if (source > MAX_SOURCES) return;
      makeRoom(HEAD_BYTES + packet.payload.length);
      view.setFloat64(length, now);
      view.setUint32(length + 8, packet.timestamp);
      view.setUint16(length + 12, packet.sequenceNumber);
      view.setUint16(length + 14, packet.payload.length);
      view.setUint8(length + 16, KINDS.indexOf(packet.kind));
      view.setUint8(length + 17, packet.marker ? 1 : 0);
      view.setUint8(length + 18, source);
      bytes.set(packet.payload, length + HEAD_BYTES);
      length += HEAD_BYTES + packet.payload.length;
    },
    flush() {
      if (length === 0) return null;
      const packed = { sources, bytes: bytes.slice(0, length) };
      [length, sources] = [0, []];
      return packed;
    },
  };
}

/** In their order. The payloads are views on the one piece. */
export function unpack({ sources, bytes }: PackedPackets): Tapped {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tapped: { readonly packet: SoundPacket; readonly now: number }[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + HEAD_BYTES + view.getUint16(at + 14);
    const packet: SoundPacket = {
      source: sources[view.getUint8(at + 18)] ?? '',
      kind: KINDS[view.getUint8(at + 16)] ?? 'opus',
      sequenceNumber: view.getUint16(at + 12),
      timestamp: view.getUint32(at + 8),
      marker: view.getUint8(at + 17) === 1,
      payload: bytes.subarray(at + HEAD_BYTES, end),
    };
    tapped.push({ packet, now: view.getFloat64(at) });
    at = end;
  }
  return tapped;
}
