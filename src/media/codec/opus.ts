/**
 * What an Opus packet says of itself without being decoded: its first byte, the table of contents, and its frames'
 * lengths.
 *
 * ```text
 *   0 1 2 3 4 5 6 7
 *  +-+-+-+-+-+-+-+-+   config: mode, bandwidth and frame length (table below); s: stereo
 *  | config  |s| c |   c: 0 one frame, 1 two of equal length, 2 two, 3 any number, by a byte
 *  +-+-+-+-+-+-+-+-+
 *                  |v|p|     M     |   only after c = 3: v lengths differ; p padding; M frames, 1 to 48
 *                  +-+-+-+-+-+-+-+-+
 * ```
 *
 * Source: RFC 6716 sections 3.1 (table of contents), 3.2 (frame packing), 3.4 (what makes a packet malformed: R1 to
 * R7).
 */

/** Ticks of all Opus times in a second, whatever the sound's bandwidth. Source: RFC 7587 section 4.1. */
export const OPUS_CLOCK_RATE = 48_000;

/** How the sound is coded: speech at low rates, both, or music and short delays. */
export type OpusMode = 'silk' | 'hybrid' | 'celt';

/** A packet as its sender framed it. */
export type OpusPacket = {
  /** 0 to 31. */
  readonly config: number;
  readonly mode: OpusMode;
  readonly isStereo: boolean;
  /** Of one frame: 120 (2.5 ms) to 2880 (60 ms). */
  readonly frameTicks: number;
  /** Bytes of each frame; 0 stands for one not sent, which the decoder conceals. */
  readonly frameBytes: readonly number[];
  /** Of the whole packet, at most 5760 (120 ms). */
  readonly ticks: number;
};

/** "Up to 120 ms": RFC 6716 section 3.2.5, R5. */
export const MAX_OPUS_TICKS = 5760;

const SILK_TICKS = [480, 960, 1920, 2880] as const;
const HYBRID_TICKS = [480, 960] as const;
const CELT_TICKS = [120, 240, 480, 960] as const;

/** Source: RFC 6716 section 3.4, R2. */
const MAX_FRAME_BYTES = 1275;

/** Takes a packet's framing apart. Any bytes are allowed; null for those that no decoder takes. */
export function readOpus(packet: Uint8Array): OpusPacket | null {
  const [first] = packet;
  // R1: at least the table of contents.
  if (first === undefined) return null;
  const config = first >>> 3;
  const frames = readFrames(packet, first & 3);
  const frameBytes = frames?.bytes ?? null;
  const frameTicks = ticksOf(config);
  if (frameBytes === null || frameBytes.length * frameTicks > MAX_OPUS_TICKS) return null;
  if (frameBytes.some((bytes) => bytes > MAX_FRAME_BYTES)) return null;
  const ticks = frameBytes.length * frameTicks;
  return { config, mode: modeOf(config), isStereo: (first & 4) !== 0, frameTicks, frameBytes, ticks };
}

/**
 * The same sound in packets of one frame each, at most 60 ms and 1276 bytes long: some decoders take no longer ones. No
 * packets for what is malformed.
 */
export function splitOpus(packet: Uint8Array): Uint8Array[] {
  const read = readOpus(packet);
  const frames = readFrames(packet, (packet[0] ?? 0) & 3);
  if (read === null || frames === null) return [];
  let at = frames.at;
  return frames.bytes.map((length) => {
    const single = new Uint8Array(1 + length);
    single[0] = (packet[0] ?? 0) & 0xfc;
    single.set(packet.subarray(at, at + length), 1);
    at += length;
    return single;
  });
}

/**
 * Packets with frames of no bytes for what was lost or never sent, as RFC 7845 section 4.1 asks of anyone who records:
 * in the mode and frame length of the packet `before` as long as they fit, then shorter frames, and CELT's only at the
 * end. They fill `ticks` up to the last 2.5 ms, for no Opus frame is shorter. `before` null: 20 ms of CELT, mono.
 */
