/**
 * Ogg pages: what carries packets in a file so that a reader may begin, or end, anywhere.
 *
 * ```text
 *  byte  0        4   5       6          14       18        22    26
 *        +--------+---+-------+----------+--------+---------+-----+----------+---------------+-------------
 *        | "OggS" | 0 | flags | granule  | serial | page no | CRC | segments | their lengths | the segments
 *        +--------+---+-------+----------+--------+---------+-----+----------+---------------+-------------
 *                  flags: 1 continues a packet, 2 first page, 4 last page.  granule: -1 if no packet ends here
 * ```
 *
 * A packet is cut into segments of 255 bytes and one shorter, which ends it. Numbers are little-endian.
 * Source: RFC 3533 section 6.
 */
import { joinBytes } from './bytes.ts';

/** Flags of a page. */
export const OGG_CONTINUED = 1;
/** The first page of a stream. */
export const OGG_FIRST = 2;
/** The last page of a stream. */
export const OGG_LAST = 4;

/** Segments that a page can list. */
export const MAX_SEGMENTS = 255;

/** A file with more spoilt pages is read no further: each costs a checksum, and a file may be made of nothing else. */
const MAX_SPOILT = 1000;

const HEADER_BYTES = 27;
const SEGMENT_BYTES = 255;
const CRC_TABLE = crcTable();

/** A page to write; the packets are whole. */
export type OggPage = {
  /** Tells the streams of a file apart, 32 bits. */
  readonly serial: number;
  /** 0, 1, 2, … in a stream. */
  readonly number: number;
  /** What the codec counts, at the end of the page's last packet; 0 on header pages. Up to 2^53. */
  readonly granule: number;
  readonly flags: number;
  readonly packets: readonly Uint8Array[];
};

/** A packet that was read. */
export type OggPacket = {
  readonly bytes: Uint8Array;
  /** The granule position of its page, if it is the last to end there; else null. */
  readonly granule: number | null;
  /** It ends on the page that says it is the last. */
  readonly isLast: boolean;
};

/** One stream of a file. */
export type OggStream = {
  readonly serial: number;
  readonly packets: readonly OggPacket[];
  /** Pages with a wrong CRC or cut off, and runs of pages that are missing. */
  readonly damaged: number;
  /**
   * The first and the last of its pages, counted over the whole file: streams lie beside one another, or one after
   * another.
   */
  readonly pages: { readonly first: number; readonly last: number };
};

/** What a reader puts up with. A file may be made of nothing but beginnings. */
export type OggLimits = {
  readonly streams: number;
  /** Of all streams together, as pages are. */
  readonly packets: number;
  readonly pages: number;
};

/** Segments that a packet takes: a length of 255 continues, so a packet of exactly 255 bytes takes two. */
export function segmentsOf(packet: Uint8Array): number {
  return Math.floor(packet.length / SEGMENT_BYTES) + 1;
}

/** The bytes of a page. Its packets take at most `MAX_SEGMENTS` segments together. */
export function writeOggPage({ serial, number, granule, flags, packets }: OggPage): Uint8Array {
  const segments = packets.reduce((sum, packet) => sum + segmentsOf(packet), 0);
  if (segments > MAX_SEGMENTS) throw new RangeError('the packets do not fit one Ogg page');
  const header = new Uint8Array(HEADER_BYTES + segments);
  header.set([0x4f, 0x67, 0x67, 0x53, 0, flags]);
  const view = new DataView(header.buffer);
  view.setUint32(6, granule % 2 ** 32, true);
  view.setUint32(10, Math.floor(granule / 2 ** 32), true);
  view.setUint32(14, serial, true);
  view.setUint32(18, number, true);
  view.setUint8(26, segments);
  let at = HEADER_BYTES;
  for (const packet of packets) {
    const last = at + segmentsOf(packet) - 1;
    header.fill(SEGMENT_BYTES, at, last);
    header[last] = packet.length % SEGMENT_BYTES;
    at = last + 1;
  }
  const page = joinBytes([header, ...packets]);
  new DataView(page.buffer).setUint32(22, oggCrc(page), true);
  return page;
}

/** The streams of a file in the order of their beginnings. Whatever is damaged or cut off is passed over. */
export function readOgg(bytes: Uint8Array): OggStream[] {
  return readOggWithin(bytes, { streams: Infinity, packets: Infinity, pages: Infinity }) ?? [];
}

