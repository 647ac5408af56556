/** A transcriber of streams that tells what becomes of them. */
import type { LiveLoss, LiveTranscriber } from '#domain/ports/live-transcriber.ts';

/** `opened`: it is heard. `refused`: there was no room for it. The others: it was lost before its end. */
export type StreamOutcome = 'opened' | 'refused' | LiveLoss;

/** The same, which tells each stream once when it is asked for, and again when it is lost. */
export function toldStreams(live: LiveTranscriber, told: (outcome: StreamOutcome) => void): LiveTranscriber {
  return {
    ...live,
    listen(options, on) {
      const stream = live.listen(options, (heard) => {
        if (heard.type === 'lost') told(heard.reason);
        on(heard);
      });
      told(stream === null ? 'refused' : 'opened');
      return stream;
    },
  };
}
