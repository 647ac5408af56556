/** The engine that is always there: the recognizer of the speech process. English only, and a draft. */
import type { Heard } from '#domain/call/heard.ts';
import type { Transcriber } from '#domain/ports/transcriber.ts';
import type { SpeechChild } from './speech-child.ts';

/** Its name in transcripts. */
export const EMBEDDED = 'embedded';

/** Whether the language, such as `en` or `en-GB`, is the one it understands. */
export function isEnglish(lang: string): boolean {
  return /^en\b/i.test(lang);
}

/** Makes it. `speech` is closed by the one who made it. */
export function createEmbeddedTranscriber(speech: SpeechChild): Transcriber {
  return {
    name: EMBEDDED,
    knows: isEnglish,
    async transcribe({ path, vocabulary }) {
      const heard: Heard[] = [];
      await speech.ask({ verb: 'hear', path, vocabulary }, (answer) => {
        if (answer.type === 'heard' && answer.heard.words.length > 0) heard.push(answer.heard);
      });
      return { engine: EMBEDDED, heard: heard.toSorted((a, b) => a.startSeconds - b.startSeconds) };
    },
    close: async () => speech.close(),
  };
}
