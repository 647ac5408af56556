/** Several sounds one after the other at one leg. */
import type { LegEvent, LegId, Media, Playing } from '../media-server.ts';

export type Playlists = {
  /** Plays them in order; `ended` is called when the last has been heard, never when something else took its place. */
  start(legId: LegId, sounds: readonly Playing[], isStoppedByDigit: boolean, ended?: () => void): Promise<void>;
  /**
   * The leg's list goes no further. What sounds is left to sound: anyone who stops it plays something else or bridges.
   */
  drop(legId: LegId): void;
  heard(event: LegEvent): void;
};

type List = {
  readonly rest: readonly Playing[];
  readonly isStoppedByDigit: boolean;
  readonly ended: (() => void) | undefined;
  playId: string | null;
};

/** Makes the player of lists. */
export function createPlaylists(media: Media, failed: (error: unknown) => void): Playlists {
  const lists = new Map<LegId, List>();
  /** What ended before we were told its id. */
  const early = new Map<LegId, Set<string>>();

  const next = async (legId: LegId, list: List): Promise<void> => {
    const [playing, ...rest] = list.rest;
    if (playing === undefined) {
      lists.delete(legId);
      list.ended?.();
      return;
    }
    const following: List = { ...list, rest, playId: null };
    lists.set(legId, following);
    early.set(legId, new Set());
    const { playId } = await media.play(legId, playing, list.isStoppedByDigit);
    if (lists.get(legId) !== following) return;
    following.playId = playId;
    if (early.get(legId)?.has(playId) === true) await next(legId, following);
  };

  const drop = (legId: LegId): void => {
    lists.delete(legId);
    early.delete(legId);
  };

  return {
    start: async (legId, sounds, isStoppedByDigit, ended) =>
      next(legId, { rest: sounds, isStoppedByDigit, ended, playId: null }),
    drop,
    heard(event) {
      if (event.type === 'lost') return drop(event.legId);
      if (event.type !== 'played') return;
      const list = lists.get(event.legId);
      if (list === undefined) return;
      if (list.playId === null) early.get(event.legId)?.add(event.playId);
      else if (list.playId === event.playId) next(event.legId, list).catch(failed);
    },
  };
}