export function concealingPackets(ticks: number, before: OpusPacket | null): Uint8Array[] {
  const { config, isStereo } = before ?? { config: 31, isStereo: false };
  const packets: Uint8Array[] = [];
  let left = ticks;
  for (const candidate of configsToConceal(config)) {
    const frameTicks = ticksOf(candidate);
    const most = Math.floor(MAX_OPUS_TICKS / frameTicks);
    for (let frames = Math.floor(left / frameTicks); frames > 0; frames -= most) {
      packets.push(emptyPacket(candidate, isStereo, Math.min(frames, most)));
    }
    left %= frameTicks;
  }
  return packets;
}

function modeOf(config: number): OpusMode {
  if (config < 12) return 'silk';
  return config < 16 ? 'hybrid' : 'celt';
}

/** Source: RFC 6716 section 3.1, table 2. */
function ticksOf(config: number): number {
  if (config < 12) return SILK_TICKS[config & 3] ?? 0;
  if (config < 16) return HYBRID_TICKS[config & 1] ?? 0;
  return CELT_TICKS[config & 3] ?? 0;
}

/** The config itself, those of its mode with shorter frames, then CELT's 5 and 2.5 ms of its bandwidth. */
function configsToConceal(config: number): number[] {
  const lengths = modeOf(config) === 'hybrid' ? 2 : 4;
  const shortest = config - (config % lengths);
  const own = Array.from({ length: config - shortest + 1 }, (_, index) => config - index);
  // CELT begins at 16 with narrow band; medium band, which it lacks, becomes wide (RFC 7845 section 4.1).
  const celt = { silk: [16, 20, 20], hybrid: [24, 28], celt: [] }[modeOf(config)];
  const band = modeOf(config) === 'silk' ? config >>> 2 : (config - 12) >>> 1;
  const wide = celt[band];
  return wide === undefined ? own : [...own, wide + 1, wide];
}

function emptyPacket(config: number, isStereo: boolean, frames: number): Uint8Array {
  const first = (config << 3) | (isStereo ? 4 : 0);
  return frames === 1 ? Uint8Array.of(first) : Uint8Array.of(first | 3, frames);
}

/** Where the first frame begins, and the length of each; they lie one behind the other. */
type Frames = { readonly at: number; readonly bytes: readonly number[] };

function readFrames(packet: Uint8Array, code: number): Frames | null {
  const body = packet.length - 1;
  if (code === 0) return { at: 1, bytes: [body] };
  // R3: two frames of equal length leave no odd byte.
  if (code === 1) return body % 2 === 0 ? { at: 1, bytes: [body / 2, body / 2] } : null;
  if (code === 2) return readLengths(packet, 1, 2, packet.length);
  return readManyFrames(packet);
}

function readManyFrames(packet: Uint8Array): Frames | null {
  const [, counts] = packet;
  const frames = (counts ?? 0) & 0x3f;
  if (counts === undefined || frames === 0) return null;
  let at = 2;
  let padding = 0;
  // Each 255 stands for 254 bytes of padding and one more length byte (section 3.2.5).
  for (let hasMore = (counts & 0x40) !== 0; hasMore; at += 1) {
    const length = packet[at];
    if (length === undefined) return null;
    padding += length === 255 ? 254 : length;
    hasMore = length === 255;
  }
  const end = packet.length - padding;
  if (end < at) return null;
  if ((counts & 0x80) !== 0) return readLengths(packet, at, frames, end);
  // R6: equal frames leave no rest.
  return (end - at) % frames === 0 ? { at, bytes: Array.from({ length: frames }, () => (end - at) / frames) } : null;
}

/**
 * All lengths but the last are written, in one byte, or two from 252 on (section 3.2.1); the last frame is the rest.
 */
function readLengths(packet: Uint8Array, start: number, frames: number, end: number): Frames | null {
  const lengths: number[] = [];
  let at = start;
  let sum = 0;
  for (let frame = 1; frame < frames; frame += 1) {
    const first = packet[at] ?? 0;
    const length = first < 252 ? first : first + 4 * (packet[at + 1] ?? 0);
    at += first < 252 ? 1 : 2;
    sum += length;
    lengths.push(length);
  }
  return at + sum > end ? null : { at, bytes: [...lengths, end - at - sum] };
}
