/**
 * How the files of a recording that is not finished are named: they alone say where their sound belongs, and how it is
 * encoded.
 */
import type { VoiceCodec } from '../codec/voice-codec.ts';

/** Which channel of the recording: left is our side, right the caller's. */
export const SIDES = ['left', 'right'] as const;
export type Side = (typeof SIDES)[number];

/** `offset`: milliseconds from the recording's beginning to the file's first sound. */
export type TrackName = { readonly side: Side; readonly offset: number; readonly codec: VoiceCodec };

/** Opus lies in Ogg; a telephone's sound lies as it came, 8000 bytes a second. */
const ENDINGS = { opus: 'ogg', pcmu: 'pcmu', pcma: 'pcma', g722: 'g722' } as const satisfies Record<VoiceCodec, string>;
const CODECS: Readonly<Record<string, VoiceCodec>> = { ogg: 'opus', pcmu: 'pcmu', pcma: 'pcma', g722: 'g722' };

/** Beside the recording `path`, the directory of what is recorded so far. */
export function tracksOf(path: string): string {
  return `${path}.tracks`;
}

/** `left-0000012340.ogg`. */
export function writeTrackName({ side, offset, codec }: TrackName): string {
  return `${side}-${String(offset).padStart(10, '0')}.${ENDINGS[codec]}`;
}

/** Null for a file that is none of ours. */
export function readTrackName(name: string): TrackName | null {
  const found = /^(?:\d-)?(left|right)-(\d{10})\.(\w+)$/u.exec(name);
  const side = SIDES.find((known) => known === found?.[1]);
  const codec = CODECS[found?.[3] ?? ''];
  return side === undefined || codec === undefined ? null : { side, offset: Number(found?.[2]), codec };
}
