/** A Media engine that starts with the first leg: a server that only answers APIs needs no threads for sound. */
import type { LegEvent, Media } from '../media-server.ts';

/** Makes it; `start` is called once, when someone first comes with sound. */
export function createLazyMedia(start: () => Media): Media {
  const listeners: ((event: LegEvent) => void)[] = [];
  let made: Media | null = null;
  const media = (): Media => {
    if (made !== null) return made;
    made = start();
    for (const listener of listeners) made.onEvent(listener);
    return made;
  };
  return {
    createLeg: async (...asked) => media().createLeg(...asked),
    offerLeg: async (...asked) => media().offerLeg(...asked),
    acceptAnswer: async (legId, answer) => (made === null ? 'closed' : made.acceptAnswer(legId, answer)),
    createFileLeg: async (playing) => media().createFileLeg(playing),
    createVoiceLeg: async () => media().createVoiceLeg(),
    createRoom: async (seats) => media().createRoom(seats),
    bridge: async (a, b) => media().bridge(a, b),
    unbridge: async (legId) => made?.unbridge(legId),
    play: async (...asked) => media().play(...asked),
    say: async (...asked) => media().say(...asked),
    stop: async (legId) => made?.stop(legId),
    sendDtmf: async (legId, digits) => (await made?.sendDtmf(legId, digits)) ?? false,
    mute: async (legId, isMuted) => made?.mute(legId, isMuted),
    tap: async (...asked) => media().tap(...asked),
    stats: async (legId) => (await made?.stats(legId)) ?? null,
    close: async (legId) => made?.close(legId),
    onEvent(listener) {
      listeners.push(listener);
      made?.onEvent(listener);
    },
    shutDown: async () => made?.shutDown(),
  };
}
