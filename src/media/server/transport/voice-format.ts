import type { VoiceCodec } from '../../codec/voice-codec.ts';

/** What a far end and we agreed to say to each other in. */
export type VoiceFormat = {
  /**
   * The codecs with their payload types, the preferred first; one at least. Both sides may use any of them at any time.
   */
  readonly codecs: readonly { readonly codec: VoiceCodec; readonly payloadType: number }[];
  /** The payload types of pressed keys, the preferred first; none if the far end has no telephone events. */
  readonly keys: readonly { readonly payloadType: number; readonly clockRate: number }[];
};
