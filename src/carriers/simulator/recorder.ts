/** The simulator's recordings: a dialogue becomes real sound in a file. */
import type { Line } from './dialogue-scripts.ts';
import type { Recording, Speech, SpeechRefusal } from './speech.ts';
import type { TrackOptions } from './track.ts';

/** Where the file goes, and how the turns lie in time. */
type RenderOptions = TrackOptions & { readonly path: string };

/** The recording; or, as values, that too many wait already or that the recorder was closed. */
type Rendered = ({ readonly ok: true } & Recording) | { readonly ok: false; readonly refusal: SpeechRefusal };

export type Recorder = {
  /**
   * Speaks the turns into a stereo PCM16 WAV of 8000 frames a second: left our side, right the caller. The file appears
   * under `path` whole or not at all. Equal turns give equal bytes. Rejects with a `SpeechError`, a full disk included.
   */
  renderRecording(turns: readonly Line[], options: RenderOptions): Promise<Rendered>;
};

/** A recorder on the given speech, whose owner closes it. */
export function createRecorder({ speech }: { readonly speech: Speech }): Recorder {
  return {
    async renderRecording(turns, { path, ...track }) {
      const answer = await speech.run({ kind: 'record', turns, path, track });
      return answer.ok ? { ok: true, ...answer.value } : answer;
    },
  };
}
