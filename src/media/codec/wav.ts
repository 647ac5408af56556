/**
 * WAV files, mono and stereo: PCM16 written, which is what a recording is stored as; read also what others write.
 *
 * ```text
 *  byte  0         4         8        12
 *        +---------+---------+---------+
 *        | "RIFF"  | size    | "WAVE"  |   size: of all that follows it, so file length - 8
 *  12    +---------+---------+---------+----+----+
 *        | "fmt "  | 16      | fmt 1   | ch | ...     fmt: 1 is PCM; ch: channels, 16 bits each
 *  24    +---------+---------+----+----+----+
 *        | rate    | bytes/s | align   | bits |       rate: frames a second; align: bytes a frame; bits: 16
 *  36    +---------+---------+---------+------+
 *        | "data"  | size    | left[0] right[0] left[1] right[1] …   signed 16 bits, interleaved
 *        +---------+---------+------------------
 * ```
 *
 * Numbers are little-endian. Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0",
 * section "Waveform Audio File Format"; WAVE_FORMAT_EXTENSIBLE from mmreg.h.
 */
import { sampleReader } from './wav-samples.ts';

/** Sound as numbers: one array for each channel (0 is left), all of one length, -32768 to 32767. */
export type Wav = {
  /** Frames a second, such as 8000. */
  readonly sampleRate: number;
  readonly channels: readonly Int16Array[];
};

/** Why bytes are not a WAV file that we can read. */
export type WavFault =
  | 'not_riff_wave'
  | 'no_format'
  | 'codec_unknown'
  | 'not_mono_or_stereo'
  | 'no_sample_rate'
  | 'no_data';

/** What decoding found. `truncated`: the file promised more sound than it holds; what is there was read. */
export type WavDecoded =
  | { readonly ok: true; readonly wav: Wav; readonly truncated: boolean }
  | { readonly ok: false; readonly fault: WavFault };

/** Bytes before the first sample in a file that we write. */
export const WAV_HEADER_BYTES = 44;

/**
 * `RF64` and `BW64` (EBU Tech 3306, ITU-R BS.2088) have lengths of 64 bits elsewhere: what they leave here reads to the
 * end.
 */
const CONTAINERS: readonly string[] = ['RIFF', 'RF64', 'BW64'];

/** The only codec that is written. */
const PCM = 1;
const EXTENSIBLE = 0xfffe;
const BYTES_PER_SAMPLE = 2;
const MAX_CHANNELS = 2;

/** Writes the header and the interleaved samples. The channels have one length; one or two of them. */
export function encodeWav({ sampleRate, channels }: Wav): Uint8Array {
  const frames = channels[0]?.length ?? 0;
  const align = channels.length * BYTES_PER_SAMPLE;
  const bytes = new Uint8Array(WAV_HEADER_BYTES + frames * align);
  writeHeader(new DataView(bytes.buffer), { sampleRate, channels: channels.length, dataBytes: frames * align });
  interleave(channels, new DataView(bytes.buffer, WAV_HEADER_BYTES));
  return bytes;
}

/**
 * Reads a WAV file of PCM, float, A-law or µ-law. Any bytes are allowed: what is none comes back as a fault, never as a
 * throw. A writer that could not go back to the header, as into a pipe, leaves lengths of 0 or 2^32 - 1: then the sound
 * is the rest of the file.
 */
export function decodeWav(bytes: Uint8Array): WavDecoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!CONTAINERS.includes(tagAt(view, 0)) || tagAt(view, 8) !== 'WAVE') return { ok: false, fault: 'not_riff_wave' };
  const chunks = readChunks(view);
  const format = readFormat(view, chunks.get('fmt '));
  if (typeof format === 'string') return { ok: false, fault: format };
  const data = chunks.get('data');
  if (data === undefined) return { ok: false, fault: 'no_data' };
  const sound = new DataView(bytes.buffer, bytes.byteOffset + data.at, data.present);
  const wav = { sampleRate: format.sampleRate, channels: deinterleave(sound, format) };
  return { ok: true, wav, truncated: data.present < data.promised };
}

type Shape = { readonly sampleRate: number; readonly channels: number };

/** `width`: bytes of one sample of one channel. */
type Format = Shape & { readonly width: number; readonly read: (sound: DataView, at: number) => number };

