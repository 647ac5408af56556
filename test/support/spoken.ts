import { writeFile } from 'node:fs/promises';
import { createOpusEncoder } from '#media/codec/opus-codec.ts';
import { createFlite, SPEECH_RATE } from '#media/prompts/flite/flite.ts';
import { resample } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';

/** What is said on one side of a recording, from the second on. */
export type Spoken = { readonly side: 'left' | 'right'; readonly at: number; readonly text: string };

const RATE = 16_000;

/** Writes a recording in which that is said, by a voice for each side, and nothing else; `seconds` long. */
export async function writeSpoken(path: string, seconds: number, lines: readonly Spoken[]): Promise<void> {
  const say = createFlite();
  const sides = { left: new Int16Array(seconds * RATE), right: new Int16Array(seconds * RATE) };
  for (const { side, at, text } of lines)
    sides[side].set(resample(say(side === 'left' ? 'agent' : 'virtual_agent', text), SPEECH_RATE, RATE), at * RATE);
  await writeFile(path, encodeWav({ sampleRate: RATE, channels: [sides.left, sides.right] }));
}

/** What a page's microphone sends: packets of a spoken text, and of half a minute of quiet after it. */
export function createSpeech(): (text: string) => readonly Uint8Array[] {
  const [say, encoder] = [createFlite(), createOpusEncoder(RATE, 'speech', 24_000)];
  const frame = RATE / 50;
  const quiet = encoder.encode(new Int16Array(frame));
  return (text) => {
    const samples = text === '' ? new Int16Array(0) : resample(say('user', text), SPEECH_RATE, RATE);
    const count = Math.floor(samples.length / frame);
    const packets = Array.from({ length: count }, (_, at) =>
      encoder.encode(samples.slice(at * frame, (at + 1) * frame)),
    );
    return [...packets, ...Array.from({ length: 1500 }, () => quiet)];
  };
}

/** The words of the first that are missing, replaced or too many in the second, as a share of the first. */
export function wordErrors(said: string, heard: string): number {
  const words = (text: string): string[] => text.toLowerCase().match(/[a-z']+/g) ?? [];
  const [from, to] = [words(said), words(heard)];
  let row = to.map((_, place) => place + 1);
  for (const [line, word] of from.entries()) {
    let before = line;
    row = row.map((above, place) => {
      const kept = before + (to[place] === word ? 0 : 1);
      before = above;
      return Math.min(kept, above + 1);
    });
    for (const [place, value] of row.entries())
      row[place] = Math.min(value, (place === 0 ? line + 1 : (row[place - 1] ?? 0)) + 1);
  }
  return (row.at(-1) ?? from.length) / Math.max(1, from.length);
}
