/** Sounds of our own, computed: no one else has a right in them. */
import { mix, tone } from '../codec/pcm.ts';
import type { Clip } from '../codec/pcm.ts';

/** Frames a second of what is composed here. */
export const SOUND_RATE = 48_000;

const LOUDEST = 32_767;

/** Seconds of a chord, and of a note of the melody over it. */
const CHORD = 4;
const NOTE = 0.5;

/** Two to the power of this many twelfths above A, 220 Hz. */
type Pitch = number;

/** Four chords of three, low and soft, which lead into one another and back to the first. */
const CHORDS: readonly (readonly Pitch[])[] = [
  [-9, 3, 10],
  [-12, 0, 7],
  [-7, 5, 8],
  [-5, 2, 7],
  [-9, 3, 10],
  [-4, 3, 8],
  [-7, 5, 8],
  [-5, 2, 7],
];

/** What is plucked over each chord, eight notes; null is a rest. */
const MELODY: readonly (readonly (Pitch | null)[])[] = [
  [15, 19, 22, null, 27, 22, 19, null],
  [12, 15, 19, null, 24, 19, 15, null],
  [17, 20, 24, null, 29, 24, 20, null],
  [14, 19, 23, null, 26, 23, 19, null],
  [15, 22, 27, 31, null, 27, 22, null],
  [15, 20, 24, 27, null, 24, 20, null],
  [17, 20, 24, 29, null, 24, 20, null],
  [19, 23, 26, null, 19, null, 14, null],
];

/**
 * About half a minute that can be played over and over without a seam: all that rings at the end rings into the
 * beginning.
 */
export function composeHoldMusic(): Int16Array {
  const length = CHORDS.length * CHORD * SOUND_RATE;
  const clips: Clip[] = CHORDS.flatMap((chord, bar) => {
    const start = bar * CHORD * SOUND_RATE;
    const pads = chord.map((pitch) => ({ at: start, samples: pad(pitch) }));
    const plucked = (MELODY[bar] ?? []).flatMap((pitch, index) =>
      pitch === null ? [] : [{ at: start + Math.round(index * NOTE * SOUND_RATE), samples: pluck(pitch) }],
    );
    return [...pads, ...plucked];
  });
  return mix(length, [...clips, ...clips.map(({ at, samples }) => ({ at: at - length, samples }))]);
}

/** What a caller hears before a message may be left. */
export function composeBeep(): Int16Array {
  return tone({ hertz: 880, seconds: 0.4, sampleRate: SOUND_RATE, level: 0.3 });
}

/**
 * What someone hears whose call rings at the far end, looped: a second of tone, four of silence. Source: ITU-T E.180,
 * 425 Hz.
 */
export function composeRinging(): Int16Array {
  const sound = tone({ hertz: 425, seconds: 1, sampleRate: SOUND_RATE, level: 0.12 });
  return mix(5 * SOUND_RATE, [{ at: 0, samples: sound }]);
}

/** A sustained note that swells and fades into the next chord. */
function pad(pitch: Pitch): Int16Array {
  const seconds = CHORD + 1.5;
  return sampled(seconds, (time) => {
    const envelope = Math.min(1, time / 1.2, (seconds - time) / 1.5);
    const phase = 2 * Math.PI * hertz(pitch) * time;
    return 0.045 * envelope * (Math.sin(phase) + 0.5 * Math.sin(1.003 * phase) + 0.15 * Math.sin(2 * phase));
  });
}

/** A note that is struck and dies away, like a music box. */
function pluck(pitch: Pitch): Int16Array {
  return sampled(1.8, (time) => {
    const envelope = Math.min(1, time / 0.008) * Math.exp(-3.2 * time);
    const phase = 2 * Math.PI * hertz(pitch) * time;
    return 0.11 * envelope * (Math.sin(phase) + 0.25 * Math.exp(-6 * time) * Math.sin(3 * phase));
  });
}

function sampled(seconds: number, wave: (time: number) => number): Int16Array {
  const samples = new Int16Array(Math.round(seconds * SOUND_RATE));
  return samples.map((_, index) => Math.round(LOUDEST * wave(index / SOUND_RATE)));
}

function hertz(pitch: Pitch): number {
  return 220 * 2 ** (pitch / 12);
}
