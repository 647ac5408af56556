/** One end as a worker holds it: a browser, a telephone, a file or a seat in a room. */
import type { LegStats } from '../../media-server.ts';
import type { AudioSink } from './audio-sink.ts';
import type { AudioSource } from './audio-source.ts';

/** Mutable. */
export type Leg = {
  readonly legId: string;
  readonly audioSink: AudioSink;
  readonly audioSource: AudioSource;
  /** Whether keys that are pressed for it arrive: the far end must have agreed to them (RFC 4733 section 2.4.1). */
  takesKeys(): boolean;
  stats(): LegStats;
  close(): void;
};
