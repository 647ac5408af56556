/** The sound that an engine answers, as it comes, at the telephone's rate: WAV, or PCM without a header. Pure. */
import type { RateChanger } from '#media/codec/rate-changer.ts';
import { createRateChanger } from '#media/codec/rate-changer.ts';
import { SPOKEN_RATE } from '#domain/ports/speaker.ts';

/** The longest header that is read before there is sound; whatever is longer is none. Bytes. */
const MAX_HEADER = 4096;
/** Rates that are read. */
const MIN_RATE = 8000;
const MAX_RATE = 48_000;

/** `at`: where the sound begins. `bytes`: how much of it there is, at most. */
type Format = { readonly rate: number; readonly channels: number; readonly at: number; readonly bytes: number };
type Shape = Pick<Format, 'rate' | 'channels'>;

/** A length that a writer could not know. */
const OPEN_LENGTH = 0x7f_ff_f0_00;

/** Reads one answer, part by part. */
export type SoundStream = {
  /** The samples that are known by now, at {@link SPOKEN_RATE}, mono. Null: this is no sound that we can read. */
  take(bytes: Uint8Array): Int16Array | null;
  /** The samples that are left. */
  end(): Int16Array;
};

/** `rawRate`: that of PCM without a header, which is signed 16 bits, little-endian, mono. */
export function createSoundStream(rawRate: number): SoundStream {
  let rest: Uint8Array = new Uint8Array(0);
  let left = Infinity;
  let format: Format | null = null;
  let slower: RateChanger | null = null;

  const samplesOf = (bytes: Uint8Array, { channels }: Format): Int16Array => {
    const frame = 2 * channels;
    // After the sound there may be a list of titles.
    const count = Math.floor(Math.min(left, bytes.byteLength) / frame);
    left -= count * frame;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const samples = Int16Array.from({ length: count }, (_, at) => {
      let sum = 0;
      for (let channel = 0; channel < channels; channel += 1) sum += view.getInt16(at * frame + 2 * channel, true);
      return Math.round(sum / channels);
    });
    // Nothing that stands after the sound is kept.
    rest = left < frame ? new Uint8Array(0) : bytes.subarray(count * frame);
    return samples;
  };

  return {
    take(bytes) {
      const all = joined(rest, bytes);
      rest = all;
      if (format === null) {
        const found = readFormat(all, rawRate);
        if (found === 'none') return null;
        if (found === 'more') return all.byteLength > MAX_HEADER ? null : new Int16Array(0);
        format = found;
        slower = createRateChanger(format.rate, SPOKEN_RATE);
        left = format.bytes;
        rest = all.subarray(format.at);
      }
      return slower?.take(samplesOf(rest, format)) ?? new Int16Array(0);
    },
    end: () => slower?.end() ?? new Int16Array(0),
  };
}

/** `more`: the header is not whole. `none`: it is a file of something else. */
function readFormat(bytes: Uint8Array, rawRate: number): Format | 'more' | 'none' {
  if (bytes.byteLength < 12) return 'more';
  if (tagAt(bytes, 0) !== 'RIFF') return isRaw(bytes) ? { rate: rawRate, channels: 1, at: 0, bytes: Infinity } : 'none';
  if (tagAt(bytes, 8) !== 'WAVE') return 'none';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let shape: Shape | null = null;
  for (let at = 12; at + 8 <= bytes.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const tag = tagAt(bytes, at);
    if (tag === 'data') return shape === null ? 'none' : { ...shape, at: at + 8, bytes: lengthOf(size) };
    if (tag === 'fmt ') {
      if (at + 24 > bytes.byteLength) return 'more';
      shape = readShape(view, at + 8);
      if (shape === null) return 'none';
    }
    at += 8 + size + (size % 2);
  }
  return 'more';
}

/** A writer that streams leaves 0 or what is beyond all measure: then it is the rest. */
function lengthOf(size: number): number {
  return size === 0 || size >= OPEN_LENGTH ? Infinity : size;
}

/** Only PCM of 16 bits, mono or stereo. 1 is PCM, 0xfffe a longer header around it. */
function readShape(view: DataView, at: number): Shape | null {
  const codec = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const rate = view.getUint32(at + 4, true);
  const isPcm = (codec === 1 || codec === 0xfffe) && view.getUint16(at + 14, true) === 16;
  return isPcm && channels >= 1 && channels <= 2 && rate >= MIN_RATE && rate <= MAX_RATE ? { rate, channels } : null;
}

/** Not where it is a text, or a file of another kind: Ogg, MP3 with a tag, FLAC. */
function isRaw(bytes: Uint8Array): boolean {
  const isText = bytes.subarray(0, 12).every((byte) => (byte >= 32 && byte < 127) || byte === 10 || byte === 13);
  return !isText && !['OggS', 'fLaC'].includes(tagAt(bytes, 0)) && !tagAt(bytes, 0).startsWith('ID3');
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (before.byteLength === 0) return after;
  const all = new Uint8Array(before.byteLength + after.byteLength);
  all.set(before);
  all.set(after, before.byteLength);
  return all;
}
