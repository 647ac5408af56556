/** How a dialogue lies in time: who speaks when, on which channel. Pure. */
import type { Speaker, Turn } from '#call/transcript.ts';
import { mix, tone } from '#media/pcm.ts';
import type { Clip } from '#media/pcm.ts';
import type { Wav } from '#media/wav.ts';
import type { Line } from './dialogue-scripts.ts';

/** A line and its sound, at the track's rate. */
export type SpokenLine = Line & { readonly samples: Int16Array };

/** Quiet before the first words, between two turns, and after the last, in seconds; the voicemail's beep. */
const LEAD_IN = 0.4;
const GAP = 0.45;
const TAIL = 0.6;
const BEEP = { hertz: 1000, seconds: 0.5, level: 0.3 } as const;

/** Left is our side, right is the caller's: what a supervisor's player shows as two lanes. */
const CHANNELS = { agent: 0, virtual_agent: 0, user: 1 } as const satisfies Record<Speaker, 0 | 1>;

/** Characters that a voice speaks in a second. Measured over the shipped dialogues (recorder.test.ts holds the estimate to 20 %). */
const CHARACTERS_PER_SECOND = { agent: 15.8, user: 17, virtual_agent: 17.3 } as const satisfies Record<Speaker, number>;

/** What the track begins with. `beep`: the tone of a voicemail box, on our side, before the first words. */
export type TrackOptions = { readonly beep?: boolean };

/** Lays the lines one after the other. Equal input gives equal samples and times. */
export function layTrack(
  lines: readonly SpokenLine[],
  sampleRate: number,
  options: TrackOptions = {},
): { readonly wav: Wav; readonly turns: readonly Turn[] } {
  const clips: [Clip[], Clip[]] = [[], []];
  const timed: Turn[] = [];
  let at = Math.round(LEAD_IN * sampleRate);
  if (options.beep === true) {
    const samples = tone({ ...BEEP, sampleRate });
    clips[0].push({ at, samples });
    at += samples.length + Math.round(GAP * sampleRate);
  }
  let end = at;
  for (const { speaker, text, samples } of lines) {
    clips[CHANNELS[speaker]].push({ at, samples });
    end = at + samples.length;
    timed.push({ speaker, text, startSeconds: at / sampleRate, endSeconds: end / sampleRate });
    at = end + Math.round(GAP * sampleRate);
  }
  const frames = end + Math.round(TAIL * sampleRate);
  return { wav: { sampleRate, channels: clips.map((side) => mix(frames, side)) }, turns: timed };
}

/** About how many seconds the track of these lines lasts, without speaking them: within a fifth. */
export function estimateSeconds(lines: readonly Line[], options: TrackOptions = {}): number {
  const beep = options.beep === true ? BEEP.seconds + GAP : 0;
  const gaps = GAP * Math.max(0, lines.length - 1);
  const words = lines.reduce((sum, { speaker, text }) => sum + text.length / CHARACTERS_PER_SECOND[speaker], 0);
  return LEAD_IN + beep + words + gaps + TAIL;
}
