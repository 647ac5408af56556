/** What the media of one call is made of. */
import type { Call } from '#domain/call/call.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Media } from '../media-server.ts';
import type { AgentVoices } from './agent-voices.ts';
import type { CallRecordings } from './call-recordings.ts';
import type { NearEndParts } from './near-ends.ts';
import type { Playlists } from './playlist.ts';
import type { MediaWorld, Prompts } from './ports.ts';

/** Its parts; all but the call's own are shared by all lines. */
export type LineParts = NearEndParts & {
  readonly media: Media;
  readonly clock: Clock;
  readonly prompts: Prompts;
  readonly world: MediaWorld;
  readonly playlists: Playlists;
  readonly recordings: CallRecordings;
  readonly voices: AgentVoices;
  /** The caller was told that no one is there, and is let go. */
  release(callId: number): void;
  /** Those whom the caller talks with cannot be heard any more, or can again. */
  moved(call: Call): void;
};
