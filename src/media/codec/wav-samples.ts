/**
 * How samples lie in a WAV file, read into signed 16 bits: what telephone systems and studios export.
 *
 * ```text
 *  codec  bytes  a sample                                          codec: "fmt " chunk, little-endian throughout
 *    1      1    0 to 255, 128 is silence
 *    1    2 3 4  signed; of more than 16 bits the highest are kept
 *    3     4 8   IEEE 754, 1.0 is full scale
 *    6      1    A-law   (ITU-T G.711)
 *    7      1    µ-law
 * ```
 *
 * Source: mmreg.h, WAVE_FORMAT_PCM, _IEEE_FLOAT, _ALAW, _MULAW; samples of odd width stand in whole bytes, to the left.
 */
import { decodeG711 } from './g711.ts';

/** Reads the sample that begins at a byte. */
type ReadSample = (sound: DataView, at: number) => number;

const FULL = 32_768;

const ALAW = tableOf('a');
const MULAW = tableOf('mu');

/** By codec and bytes of a sample. */
const READERS: Readonly<Record<string, ReadSample>> = {
  '1/1': (sound, at) => (sound.getUint8(at) - 128) << 8,
  '1/2': (sound, at) => sound.getInt16(at, true),
  '1/3': (sound, at) => sound.getInt16(at + 1, true),
  '1/4': (sound, at) => sound.getInt16(at + 2, true),
  '3/4': (sound, at) => fromFloat(sound.getFloat32(at, true)),
  '3/8': (sound, at) => fromFloat(sound.getFloat64(at, true)),
  '6/1': (sound, at) => ALAW[sound.getUint8(at)] ?? 0,
  '7/1': (sound, at) => MULAW[sound.getUint8(at)] ?? 0,
};

/** The reader for a codec and this many bytes a sample; null for one that we do not know. */
export function sampleReader(codec: number, bytesPerSample: number): ReadSample | null {
  return READERS[`${codec}/${bytesPerSample}`] ?? null;
}

/** What is too loud is cut off; what is no number is silence. */
function fromFloat(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-FULL, Math.min(FULL - 1, Math.round(value * FULL)));
}

function tableOf(law: 'a' | 'mu'): Int16Array {
  return decodeG711(
    law,
    Uint8Array.from({ length: 256 }, (_, code) => code),
  );
}
