/** The agent's microphone, and how loud it is. */
import type { SoundProblem } from './problems.ts';
import { problemOf } from './problems.ts';

/** What was opened, or why nothing was. */
export type Opened =
  | { readonly ok: true; readonly track: MediaStreamTrack; readonly stream: MediaStream }
  | { readonly ok: false; readonly problem: SoundProblem };

/** Opens it. The browser asks the person where it has not yet. */
export async function openMicrophone(): Promise<Opened> {
  if (!globalThis.isSecureContext) return { ok: false, problem: 'insecure' };
  if (!('RTCPeerConnection' in globalThis)) return { ok: false, problem: 'unsupported' };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    });
    const [track] = stream.getAudioTracks();
    return track === undefined ? { ok: false, problem: 'no_device' } : { ok: true, track, stream };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

/** Tells how loud a stream is: 0 is silence, 1 as loud as speech gets. */
export type Meter = { level(): number; close(): void };

/** Quieter than this, in decibels, is silence. */
const FLOOR_DB = -60;

/** Measures the stream. */
export function createMeter(context: AudioContext, stream: MediaStream): Meter {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      if (power === 0) return 0;
      return Math.min(1, Math.max(0, 1 - (10 * Math.log10(power)) / FLOOR_DB));
    },
    close: () => source.disconnect(),
  };
}
