/** A leg whose other end is a file: what a simulated person says, from the moment someone is bridged with it. */
import { createAudioSink } from './audio-sink.ts';
import type { Leg } from './leg.ts';
import { NO_STATS } from './leg-stats.ts';
import { createAudioSource } from './audio-source.ts';
import { createPlayer } from './player.ts';
import type { Player } from './player.ts';
import { preciseNow } from '../../audio-packet.ts';
import type { Sound } from './sounds.ts';
import type { Ticker } from './ticker.ts';

/** What a file leg does besides being one. */
export type FileLeg = Leg & {
  /** Begins to speak, unless it did already. */
  start(): void;
};

/** `onSpoken`: the file has been said to its end. `onPlayed`: what was played to it, which no one hears, has ended. */
export function createFileLeg(options: {
  readonly legId: string;
  readonly sound: Sound | null;
  readonly isLooped: boolean;
  readonly ticker: Ticker;
  readonly onSpoken: () => void;
  readonly onPlayed: (playId: string, byDigit: boolean) => void;
}): FileLeg {
  const { legId, ticker } = options;
  const audioSource = createAudioSource();
  const audioSink = createAudioSink({ ticker, out: count, onPlayed: options.onPlayed });
  let player: Player | null = null;
  let stopTicks: (() => void) | null = null;
  let [spoken, heard] = [0, 0];

  function count(): void {
    heard += 1;
  }

  function tick(now: number): void {
    const due = player?.due(now) ?? null;
    for (const packet of due ?? []) {
      spoken += 1;
      audioSource.emit(packet, now);
    }
    if (due !== null) return;
    stopTicks?.();
    options.onSpoken();
  }

  return {
    legId,
    audioSink,
    audioSource,
    start() {
      if (stopTicks !== null) return;
      const { sound, isLooped } = options;
      player = sound === null ? null : createPlayer(`file:${legId}`, sound, isLooped, preciseNow());
      stopTicks = ticker.every(tick);
    },
    takesKeys: () => true,
    stats: () => ({ ...NO_STATS, packetsReceived: spoken, packetsSent: heard }),
    close() {
      stopTicks?.();
      audioSink.close();
    },
  };
}
