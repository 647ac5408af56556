/**
 * Listening to legs as samples with a clock, for those who transcribe or answer: what legs say by any media server,
 * decoded here, so that media workers never wait for it.
 */
import { preciseNow } from './audio-packet.ts';
import { createSteadySound } from './codec/steady-sound.ts';
import type { SoundPiece, SteadySound } from './codec/steady-sound.ts';
import type { LegId, Media, Tapped } from './media-server.ts';

/** Who listens to legs. */
export type Listening = {
  /**
   * What the leg says at `rate` samples a second, mono, about 40 ms at a time and 60 to 120 ms after it came; what did
   * not come (DTX, loss, mute) is silence. Until the answer is called, or the leg is lost. Null: too many are listened
   * to.
   */
  listen(legId: LegId, rate: 8000 | 16_000, hear: (piece: SoundPiece) => void): Promise<(() => Promise<void>) | null>;
};

/** Milliseconds between two pieces. */
const PIECE_MS = 40;

/** Legs listened to at a time. A thread has room for about 160 decoders of Opus. */
const MAX_LISTENED = 100;

type Listener = { readonly legId: LegId; readonly sound: SteadySound; tell(now: number): void };

/** Makes it. One timer for all, which runs while someone listens. */
export function createListening(media: Pick<Media, 'tap' | 'onEvent'>): Listening {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | null = null;

  function settle(): void {
    if (listeners.size > 0 && timer === null) timer = setInterval(tellAll, PIECE_MS).unref();
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  }

  function tellAll(): void {
    const now = preciseNow();
    for (const listener of listeners) listener.tell(now);
  }

  function end(listener: Listener): void {
    if (listeners.delete(listener)) listener.sound.close();
    settle();
  }

  media.onEvent((event) => {
    if (event.type === 'lost') for (const listener of listeners) if (listener.legId === event.legId) end(listener);
  });

  return {
    async listen(legId, rate, hear) {
      if (listeners.size >= MAX_LISTENED) return null;
      const sound = createSteadySound(rate, preciseNow());
      const listener: Listener = {
        legId,
        sound,
        tell(now) {
          const piece = sound.take(now);
          if (piece !== null) hear(piece);
        },
      };
      listeners.add(listener);
      settle();
      const hearIt = (tapped: Tapped): void => {
        if (listeners.has(listener)) hearAll(sound, tapped);
      };
      const stop = await media.tap(legId, hearIt, true).catch((error: unknown) => {
        end(listener);
        throw error;
      });
      return async () => {
        await stop();
        end(listener);
      };
    },
  };
}

function hearAll(sound: SteadySound, tapped: Tapped): void {
  for (const { packet, now } of tapped) if (packet.kind !== 'key') sound.hear({ ...packet, codec: packet.kind }, now);
}
