/** What the voice agent hears and says, as the test has it: no sound is needed. */
import type { Transcribers } from '#app/open-transcribers.ts';
import type { LiveHeard, LiveTranscriber } from '#domain/ports/live-transcriber.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import { preciseNow } from '#media/audio-packet.ts';

/** Speech in and out for the one talk of a test. */
export function createScriptedVoice() {
  let on: (heard: LiveHeard) => void = () => undefined;
  let words = '';
  let isListening = false;
  const spoken: string[] = [];
  const wordsAt = (text: string) => ({ text, confidence: 0.9, startMs: 0, endMs: 0, words: [] });
  const live = (): LiveTranscriber => ({
    name: 'scripted',
    knows: (lang) => lang === 'en',
    listen(_options, hear) {
      [on, isListening] = [hear, true];
      return {
        hear: () => undefined,
        expect: () => undefined,
        finish: () => on({ type: 'final', ...wordsAt(words) }),
        end: async () => void (isListening = false),
      };
    },
  });
  const transcribers: Transcribers = { of: () => null, live, listener: live };
  const speaker: Speaker = {
    name: 'scripted',
    async *speak(text) {
      spoken.push(text);
      yield new Int16Array(800);
    },
    warm: () => undefined,
    close: async () => undefined,
  };
  return {
    transcribers,
    speaker,
    isListening: () => isListening,
    /** What the agent has said, sentence by sentence. */
    spoken,
    /** The caller says this, and is silent. */
    say(text: string): void {
      words = text;
      on({ type: 'speech', atMs: preciseNow(), isSpeaking: true });
      on({ type: 'partial', ...wordsAt(text) });
      on({ type: 'speech', atMs: preciseNow(), isSpeaking: false });
    },
    /** The engine is gone. */
    lose: (): void => on({ type: 'lost', reason: 'died' }),
  };
}
