/**
 * A leg whose other end is a voice that is made while it speaks: sound comes in pieces, and is said twenty milliseconds
 * at a time. Where the next piece is late there is a gap, and what comes then is said then.
 */
import { encodeG711 } from '../../codec/g711.ts';
import { preciseNow } from '../../audio-packet.ts';
import { createAudioSink } from './audio-sink.ts';
import { createAudioSource } from './audio-source.ts';
import type { Leg } from './leg.ts';
import { NO_STATS } from './leg-stats.ts';
import { TICK_MILLISECONDS } from './ticker.ts';
import type { Ticker } from './ticker.ts';

/** What a voice leg does besides being one. */
export type VoiceLeg = Leg & {
  /** Something is to be said: what was being said before has ended. */
  begin(playId: string): void;
  /**
   * More of it, or null: that was all. Resolves when there is room for more: true; or when it is not said any more:
   * false.
   */
  add(playId: string, samples: Int16Array | null): Promise<boolean>;
  /** Silent from now on. */
  stop(): void;
};

/** Samples a second: the telephone's rate, in which it is sent to everyone. */
const RATE = 8000;
const FRAME = (RATE * TICK_MILLISECONDS) / 1000;
const FRAME_TICKS = 48 * TICK_MILLISECONDS;
/** Sound that may wait to be said; whoever makes it waits with more. Samples: a second. */
const MAX_WAITING = RATE;
/** Frames that may go out at once after a delay; what is later than that is said later, not faster. */
const MAX_AT_ONCE = 4;

/** What is being said. */
type Saying = {
  readonly playId: string;
  waiting: Int16Array;
  isWhole: boolean;
  /** When its first frame went out, by the clock of all threads; null before. */
  startedAt: number | null;
  /** The place in time of the next frame, and how many have gone out. */
  place: number;
  said: number;
  /** Whoever waits for room. */
  room: PromiseWithResolvers<boolean> | null;
};

/** `onSaid`: what was said has ended or was stopped; this many milliseconds of it went out. */
export function createVoiceLeg(options: {
  readonly legId: string;
  readonly ticker: Ticker;
  readonly onSaid: (playId: string, heardMs: number) => void;
}): VoiceLeg {
  const { legId, ticker } = options;
  const audioSource = createAudioSource();
  let heard = 0;
  const audioSink = createAudioSink({ ticker, out: () => void (heard += 1), onPlayed: () => undefined });
  let saying: Saying | null = null;
  let spoken = 0;
  let stopTicks: (() => void) | null = null;

  function tick(now: number): void {
    if (saying === null) return;
    if (saying.isWhole && saying.waiting.length === 0) {
      if (saying.startedAt === null || placeAt(saying.startedAt, now) >= saying.place) end();
      return;
    }
    speak(saying, now);
    if (saying.waiting.length <= MAX_WAITING) makeRoom(saying, true);
  }

  function speak(now: Saying, at: number): void {
    if (now.waiting.length === 0) return;
    now.startedAt ??= at;
    const due = placeAt(now.startedAt, at);
    // Nothing was there to be said for a while: a gap.
    const isGap = now.place > 0 && due - now.place >= MAX_AT_ONCE;
    if (isGap) now.place = due;
    for (let isFirst = isGap || now.said === 0; now.place <= due; isFirst = false) {
      const frame = nextFrame(now);
      if (frame === null) return;
      const [sequenceNumber, timestamp] = [now.said & 0xffff, (now.place * FRAME_TICKS) >>> 0];
      const payload = encodeG711('mu', frame);
      now.place += 1;
      now.said += 1;
      spoken += 1;
      audioSource.emit(
        { source: `voice:${now.playId}`, kind: 'pcmu', sequenceNumber, timestamp, marker: isFirst, payload },
        at,
      );
    }
  }

  function end(): void {
    const ended = saying;
    saying = null;
    stopTicks?.();
    stopTicks = null;
    if (ended === null) return;
    makeRoom(ended, false);
    options.onSaid(ended.playId, ended.said * TICK_MILLISECONDS);
  }

  return {
    legId,
    audioSink,
    audioSource,
    begin(playId) {
      end();
      const nothing = { startedAt: null, place: 0, said: 0, room: null };
      saying = { playId, waiting: new Int16Array(0), isWhole: false, ...nothing };
      stopTicks = ticker.every(tick);
    },
    async add(playId, samples) {
      if (saying?.playId !== playId || saying.isWhole) return false;
      saying.isWhole = samples === null;
      saying.waiting = joined(saying.waiting, samples ?? new Int16Array(0));
      speak(saying, preciseNow());
      if (samples === null || saying.waiting.length <= MAX_WAITING) return true;
      saying.room ??= Promise.withResolvers<boolean>();
      return saying.room.promise;
    },
    stop: end,
    takesKeys: () => true,
    stats: () => ({ ...NO_STATS, packetsReceived: spoken, packetsSent: heard }),
    close() {
      end();
      audioSink.close();
    },
  };
}

/** The place in time that is due. */
function placeAt(startedAt: number, now: number): number {
  return Math.floor((now - startedAt) / TICK_MILLISECONDS);
}

/** The next twenty milliseconds; the last are filled up with silence. Null: they are not there yet. */
function nextFrame(saying: Saying): Int16Array | null {
  const { waiting, isWhole } = saying;
  if (waiting.length === 0 || (waiting.length < FRAME && !isWhole)) return null;
  const frame = new Int16Array(FRAME);
  frame.set(waiting.subarray(0, FRAME));
  saying.waiting = waiting.subarray(FRAME);
  return frame;
}

function makeRoom(saying: Saying, isSaid: boolean): void {
  saying.room?.resolve(isSaid);
  saying.room = null;
}

function joined(before: Int16Array, after: Int16Array): Int16Array {
  const all = new Int16Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
