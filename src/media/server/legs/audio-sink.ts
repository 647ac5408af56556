/**
 * What a leg hears: keys being dialed to it, else a file being played to it, else the one it is bridged with. One thing
 * at a time; mixing is no one's wish here.
 */
import { dtmfPackets } from '../../codec/dtmf.ts';
import { createPlayer } from './player.ts';
import type { Player } from './player.ts';
import { preciseNow } from '../../audio-packet.ts';
import type { SoundListener, SoundPacket } from '../../audio-packet.ts';
import type { Sound } from './sounds.ts';
import type { Ticker } from './ticker.ts';

/** How something is played. A `sound` of null cannot be: it has ended before it began. */
export type PlayRequest = {
  readonly playId: string;
  readonly sound: Sound | null;
  readonly isLooped: boolean;
  readonly isStoppedByDigit: boolean;
};

/** Mutable, of one leg. */
export type AudioSink = {
  /** What the other one in the bridge says. */
  accept: SoundListener;
  /** Instead of whatever was heard. */
  play(request: PlayRequest): void;
  stop(): void;
  /** Presses keys, one after another. */
  dial(digits: string): void;
  /** The leg itself pressed a key. */
  pressed(): void;
  close(): void;
};

/** Held this long and this far apart, keys are heard by every receiver (ITU-T Q.24 asks for 40 ms each). */
const KEY_MILLISECONDS = 120;
const PAUSE_MILLISECONDS = 80;

/** The clock of keys between legs; anyone who writes RTP scales it to what the browser agreed to. */
const KEY_CLOCK_RATE = 48_000;

/** More keys than any number has; the rest is not dialed. */
const MAX_KEYS = 64;

/** Says by `onPlayed` when something played once has ended, or was stopped by a key. */
export function createAudioSink(options: {
  readonly ticker: Ticker;
  readonly out: SoundListener;
  readonly onPlayed: (playId: string, byDigit: boolean) => void;
}): AudioSink {
  let playing: { readonly request: PlayRequest; readonly player: Player } | null = null;
  const keys = createKeypad();
  let stopTicks: (() => void) | null = null;

  function wake(): void {
    stopTicks ??= options.ticker.every(tick);
  }

  function sleep(): void {
    stopTicks?.();
    stopTicks = null;
  }

  function tick(now: number): void {
    const due = playing?.player.due(now);
    const pressed = keys.due(now);
    if (due === null && playing !== null) finish(playing.request, false);
    // While keys go out, the file continues unheard: RFC 4733 section 2.5.1.2 lets the event stand for the sound.
    for (const packet of keys.isBusy() || pressed.length > 0 ? pressed : (due ?? [])) options.out(packet, now);
    if (playing === null && !keys.isBusy()) sleep();
  }

  function finish(request: PlayRequest, byDigit: boolean): void {
    playing = null;
    options.onPlayed(request.playId, byDigit);
  }

  return {
    accept(packet, now) {
      if (playing === null && !keys.isBusy()) options.out(packet, now);
    },
    play(request) {
      playing = null;
      const { playId, sound } = request;
      // Told later: anyone who asked is to know the number first.
      if (sound === null) return void setImmediate(() => options.onPlayed(playId, false));
      const player = createPlayer(`play:${playId}`, sound, request.isLooped, preciseNow());
      playing = { request, player };
      wake();
      tick(preciseNow());
    },
    stop() {
      playing = null;
    },
    dial(digits) {
      keys.press(digits, preciseNow());
      wake();
    },
    pressed() {
      if (playing?.request.isStoppedByDigit === true) finish(playing.request, true);
    },
    close() {
      playing = null;
      sleep();
    },
  };
}

/** Keys waiting to be sent, each at its time. */
function createKeypad() {
  let queue: { readonly at: number; readonly packet: SoundPacket }[] = [];
  let freeAt = 0;
  let sent = 0;
  return {
    isBusy: () => queue.length > 0,
    press(digits: string, now: number): void {
      for (const digit of digits.slice(0, MAX_KEYS)) {
        const packets = dtmfPackets({ digit, milliseconds: KEY_MILLISECONDS, clockRate: KEY_CLOCK_RATE });
        const start = Math.max(now, freeAt);
        const timestamp = Math.round(start * 48) >>> 0;
        for (const { atMilliseconds, marker, payload } of packets) {
          sent += 1;
          const place = { sequenceNumber: sent & 0xffff, timestamp, marker };
          queue.push({ at: start + atMilliseconds, packet: { source: 'keys', kind: 'key', ...place, payload } });
        }
        if (packets.length > 0) freeAt = start + KEY_MILLISECONDS + PAUSE_MILLISECONDS;
      }
    },
    due(now: number): SoundPacket[] {
      const ready = queue.filter(({ at }) => at <= now).map(({ packet }) => packet);
      queue = queue.slice(ready.length);
      return ready;
    },
  };
}
