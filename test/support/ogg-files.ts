/** Ogg/Opus files as other programs write them, and as no one should. */
import { joinBytes } from '#media/codec/bytes.ts';
import { OGG_CONTINUED, OGG_FIRST, OGG_LAST, oggCrc, writeOggPage } from '#media/codec/ogg.ts';
import { createOpusEncoder } from '#media/codec/opus-codec.ts';
import { tone } from '#media/codec/pcm.ts';

const FRAME = 960;

/** The head of a stream. `gain`: in decibels. */
export function opusHead(
  shape: { readonly channels?: number; readonly gain?: number; readonly mapping?: readonly number[] } = {},
): Uint8Array {
  const { channels = 1, gain = 0, mapping = [0] } = shape;
  const head = new Uint8Array(18 + mapping.length);
  head.set(new TextEncoder().encode('OpusHead'));
  head.set([1, channels], 8);
  const view = new DataView(head.buffer);
  view.setUint16(10, 312, true);
  view.setUint32(12, 48_000, true);
  view.setInt16(16, Math.round(gain * 256), true);
  head.set(mapping, 18);
  return head;
}

/** Packets of 20 ms, of a tone. */
export function opusTone(hertz: number, seconds: number): Uint8Array[] {
  const encoder = createOpusEncoder(48_000, 'music', 64_000);
  const samples = tone({ hertz, seconds, sampleRate: 48_000, level: 0.5 });
  const packets = Array.from({ length: Math.floor(samples.length / FRAME) }, (_, index) =>
    encoder.encode(samples.slice(index * FRAME, (index + 1) * FRAME)),
  );
  encoder.close();
  return packets;
}

/** A stream of them, a second a page. `end`: the last granule position; default all that there is. */
export function opusStream(
  packets: readonly Uint8Array[],
  shape: { readonly serial?: number; readonly head?: Uint8Array; readonly end?: number; readonly ticks?: number } = {},
): Uint8Array {
  const { serial = 1, head = opusHead(), ticks = FRAME } = shape;
  const tags = joinBytes([new TextEncoder().encode('OpusTags'), new Uint8Array(8)]);
  const pages = [
    writeOggPage({ serial, number: 0, granule: 0, flags: OGG_FIRST, packets: [head] }),
    writeOggPage({ serial, number: 1, granule: 0, flags: 0, packets: [tags] }),
  ];
  for (let at = 0; at < packets.length; at += 50) {
    const isLast = at + 50 >= packets.length;
    const all = Math.min(packets.length, at + 50) * ticks;
    const granule = isLast ? (shape.end ?? all) : all;
    pages.push(
      writeOggPage({
        serial,
        number: pages.length,
        granule,
        flags: isLast ? OGG_LAST : 0,
        packets: packets.slice(at, at + 50),
      }),
    );
  }
  return joinBytes(pages);
}

/** So many frames of 20 ms in one packet, as RFC 6716 section 3.2.5 packs them: code 3, of different lengths. */
export function joinFrames(packets: readonly Uint8Array[]): Uint8Array {
  const lengths = packets.slice(0, -1).map((packet) => {
    const length = packet.length - 1;
    return length < 252 ? Uint8Array.of(length) : Uint8Array.of(252 + (length % 4), (length - 252 - (length % 4)) / 4);
  });
  const [first = new Uint8Array(1)] = packets;
  return joinBytes([
    Uint8Array.of((first[0] ?? 0) | 3, 0x80 | packets.length),
    ...lengths,
    ...packets.map((packet) => packet.subarray(1)),
  ]);
}

/** Files of one size that cost a reader who trusts them dearly. `bytes`: about as large. */
export const HOSTILE: Readonly<Record<string, (bytes: number) => Uint8Array>> = {
  'packets of one byte': (bytes) =>
    filled(bytes, (number) =>
      page(
        number,
        0,
        Array.from({ length: 255 }, () => Uint8Array.of(0x80)),
      ),
    ),
  'packets of nothing': (bytes) =>
    filled(bytes, (number) =>
      page(
        number,
        0,
        Array.from({ length: 255 }, () => new Uint8Array(0)),
      ),
    ),
  'one packet over all its pages': (bytes) => filled(bytes, (number) => continued(number)),
  'nothing but streams that begin': (bytes) =>
    filled(bytes, (number) =>
      writeOggPage({ serial: number + 2, number: 0, granule: 0, flags: OGG_FIRST, packets: [Uint8Array.of(1)] }),
    ),
  'streams, then spoilt pages': (bytes) =>
    joinBytes([
      filled(bytes / 2, (number) =>
        writeOggPage({ serial: number + 2, number: 0, granule: 0, flags: 0, packets: [Uint8Array.of(1)] }),
      ),
      filled(bytes / 2, () => spoilt()),
    ]),
  'spoilt pages': (bytes) => filled(bytes, () => spoilt()),
  'pages of nothing': (bytes) => filled(bytes, (number) => page(number, 0, [])),
  'comments of nothing': (bytes) => {
    const tags = new Uint8Array(bytes);
    tags.set(new TextEncoder().encode('OpusTags'));
    return pagesOf([opusHead(), tags]);
  },
  'capture patterns': (bytes) => new TextEncoder().encode('OggS\0'.repeat(bytes / 5)),
  'the first letter of a page': (bytes) => new Uint8Array(bytes).fill(0x4f),
};

function page(number: number, flags: number, packets: readonly Uint8Array[]): Uint8Array {
  return writeOggPage({ serial: 1, number, granule: 0, flags, packets });
}

/** A page of 255 bytes that begin no packet, and end none. */
function continued(number: number): Uint8Array {
  const made = joinBytes([page(number, OGG_CONTINUED, []).subarray(0, 26), Uint8Array.of(1, 255), new Uint8Array(255)]);
  return signed(made);
}

function spoilt(): Uint8Array {
  const made = page(0, 0, [new Uint8Array(60_000)]).slice();
  made[100] = 1;
  return made;
}

function signed(made: Uint8Array): Uint8Array {
  const view = new DataView(made.buffer, made.byteOffset);
  view.setUint32(22, 0, true);
  view.setUint32(22, oggCrc(made), true);
  return made;
}

/** A stream of Opus that continues with such pages. */
function filled(bytes: number, make: (number: number) => Uint8Array): Uint8Array {
  const start = opusStream([]);
  const [first] = [make(2)];
  const count = Math.max(1, Math.floor(bytes / first.length));
  return joinBytes([start, ...Array.from({ length: count }, (_, index) => make(index + 2))]);
}

/** Packets over as many pages as they need. */
function pagesOf(packets: readonly Uint8Array[]): Uint8Array {
  const pages: Uint8Array[] = [];
  for (const packet of packets)
    for (let at = 0; at <= packet.length; at += 255 * 255) {
      const part = packet.subarray(at, at + 255 * 255);
      const segments = Uint8Array.from({ length: Math.min(255, Math.floor(part.length / 255) + 1) }, (_, index) =>
        index < Math.floor(part.length / 255) ? 255 : part.length % 255,
      );
      const flags = pages.length === 0 ? OGG_FIRST : at > 0 ? OGG_CONTINUED : 0;
      const head = page(pages.length, flags, []).subarray(0, 26);
      pages.push(signed(joinBytes([head, Uint8Array.of(segments.length), segments, part])));
    }
  return joinBytes(pages);
}
