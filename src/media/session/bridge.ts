/** Legs that talk with each other: two by a bridge, more in a room. One step at a time; told twice it does nothing. */
import type { LegId, Media } from '../media-server.ts';

/** Mutable, of one call. */
export type Conversation = {
  /** These talk, two at least, and no one else. Where nothing can be mixed, the first two do. */
  join(legs: readonly LegId[]): Promise<void>;
  /** No one talks any more. */
  end(): Promise<void>;
  /** The leg whose sound this one hears; null while it is not in it. */
  heardBy(leg: LegId): LegId | null;
  /** Whether the leg was one of ours that made them hear each other: they have to be joined anew. */
  lost(leg: LegId): boolean;
};

/** No one talks yet. */
export function createConversation(media: Media): Conversation {
  let talking: readonly LegId[] = [];
  let room: readonly LegId[] = [];

  const vacate = async (seats: readonly LegId[]): Promise<void> => {
    await Promise.all(seats.map(async (seat) => media.close(seat)));
  };

  const isSame = (legs: readonly LegId[]): boolean =>
    legs.length === talking.length && legs.every((leg, index) => leg === talking[index]);

  return {
    async join(legs) {
      if (isSame(legs)) return;
      const former = room;
      [talking, room] = [[], []];
      const seats = legs.length > 2 ? await media.createRoom(legs.length) : null;
      const [first, second] = legs;
      if (seats !== null) {
        room = seats;
        await Promise.all(seats.map(async (seat, index) => media.bridge(legs[index] ?? '', seat)));
      } else if (first !== undefined && second !== undefined) await media.bridge(first, second);
      talking = legs;
      await vacate(former);
    },
    async end() {
      const [legs, seats] = [talking, room];
      [talking, room] = [[], []];
      await Promise.all(legs.map(async (leg) => media.unbridge(leg)));
      await vacate(seats);
    },
    heardBy(leg) {
      const index = talking.indexOf(leg);
      if (index < 0) return null;
      return room[index] ?? (index < 2 ? (talking[1 - index] ?? null) : null);
    },
    lost(leg) {
      if (!room.includes(leg)) return false;
      talking = [];
      return true;
    },
  };
}
