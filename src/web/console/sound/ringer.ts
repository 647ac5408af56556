/**
 * The ring: a soft figure of three notes, made here, so that nothing has to be loaded and a background tab rings as
 * well.
 */

/** `call`: someone rings. `waiting`: someone rings while another call continues. */
export type Ring = 'call' | 'waiting';

export type Ringer = { ring(what: Ring | null): void };

type Note = { readonly at: number; readonly hertz: number; readonly seconds: number };

const FIGURES: Readonly<
  Record<Ring, { readonly notes: readonly Note[]; readonly seconds: number; readonly gain: number }>
> = {
  call: {
    notes: [
      { at: 0, hertz: 587.33, seconds: 0.5 },
      { at: 0.18, hertz: 739.99, seconds: 0.5 },
      { at: 0.36, hertz: 880, seconds: 1 },
    ],
    seconds: 2.6,
    gain: 0.35,
  },
  waiting: { notes: [{ at: 0, hertz: 739.99, seconds: 0.4 }], seconds: 4, gain: 0.08 },
};

/** Makes it. The sound is one looped piece: no timer, which browsers slow down in the background. */
export function createRinger(context: () => AudioContext): Ringer {
  let ringing: { readonly what: Ring; readonly source: AudioBufferSourceNode } | null = null;
  return {
    ring(what) {
      if (ringing?.what === what) return;
      ringing?.source.stop();
      ringing = what === null ? null : { what, source: start(context(), what) };
    },
  };
}

function start(context: AudioContext, what: Ring): AudioBufferSourceNode {
  const { notes, seconds, gain } = FIGURES[what];
  const buffer = context.createBuffer(1, Math.round(seconds * context.sampleRate), context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (const note of notes) addNote(samples, note, context.sampleRate);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = true;
  const volume = context.createGain();
  volume.gain.value = gain;
  source.connect(volume).connect(context.destination);
  source.start();
  return source;
}

/** Struck like a marimba: a short attack, a long decay, the fourth partial gone sooner. */
function addNote(samples: Float32Array, { at, hertz, seconds }: Note, rate: number): void {
  const from = Math.round(at * rate);
  const length = Math.min(Math.round(seconds * rate), samples.length - from);
  for (let index = 0; index < length; index++) {
    const time = index / rate;
    const fade = Math.min(1, time / 0.004) * Math.exp((-5 * time) / seconds);
    const partial = 0.25 * Math.exp((-12 * time) / seconds) * Math.sin(2 * Math.PI * hertz * 4 * time);
    samples[from + index] =
      (samples[from + index] ?? 0) + fade * (Math.sin(2 * Math.PI * hertz * time) + partial) * 0.5;
  }
}
