/** What a leg says: given to all that listen, the bridge's other side, recordings, taps; unless it is muted. */
import type { SoundListener } from '../../audio-packet.ts';

/** Mutable, of one leg. */
export type AudioSource = {
  readonly emit: SoundListener;
  /** Until the answer is called. */
  listen(listener: SoundListener): () => void;
  mute(isMuted: boolean): void;
};

/** Heard by no one yet. */
export function createAudioSource(): AudioSource {
  const listeners = new Set<SoundListener>();
  let isMuted = false;
  return {
    emit(packet, now) {
      if (isMuted) return;
      for (const listener of listeners) listener(packet, now);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    mute(shouldBeMuted) {
      isMuted = shouldBeMuted;
    },
  };
}
