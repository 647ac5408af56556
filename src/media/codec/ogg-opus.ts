/**
 * Opus in Ogg: recordings as they come from the network, and prompts.
 *
 * ```text
 *  page 0   "OpusHead" | 1 | channels | pre-skip 16 | input rate 32 | gain 16 | mapping 0
 *  page 1   "OpusTags" | length 32, vendor | count 32 | (length 32, "NAME=value") …
 *  page 2…  one Opus packet after another; granule: ticks of 48 kHz since the beginning, pre-skip included
 * ```
 *
 * Source: RFC 7845 sections 3 (packets), 4 (granule positions; 4.1: gaps), 5 (headers). Numbers are little-endian.
 */
import { joinBytes } from './bytes.ts';
import { MAX_SEGMENTS, OGG_FIRST, OGG_LAST, readOgg, segmentsOf, writeOggPage } from './ogg.ts';
import type { OggPacket, OggStream } from './ogg.ts';
import { concealingPackets, OPUS_CLOCK_RATE, readOpus } from './opus.ts';
import type { OpusPacket } from './opus.ts';
import { timestampDistance } from './sequence.ts';

/** How a file begins. */
export type OggOpusShape = {
  /** Any 32 bits; different for streams that may meet in one file. */
  readonly serial: number;
  /** Of the output: a decoder mixes whatever a packet has into these. */
  readonly channels: 1 | 2;
  /** Ticks of 48 kHz to drop at the beginning. Default 312, the delay of libopus. */
  readonly preSkip?: number;
  /** Comments, such as TITLE. Names are ASCII without "=". */
  readonly tags?: Readonly<Record<string, string>>;
  /** Sound on a page, which is what a crash or a cut file loses at most. Default 500. */
  readonly pageMilliseconds?: number;
};

/** Mutable. Each call gives the bytes to append to the file, often none. */
export type OggOpusWriter = {
  /** The two header pages, first of all. */
  start(): Uint8Array;
  /**
   * A packet, whose sound begins at `timestamp` (RTP's, 48 kHz; null: right after the last). Time before it that no
   * packet covered, lost or silent, is filled with frames that a decoder conceals. Left out: what comes too late, what
   * no decoder takes.
   */
  packet(bytes: Uint8Array, timestamp: number | null): Uint8Array;
  /** Lets `ticks` pass in silence by the recorder's own clock, as while a caller is on hold. */
  pause(ticks: number): Uint8Array;
  /** The last page. Nothing may follow. */
  end(): Uint8Array;
  /** Sound so far, in ticks of 48 kHz. */
  ticks(): number;
};

/** What was read. */
export type OggOpus = {
  readonly channels: number;
  readonly preSkip: number;
  /**
   * By how much to change the volume, in decibels: what the header asks for, -128 to 128 (section 5.1, "Output Gain").
   */
  readonly gain: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly packets: readonly Uint8Array[];
  /** Sound after the pre-skip, up to where the last page says it ends. */
  readonly ticks: number;
  /** The last page was there. False for a file that was cut or never finished. */
  readonly isComplete: boolean;
  /** Pages passed over because they were spoilt or missing. */
  readonly damaged: number;
};

/** Why bytes are no Opus file. `not_stereo`: more than two channels, or two that are coded apart (section 5.1.1). */
export type OggOpusFault = 'not_ogg' | 'not_opus' | 'not_stereo';

/** What reading found. */
export type OggOpusRead =
  | { readonly ok: true; readonly opus: OggOpus }
  | { readonly ok: false; readonly fault: OggOpusFault };

const DEFAULT_PRE_SKIP = 312;
const VENDOR = 'patchbay';
const NOTHING = new Uint8Array(0);

/** A longer silence is a sender's new clock and is not filled. Ten minutes cost 15 kB of a file. */
const MAX_GAP_TICKS = 600 * OPUS_CLOCK_RATE;

/** A packet from further back is no late one, but a sender's new clock, too. Ten seconds. */
const LATEST_TICKS = 10 * OPUS_CLOCK_RATE;

