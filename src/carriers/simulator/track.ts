/** How a dialogue lies in time: who speaks when, on which channel. Pure. */
import type { Speaker, Turn } from '#domain/call/transcript.ts';
import { mix, tone } from '#media/codec/pcm.ts';
import type { Clip } from '#media/codec/pcm.ts';
import type { Wav } from '#media/codec/wav.ts';
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

/**
 * Characters that a voice speaks in a second. Measured over the shipped dialogues: a whole one takes 0.97 to 1.03 of
 * it.
 */
const CHARACTERS_PER_SECOND = { agent: 15.8, user: 17, virtual_agent: 17.3 } as const satisfies Record<Speaker, number>;
/**
 * So that an estimate is never too short, and no one hangs up before the last word. recorder.test.ts holds it to that.
 */
const MARGIN = 1.05;

/** When someone may speak, in seconds since the beginning of the track, and which agent does at our side. */
export type Span = { readonly from: number; readonly to: number; readonly agentId: number | null };

/**
 * `beep`: the tone of a voicemail box comes first, on our side. `seconds`: how long the track is; without it as long as
 * its lines. `spans`: when someone may speak; without it always. A line that does not end within its span is cut off
 * there, and the next span continues with the next line; lines that no span has room for are not said.
 */
export type TrackOptions = { readonly beep?: boolean; readonly seconds?: number; readonly spans?: readonly Span[] };

/** The longest silence after the last words, in seconds: a call left open for hours does not fill the disk. */
const MAX_SILENCE = 600;
/** The longest track, in seconds: what is said after it (a hold of hours lay before) is not recorded. */
export const MAX_TRACK = 1800;

/** The sound, where each line lies in it, and whether all of them were said to their ends. */
export type Track = { readonly wav: Wav; readonly turns: readonly Turn[]; readonly isWhole: boolean };

/** Lays the lines one after the other. Equal input gives equal samples and times. */
export function layTrack(lines: readonly SpokenLine[], sampleRate: number, options: TrackOptions = {}): Track {
  const { beep = false, seconds, spans: asked = [ALWAYS] } = options;
  const spans = asked.map((span) => ({ ...span, to: Math.min(span.to, MAX_TRACK) }));
  const frame = (second: number): number => Math.round(second * sampleRate);
  const clips: [Clip[], Clip[]] = [[], []];
  const timed: Turn[] = [];
  let isWhole = true;
  let at = frame((spans[0]?.from ?? 0) + LEAD_IN);
  if (beep) {
    const samples = tone({ ...BEEP, sampleRate });
    clips[0].push({ at, samples });
    at += samples.length + frame(GAP);
  }
  let end = at;
  for (const line of lines) {
    const span = spans.find(({ to }) => at < to * sampleRate);
    if (span !== undefined) at = Math.max(at, frame(span.from));
    const room =
      span === undefined ? 0 : Math.max(0, Math.min(line.samples.length, Math.floor(span.to * sampleRate) - at));
    const text = room < line.samples.length ? cutText(line.text, room / line.samples.length) : line.text;
    isWhole &&= room === line.samples.length;
    if (span === undefined || text === '') continue;
    clips[CHANNELS[line.speaker]].push({ at, samples: line.samples.subarray(0, room) });
    end = at + room;
    const agent = line.speaker === 'agent' && span.agentId !== null ? { agentId: span.agentId } : {};
    timed.push({ speaker: line.speaker, ...agent, text, startSeconds: at / sampleRate, endSeconds: end / sampleRate });
    at = end + frame(GAP);
  }
  const frames =
    seconds === undefined ? end + frame(TAIL) : frame(Math.min(seconds, end / sampleRate + MAX_SILENCE, MAX_TRACK));
  return { wav: { sampleRate, channels: clips.map((side) => mix(frames, side)) }, turns: timed, isWhole };
}

const ALWAYS: Span = { from: 0, to: Infinity, agentId: null };

/** The words that were said whole when so much of the line was, with a mark that it breaks off; empty when none was. */
function cutText(text: string, part: number): string {
  const said = text.slice(0, Math.floor(text.length * part));
  const words = said.slice(0, Math.max(0, said.lastIndexOf(' '))).trimEnd();
  return words === '' ? '' : `${words}\u2026`;
}

/**
 * How many seconds the track of these lines lasts, without speaking them: as long as it really does, or up to a tenth
 * more.
 */
export function estimateSeconds(lines: readonly Line[], options: TrackOptions = {}): number {
  const beep = options.beep === true ? BEEP.seconds + GAP : 0;
  const gaps = GAP * Math.max(0, lines.length - 1);
  const words = lines.reduce((sum, { speaker, text }) => sum + text.length / CHARACTERS_PER_SECOND[speaker], 0);
  return LEAD_IN + beep + words * MARGIN + gaps + TAIL;
}
