/** Two channels to one that holds what both say. */
import { rms } from './pcm.ts';

/** Samples that are looked at together: short enough to find a word that a mix would swallow. */
const WINDOW = 4096;

/** Softer than this is silence, of samples up to 32768. */
const QUIET = 30;

/** A mix with less than this of its louder channel (-9 dB) has lost what was said: the two cancel each other out. */
const LOST = 0.35;

/** The share of windows in which a mix may lose something. */
const MAX_LOST = 0.02;

/**
 * The mean of both; where one is silent the other as it is; where they cancel each other out, as channels in opposite
 * phase do, the louder one alone. The channels have one length.
 */
export function toMono(left: Int16Array, right: Int16Array): Int16Array {
  const [louder, softer] = rms(left) >= rms(right) ? [left, right] : [right, left];
  const mixed = left.map((sample, index) => Math.round((sample + (right[index] ?? 0)) / 2));
  return rms(softer) < QUIET || isLost(mixed, left, right) ? louder : mixed;
}

function isLost(mixed: Int16Array, left: Int16Array, right: Int16Array): boolean {
  let [loud, lost] = [0, 0];
  for (let at = 0; at < mixed.length; at += WINDOW) {
    const loudest = Math.max(rms(left.subarray(at, at + WINDOW)), rms(right.subarray(at, at + WINDOW)));
    if (loudest < QUIET) continue;
    loud += 1;
    if (rms(mixed.subarray(at, at + WINDOW)) < LOST * loudest) lost += 1;
  }
  return lost > MAX_LOST * loud;
}