/** No frame is shorter, so what is less early than this is not late, and what is missing by less is not missing. */
const MIN_TICKS = 120;

/** Comments that are read; a file may be made of nothing else. */
const MAX_TAGS = 1000;

/** A writer with nothing written. */
export function createOggOpusWriter(shape: OggOpusShape): OggOpusWriter {
  const pages = createPager(shape.serial, ((shape.pageMilliseconds ?? 500) * OPUS_CLOCK_RATE) / 1000);
  let before: OpusPacket | null = null;
  /** Which timestamp the next packet has if nothing is lost; null until one is known. */
  let next: number | null = null;

  function append(packet: Uint8Array, ticks: number): Uint8Array {
    if (next !== null) next = (next + ticks) >>> 0;
    return pages.add(packet, ticks);
  }

  function fill(ticks: number): Uint8Array[] {
    return concealingPackets(ticks, before).map((packet) => append(packet, readOpus(packet)?.ticks ?? 0));
  }

  return {
    start: () => joinBytes([pages.header(writeHead(shape), OGG_FIRST), pages.header(writeTags(shape.tags ?? {}), 0)]),
    packet(bytes, timestamp) {
      const opus = readOpus(bytes);
      const gap = timestamp === null || next === null ? null : gapBetween(next, timestamp);
      const isLate = gap !== null && gap <= -MIN_TICKS;
      if (opus === null || isLate || segmentsOf(bytes) > MAX_SEGMENTS) return NOTHING;
      const filled = gap === null || gap < MIN_TICKS ? [] : fill(gap);
      // Less than a frame may remain unfilled; it stays in `next`, so that a drift is filled once it is long enough.
      if (gap === null && timestamp !== null) next = timestamp;
      before = opus;
      const appended = append(bytes, opus.ticks);
      return filled.length === 0 ? appended : joinBytes([...filled, appended]);
    },
    pause(ticks) {
      const filled = fill(ticks);
      // A sender's timestamps may have stood still meanwhile, or not: whichever it was, the next packet follows here.
      next = null;
      return joinBytes(filled);
    },
    end: () => pages.end(),
    ticks: () => pages.granule(),
  };
}

/** Ticks from where the written sound ends to a packet's; null where the sender's clock began anew. */
function gapBetween(end: number, timestamp: number): number | null {
  const ticks = timestampDistance(end, timestamp);
  return ticks > MAX_GAP_TICKS || ticks < -LATEST_TICKS ? null : ticks;
}

/** Reads a file, of chained streams the first. Any bytes are allowed; of a cut or spoilt one, what is whole. */
export function readOggOpus(bytes: Uint8Array): OggOpusRead {
  const streams = readOgg(bytes);
  const stream = streams.find(isOpusStream);
  if (stream === undefined) return { ok: false, fault: streams.length === 0 ? 'not_ogg' : 'not_opus' };
  return readOpusStream(stream);
}

/** Whether a stream says that it is Opus. */
export function isOpusStream({ packets }: OggStream): boolean {
  return isMagic(packets[0]?.bytes, 'OpusHead');
}

/** Reads a stream that says so. */
export function readOpusStream(stream: OggStream): OggOpusRead {
  const [head, ...rest] = stream.packets;
  // The four high bits of the version are the incompatible ones (RFC 7845 section 5.1).
  if (head === undefined || head.bytes.length < 19 || (head.bytes[8] ?? 0) > 15)
    return { ok: false, fault: 'not_opus' };
  const { channels, preSkip, gain, streams } = readHead(head.bytes);
  if (channels < 1 || channels > 2 || streams > 1) return { ok: false, fault: 'not_stereo' };
  const hasTags = isMagic(rest[0]?.bytes, 'OpusTags');
  const sound = rest.slice(hasTags ? 1 : 0).filter((packet) => readOpus(packet.bytes) !== null);
  const opus = {
    channels,
    preSkip,
    gain,
    tags: hasTags && rest[0] !== undefined ? readTags(rest[0].bytes) : {},
    packets: sound.map((packet) => packet.bytes),
    ticks: Math.max(0, ticksOf(sound) - preSkip),
    isComplete: sound.at(-1)?.isLast ?? false,
    damaged: stream.damaged,
  };
  return { ok: true, opus };
}