/** The same; null as soon as there is more than the limits allow. */
export function readOggWithin(bytes: Uint8Array, limits: OggLimits): OggStream[] | null {
  const streams: StreamReader[] = [];
  const current = new Map<number, StreamReader>();
  let [pages, packets, spoilt] = [0, 0, 0];
  for (let at = nextCapture(bytes, 0); at !== -1 && spoilt < MAX_SPOILT;) {
    const page = readPage(bytes, at);
    if (page === null) {
      spoilt += 1;
      for (const stream of current.values()) stream.interrupt();
    } else {
      // A serial number may come again in the next of chained streams, where two files were put together.
      const known = (page.flags & OGG_FIRST) === 0 ? current.get(page.serial) : undefined;
      const stream = known ?? createStreamReader(page.serial);
      if (known === undefined) streams.push(stream);
      current.set(page.serial, stream);
      packets += stream.page(page, pages);
      pages += 1;
      if (streams.length > limits.streams || packets > limits.packets || pages > limits.pages) return null;
    }
    // In a spoilt page there may lie a good one: the search continues right behind its capture pattern.
    at = nextCapture(bytes, page?.end ?? at + 4);
  }
  return streams.map((stream) => stream.result());
}

/**
 * CRC-32 by the polynomial 0x04c11db7, nothing reflected, over the page with its CRC as zero. Source: RFC 3533 section
 * 6.
 */
export function oggCrc(page: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < page.length; index += 1) {
    const byte = index >= 22 && index < 26 ? 0 : (page[index] ?? 0);
    crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] ?? 0);
  }
  return crc >>> 0;
}

type ReadPage = {
  readonly serial: number;
  readonly number: number;
  readonly granule: number;
  readonly flags: number;
  /** `ends`: whether the packet is whole with this part. */
  readonly parts: readonly { readonly bytes: Uint8Array; readonly ends: boolean }[];
  readonly end: number;
};

type StreamReader = {
  /** Takes the page with that number in the file; how many packets ended. */
  page(page: ReadPage, place: number): number;
  interrupt(): void;
  result(): OggStream;
};

function createStreamReader(serial: number): StreamReader {
  const packets: OggPacket[] = [];
  let damaged = 0;
  let nextNumber = -1;
  let pages = { first: -1, last: -1 };
  /** The parts of a packet that continues; null while the beginning is unknown. */
  let open: Uint8Array[] | null = null;

  function take({ granule, flags, parts }: ReadPage): void {
    const isContinued = (flags & OGG_CONTINUED) !== 0;
    const lastEnd = parts.findLastIndex((part) => part.ends);
    for (const [index, part] of parts.entries()) {
      const isOrphan: boolean = index === 0 && isContinued && open === null;
      const bytes: Uint8Array[] = open ?? [];
      bytes.push(part.bytes);
      open = part.ends || isOrphan ? null : bytes;
      if (!part.ends || isOrphan) continue;
      const isEnd = index === lastEnd;
      packets.push({
        bytes: bytes.length === 1 ? part.bytes : joinBytes(bytes),
        granule: isEnd ? granule : null,
        isLast: isEnd && (flags & OGG_LAST) !== 0,
      });
    }
  }

  return {
    page(page, place) {
      const isGap = nextNumber !== -1 && page.number !== nextNumber;
      if (isGap) damaged += 1;
      nextNumber = page.number + 1;
      if (isGap || (page.flags & OGG_CONTINUED) === 0) open = null;
      pages = { first: pages.first === -1 ? place : pages.first, last: place };
      const before = packets.length;
      take(page);
      return packets.length - before;
    },
    interrupt() {
      damaged += 1;
      open = null;
    },
    result: () => ({ serial, packets, damaged, pages }),
  };
}

function nextCapture(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x4f, from); at !== -1; at = bytes.indexOf(0x4f, at + 1)) {
    if (bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53) return at;
  }
  return -1;
}

function readPage(bytes: Uint8Array, at: number): ReadPage | null {
  const segments = bytes[at + 26];
  // Version 0 is the only one (RFC 3533 section 6).
  if (segments === undefined || bytes[at + 4] !== 0) return null;
  const lengths = bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + segments);
  const start = at + HEADER_BYTES + segments;
  const end = start + lengths.reduce((sum, length) => sum + length, 0);
  if (lengths.length < segments || end > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER_BYTES);
  if (oggCrc(bytes.subarray(at, end)) !== view.getUint32(22, true)) return null;
  return {
    serial: view.getUint32(14, true),
    number: view.getUint32(18, true),
    granule: view.getUint32(6, true) + view.getInt32(10, true) * 2 ** 32,
    flags: bytes[at + 5] ?? 0,
    parts: readParts(bytes, start, lengths),
    end,
  };
}

function readParts(bytes: Uint8Array, start: number, lengths: Uint8Array): ReadPage['parts'] {
  const parts: { bytes: Uint8Array; ends: boolean }[] = [];
  let [from, to] = [start, start];
  for (const [index, length] of lengths.entries()) {
    to += length;
    const ends = length < SEGMENT_BYTES;
    if (!ends && index < lengths.length - 1) continue;
    parts.push({ bytes: bytes.subarray(from, to), ends });
    from = to;
  }
  return parts;
}

function crcTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
    return crc;
  });
}
