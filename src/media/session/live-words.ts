/**
 * What is said in calls, written down while it is said: as far as they are recorded, and by an engine of this machine.
 * Words are kept when they are final, one write a turn, and told then; what is being said is only told.
 */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import type { Side } from '#domain/call/heard.ts';
import type { HeardSoFar, LiveWords } from '#domain/call/live-words.ts';
import { heldUntil, settledTurns, spokenNow } from '#domain/call/live-words.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { LiveHeard, LiveStream, LiveTranscriber, LiveWords as Words } from '#domain/ports/live-transcriber.ts';
import type { Clock, TranscriptStore } from '#domain/ports/stores.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import type { LegId } from '../media-server.ts';
import type { Listening } from '../listening.ts';
import type { Sides } from '../recordings/recorder.ts';

const RATE = 16_000;
const SIDES = ['left', 'right'] as const satisfies readonly Side[];

/** How long the last words of a call are waited for. Milliseconds. */
const LAST_WORDS_MS = 4_000;

/** Turns kept of a call; what is said after is left to the engine that hears the recording. */
const MAX_TURNS = 3_000;

export type LiveWordsParts = {
  readonly listening: Listening;
  /**
   * The engine for the call and what is likely to be said in it; null: it is not written down while it is in progress.
   */
  engineFor(call: Call): Promise<{ readonly engine: LiveTranscriber; readonly vocabulary: Vocabulary } | null>;
  readonly store: Pick<TranscriptStore, 'byCall' | 'putLive' | 'remove'>;
  readonly clock: Pick<Clock, 'now' | 'after' | 'elapsed'>;
  failed(what: string, error: unknown): void;
};

/** The words of all calls in progress. */
export type CallWords = {
  /**
   * The recording of the call, which began at `startedAt` by `preciseNow`, has these sides from now on; without any it
   * is paused.
   */
  lead(call: Call, startedAt: number, sides: Sides): void;
  /** The recording is over: resolves when its last words are kept. */
  close(callId: number): Promise<void>;
  /** There is no recording, or no one is to write it down: what was heard of it is forgotten. */
  forget(call: Call): Promise<void>;
  /** What was said so far; null where nothing is written down now. */
  of(callId: number): LiveWords | null;
  /** Tells that there are other words. */
  onChanged(listener: (call: Call) => void): void;
  stop(): Promise<void>;
};

type SideStream = { readonly legId: LegId; end(): Promise<void> };

type Open = {
  call: Call;
  readonly startedAt: number;
  sides: Sides;
  readonly streams: Map<Side, SideStream>;
  readonly finals: (HeardSoFar['finals'][number] & { readonly at: number })[];
  readonly partials: Map<Side, { readonly startSeconds: number; readonly words: Words['words'] }>;
  /** What an earlier process had kept. */
  before: readonly Turn[];
  /** Whether all that is recorded is heard. */
  isWhole: boolean;
  turns: readonly Turn[];
  /** Those that are kept. */
  written: readonly Turn[];
  /** Those that are told: a turn is, once it is kept or could not be. */
  told: readonly Turn[];
  /** What hears; null before anything does. */
  engine: string | null;
  /** Changes of who is listened to, and writes, one after another. */
  work: Promise<unknown>;
  cancelHeld: () => void;
};

