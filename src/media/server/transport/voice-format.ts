/** What a browser and we agreed to say to each other in. */
export type VoiceFormat = {
  /** The payload type of Opus. */
  readonly opus: number;
  /** The payload types of pressed keys, the preferred first; none if the browser has no telephone events. */
  readonly keys: readonly { readonly payloadType: number; readonly clockRate: number }[];
};
