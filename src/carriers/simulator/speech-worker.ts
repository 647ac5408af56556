/** The worker thread behind `speech.ts`: it speaks, assembles and writes, one job at a time, and may block. */
import { parentPort } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import type { Speaker } from '#domain/call/transcript.ts';
import { encodeWav } from '#media/codec/wav.ts';
import { writeDurably } from '#media/durable-file.ts';
import { createFlite, SPEECH_RATE } from '#media/prompts/flite/flite.ts';
import type { Say } from '#media/prompts/flite/flite.ts';
import type { Recording, SpeechJob, SpeechResults, WorkerAnswer } from './speech.ts';
import { layTrack } from './track.ts';

/** Spoken samples that are kept, in bytes: about half an hour of speech, several times all the shipped dialogues. */
const CACHE_BYTES_MAX = 32 * 1024 * 1024;

const say = remembering(createFlite());

parentPort?.on('message', (job: SpeechJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origin.
  parentPort?.postMessage(answerTo(job));
});

function answerTo(job: SpeechJob): WorkerAnswer {
  try {
    return { ok: true, value: perform(job) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error), code: codeOf(error) };
  }
}

function perform(job: SpeechJob): SpeechResults[keyof SpeechResults] {
  switch (job.kind) {
    case 'say':
      return say(job.speaker, job.text);
    case 'record':
      return record(job);
    default:
      return job satisfies never;
  }
}

function record({ turns, path, track: options }: Extract<SpeechJob, { kind: 'record' }>): Recording {
  const spoken = turns.map((turn) => ({ ...turn, samples: say(turn.speaker, turn.text) }));
  const track = layTrack(spoken, SPEECH_RATE, options);
  const file = encodeWav(track.wav);
  writeDurably(path, file);
  const frames = track.wav.channels[0]?.length ?? 0;
  return { bytes: file.length, seconds: frames / SPEECH_RATE, turns: track.turns, isWhole: track.isWhole };
}

/** Keeps what was spoken; when it grows too large, what was not used for longest goes first. */
function remembering(fresh: Say): Say {
  const kept = new LRUCache<string, ReturnType<Say>>({
    maxSize: CACHE_BYTES_MAX,
    sizeCalculation: ({ byteLength }) => Math.max(1, byteLength),
  });
  return (speaker: Speaker, text: string) => {
    const key = `${speaker}:${text}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const samples = fresh(speaker, text);
    kept.set(key, samples);
    return samples;
  };
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
