/** Callers of the benchmarks: flite's voices, which are synthetic and clean. People on telephones are heard worse. */
import { resample } from '#media/codec/pcm.ts';
import { createFlite, SPEECH_RATE } from '#media/prompts/flite/flite.ts';

/** A part of ours -> flite's voice. */
export const VOICES = { user: 'slt', agent: 'rms', virtual_agent: 'awb' } as const;
export type VoiceOf = keyof typeof VOICES;

export const RATE = 16_000;

const flite = createFlite();
const known = new Map<string, Int16Array>();

/** What the voice says, at 16 kHz, without quiet before or after. Made once. */
export function spoken(voice: VoiceOf, text: string): Int16Array {
  const key = `${voice} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = resample(flite(voice, text), SPEECH_RATE, RATE);
  known.set(key, made);
  return made;
}
