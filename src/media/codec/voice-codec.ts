/** The codecs in which voices come and go. A table: what RTP and SDP must know of each. */

/** A codec as RTP has it. */
type CodecRow = {
  /** Ticks of its RTP timestamps in a second. */
  readonly clockRate: number;
  /** What `a=rtpmap` says after the payload type. */
  readonly mapping: string;
  /** The payload type that we offer it with: its static one, where it has one. Source: RFC 3551 section 6. */
  readonly payloadType: number;
  /** A byte that is an eighth of a millisecond of silence; null where sound has no bytes of its own. */
  readonly silence: number | null;
};

/** By their names, the most wanted first. */
export const VOICE_CODECS = {
  opus: { clockRate: 48_000, mapping: 'opus/48000/2', payloadType: 96, silence: null },
  // Zero, by ITU-T G.711 tables 1a and 2a.
  pcmu: { clockRate: 8000, mapping: 'PCMU/8000', payloadType: 0, silence: 0xff },
  pcma: { clockRate: 8000, mapping: 'PCMA/8000', payloadType: 8, silence: 0xd5 },
  // It has 16,000 samples a second, and RTP counts half of them (RFC 3551 section 4.5.2). The smallest of differences.
  g722: { clockRate: 8000, mapping: 'G722/8000', payloadType: 9, silence: 0xff },
} as const satisfies Readonly<Record<string, CodecRow>>;

/** The name of one. */
export type VoiceCodec = keyof typeof VOICE_CODECS;

/** Whether the word, in lower case as `readMedia` has it, names one of them at that clock rate. */
export function isVoiceCodec(name: string, clockRate: number): name is VoiceCodec {
  return Object.entries(VOICE_CODECS).some(([known, row]) => known === name && row.clockRate === clockRate);
}