function writeHeader(
  view: DataView,
  { sampleRate, channels, dataBytes }: Shape & { readonly dataBytes: number },
): void {
  const align = channels * BYTES_PER_SAMPLE;
  writeTag(view, 0, 'RIFF');
  view.setUint32(4, WAV_HEADER_BYTES - 8 + dataBytes, true);
  writeTag(view, 8, 'WAVE');
  writeTag(view, 12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * align, true);
  view.setUint16(32, align, true);
  view.setUint16(34, BYTES_PER_SAMPLE * 8, true);
  writeTag(view, 36, 'data');
  view.setUint32(40, dataBytes, true);
}

function interleave(channels: readonly Int16Array[], into: DataView): void {
  const align = channels.length * BYTES_PER_SAMPLE;
  for (const [side, samples] of channels.entries()) {
    for (let frame = 0; frame < samples.length; frame += 1) {
      into.setInt16(frame * align + side * BYTES_PER_SAMPLE, samples[frame] ?? 0, true);
    }
  }
}

function deinterleave(sound: DataView, { channels, width, read }: Format): Int16Array[] {
  const align = channels * width;
  const frames = Math.floor(sound.byteLength / align);
  return Array.from({ length: channels }, (_, side) => {
    const samples = new Int16Array(frames);
    for (let frame = 0; frame < frames; frame += 1) samples[frame] = read(sound, frame * align + side * width);
    return samples;
  });
}

/**
 * `at`: where the chunk's content starts; `promised`: its length by the header; `present`: what the file really holds.
 */
type Chunk = { readonly at: number; readonly promised: number; readonly present: number };

/** The chunks by tag, the first of each. They are padded to even lengths; a list may stand between format and data. */
function readChunks(view: DataView): ReadonlyMap<string, Chunk> {
  const chunks = new Map<string, Chunk>();
  for (let at = 12; at + 8 <= view.byteLength;) {
    const tag = tagAt(view, at);
    const promised = promisedAt(view, at, tag);
    const present = Math.min(promised, view.byteLength - at - 8);
    if (!chunks.has(tag)) chunks.set(tag, { at: at + 8, promised, present });
    at += 8 + promised + (promised % 2);
  }
  return chunks;
}

/** A length of nothing before something that is no chunk was never filled in. */
function promisedAt(view: DataView, at: number, tag: string): number {
  const written = view.getUint32(at + 4, true);
  const rest = view.byteLength - at - 8;
  if (tag !== 'data' || written > 0) return written;
  return isChunk(view, at + 8) ? 0 : rest;
}

/** Whether a chunk that the file holds whole begins there: four printable letters, and a length that fits. */
function isChunk(view: DataView, at: number): boolean {
  return (
    /^[\x20-\x7e]{4}$/.test(tagAt(view, at)) &&
    at + 8 <= view.byteLength &&
    view.getUint32(at + 4, true) <= view.byteLength - at - 8
  );
}

function readFormat(view: DataView, chunk: Chunk | undefined): Format | WavFault {
  if (chunk === undefined || chunk.present < 16) return 'no_format';
  const channels = view.getUint16(chunk.at + 2, true);
  const sampleRate = view.getUint32(chunk.at + 4, true);
  if (channels < 1 || channels > MAX_CHANNELS) return 'not_mono_or_stereo';
  // 20 bits stand in three bytes, or in four: the bytes of a frame tell, unless they cannot be.
  const align = view.getUint16(chunk.at + 12, true);
  const least = Math.ceil(view.getUint16(chunk.at + 14, true) / 8);
  const width = align % channels === 0 && align / channels >= least ? align / channels : least;
  const read = sampleReader(codecOf(view, chunk), width);
  if (read === null) return 'codec_unknown';
  if (sampleRate === 0) return 'no_sample_rate';
  return { sampleRate, channels, width, read };
}

/** An extensible header keeps the codec in the first two bytes of its sub-format, 24 bytes in. */
function codecOf(view: DataView, chunk: Chunk): number {
  const codec = view.getUint16(chunk.at, true);
  return codec === EXTENSIBLE && chunk.present >= 26 ? view.getUint16(chunk.at + 24, true) : codec;
}

function tagAt(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return '';
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

function writeTag(view: DataView, at: number, tag: string): void {
  for (let index = 0; index < 4; index += 1) view.setUint8(at + index, tag.charCodeAt(index));
}