/** `streams`: how many are coded in each packet; only a mapping other than 0 tells, and has more than one. */
function readHead(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    channels: view.getUint8(9),
    preSkip: view.getUint16(10, true),
    gain: view.getInt16(16, true) / 256,
    streams: view.getUint8(18) === 0 ? 1 : (bytes[19] ?? 0),
  };
}

/** Collects packets into pages, and keeps one back, so that the last page is never without a packet. */
function createPager(serial: number, ticksOnPage: number) {
  let number = 0;
  let granule = 0;
  let pending: Uint8Array[] = [];
  let segments = 0;
  let ticks = 0;

  function page(flags: number, packets: readonly Uint8Array[], at: number): Uint8Array {
    number += 1;
    return writeOggPage({ serial, number: number - 1, granule: at, flags, packets });
  }

  function flush(flags: number): Uint8Array {
    if (pending.length === 0) return NOTHING;
    const packets = pending;
    [pending, segments, ticks] = [[], 0, 0];
    return page(flags, packets, granule);
  }

  return {
    header: (packet: Uint8Array, flags: number): Uint8Array => page(flags, [packet], 0),
    add(packet: Uint8Array, packetTicks: number): Uint8Array {
      const isFull = ticks >= ticksOnPage || segments + segmentsOf(packet) > MAX_SEGMENTS;
      const flushed = isFull ? flush(0) : NOTHING;
      pending.push(packet);
      segments += segmentsOf(packet);
      ticks += packetTicks;
      granule += packetTicks;
      return flushed;
    },
    end: (): Uint8Array => flush(OGG_LAST),
    granule: () => granule,
  };
}

/**
 * From the beginning, which a cropped stream counts from above zero (RFC 7845 section 4.5), to where the last page
 * ends.
 */
function ticksOf(packets: readonly OggPacket[]): number {
  let beginning: number | null = null;
  let end = 0;
  for (const { bytes, granule, isLast } of packets) {
    end += readOpus(bytes)?.ticks ?? 0;
    // -1 says that no packet ends on the page.
    if (granule === null || granule < 0) continue;
    beginning ??= isLast ? 0 : Math.max(0, granule - end);
    end = granule;
  }
  return end - (beginning ?? 0);
}

function writeHead({ channels, preSkip = DEFAULT_PRE_SKIP }: OggOpusShape): Uint8Array {
  const head = joinBytes([ascii('OpusHead'), new Uint8Array(11)]);
  const view = new DataView(head.buffer);
  view.setUint8(8, 1);
  view.setUint8(9, channels);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, OPUS_CLOCK_RATE, true);
  return head;
}

function writeTags(tags: Readonly<Record<string, string>>): Uint8Array {
  const comments = Object.entries(tags).map(([name, value]) => counted(`${name}=${value}`));
  return joinBytes([ascii('OpusTags'), counted(VENDOR), littleEndian(comments.length), ...comments]);
}

function readTags(bytes: Uint8Array): Record<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tags: [string, string][] = [];
  let at = 8;
  const next = (): string | null => {
    const length = at + 4 > view.byteLength ? Infinity : view.getUint32(at, true);
    if (length > view.byteLength - at - 4) return null;
    at += 4 + length;
    return new TextDecoder().decode(bytes.subarray(at - length, at));
  };
  // The vendor, then the count, which is not believed: what is there is read.
  if (next() === null) return {};
  at += 4;
  for (let comment = next(); comment !== null && tags.length < MAX_TAGS; comment = next()) {
    const [name = '', ...value] = comment.split('=');
    tags.push([name, value.join('=')]);
  }
  return Object.fromEntries(tags);
}

function isMagic(bytes: Uint8Array | undefined, magic: string): boolean {
  return bytes !== undefined && ascii(magic).every((byte, index) => byte === bytes[index]);
}

function counted(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return joinBytes([littleEndian(bytes.length), bytes]);
}

function littleEndian(number: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number, true);
  return bytes;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