/** Makes it. */
export function createCallWords(parts: LiveWordsParts): CallWords {
  const { listening, store, clock } = parts;
  const open = new Map<number, Open>();
  const listeners: ((call: Call) => void)[] = [];
  const tell = ({ call }: Open): void => {
    for (const listener of listeners) listener(call);
  };

  /** One thing after another; what fails is told, and its words come after the call. */
  const then = async (held: Open, act: () => Promise<void>): Promise<void> => {
    const done = held.work.then(act).catch((error: unknown) => {
      held.isWhole = false;
      parts.failed('transcripts.live', error);
    });
    held.work = done;
    return done;
  };

  const begin = (call: Call, startedAt: number): Open => {
    const none: readonly Turn[] = [];
    const held: Open = {
      call,
      startedAt,
      sides: { left: null, right: null },
      streams: new Map(),
      finals: [],
      partials: new Map(),
      before: [],
      isWhole: true,
      turns: none,
      written: none,
      told: none,
      engine: null,
      work: Promise.resolve(),
      cancelHeld: () => undefined,
    };
    open.set(call.id, held);
    background(
      'transcripts.live',
      then(held, async () => {
        const kept = await store.byCall(call.workspaceId, call.id);
        if (kept === null) return;
        [held.before, held.isWhole] = [kept.turns, false];
      }),
    );
    return held;
  };

  const settle = async (held: Open): Promise<void> => {
    for (const side of SIDES) {
      const [stream, wanted] = [held.streams.get(side), held.sides[side]];
      if ((stream?.legId ?? null) === wanted) continue;
      held.streams.delete(side);
      await stream?.end();
      if (wanted === null || open.get(held.call.id) !== held) continue;
      const made = await listen(held, side, wanted);
      if (made === null) held.isWhole = false;
      else held.streams.set(side, made);
    }
  };

  const listen = async (held: Open, side: Side, legId: LegId): Promise<SideStream | null> => {
    const found = await parts.engineFor(held.call);
    if (found === null) return null;
    const { engine, vocabulary } = found;
    held.engine = engine.name;
    const stream = engine.listen({ lang: held.call.lang, vocabulary }, (heard) => hear(held, side, heard));
    if (stream === null) return null;
    const stop = await listening.listen(legId, RATE, ({ at, samples }) => stream.hear(at, samples));
    if (stop === null) {
      await stream.end();
      return null;
    }
    return { legId, end: async () => endOf(stream, stop) };
  };

  const endOf = async (stream: LiveStream, stop: () => Promise<void>): Promise<void> => {
    await stop();
    const late = Promise.withResolvers<void>();
    const cancel = clock.after(LAST_WORDS_MS, async () => late.resolve());
    await Promise.race([stream.end(), late.promise]);
    cancel();
  };

  const secondsOf = ({ startedAt }: Open, ms: number): number => Math.max(0, (ms - startedAt) / 1000);

  const hear = (held: Open, side: Side, heard: LiveHeard): void => {
    if (heard.type === 'speech') return;
    if (heard.type === 'partial')
      held.partials.set(side, { startSeconds: secondsOf(held, heard.startMs), words: heard.words });
    else held.partials.delete(side);
    if (heard.type === 'lost') held.isWhole = false;
    const isBeingKept = heard.type === 'final' && heard.words.length > 0 && add(held, side, heard);
    if (!isBeingKept) tell(held);
  };

  /** Whether it is being kept: then it is told afterwards. */
  const add = (held: Open, side: Side, { words, startMs, endMs }: Words): boolean => {
    if (held.finals.length >= MAX_TURNS) {
      held.isWhole = false;
      return false;
    }
    const [startSeconds, endSeconds] = [secondsOf(held, startMs), secondsOf(held, endMs)];
    held.finals.push({ side, startSeconds, endSeconds, words: words.map(wordOf), at: clock.elapsed() });
    return keep(held);
  };

  /** Keeps what may be kept, and again when what is held back may be. Whether there was anything new. */
  const keep = (held: Open): boolean => {
    const now = clock.elapsed();
    held.cancelHeld();
    const due = heldUntil(held, now);
    if (due !== null)
      held.cancelHeld = clock.after(due - now, async () => {
        if (!keep(held)) tell(held);
      });
    const turns = [...held.before, ...settledTurns(held.call, held.finals, now)];
    if (turns.length === held.turns.length) return false;
    held.turns = turns;
    background('transcripts.live', write(held, false));
    return true;
  };

  const write = async (held: Open, isOver: boolean): Promise<void> => {
    const known = held.turns;
    await then(held, async () => {
      const { call, turns, isWhole, engine } = held;
      if (engine === null || (turns === held.written && !isOver)) return;
      const transcript = { callId: call.id, turns, createdAt: clock.now(), engine };
      await store.putLive(call.workspaceId, transcript, isOver && isWhole);
      held.written = turns;
    });
    held.told = known;
    tell(held);
  };

  const end = async (callId: number, isOver = true): Promise<void> => {
    const held = open.get(callId);
    if (held === undefined) return;
    held.sides = { left: null, right: null };
    await then(held, async () => settle(held));
    open.delete(callId);
    held.cancelHeld();
    held.turns = [...held.before, ...settledTurns(held.call, held.finals, clock.elapsed(), true)];
    await write(held, isOver);
  };

  return {
    lead(call, startedAt, sides) {
      const held = open.get(call.id) ?? begin(call, startedAt);
      held.call = call;
      held.sides = sides;
      background(
        'transcripts.live',
        then(held, async () => settle(held)),
      );
    },
    close: async (callId) => end(callId),
    async forget({ workspaceId, id }) {
      await end(id);
      await store.remove(workspaceId, id);
    },
    of(callId) {
      const held = open.get(callId);
      if (held === undefined) return null;
      return { turns: held.told, now: spokenNow(held.call, held), isPartial: !held.isWhole };
    },
    onChanged: (listener) => void listeners.push(listener),
    async stop() {
      // Their recordings continue in the next process.
      await Promise.all([...open.keys()].map(async (callId) => end(callId, false)));
    },
  };
}

function wordOf({ text, confidence }: Words['words'][number]): HeardSoFar['finals'][number]['words'][number] {
  return { text, confidence };
}
