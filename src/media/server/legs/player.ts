/** A file on its way to a leg: which packets are due by now. */
import type { Sound } from './sounds.ts';
import type { SoundPacket } from '../../audio-packet.ts';

/** Mutable, of one playing. */
export type Player = {
  /** Packets due at `now` in milliseconds; null once the last was given and its time has passed. */
  due(now: number): readonly SoundPacket[] | null;
};

const TICKS_PER_MILLISECOND = 48;

/** Packets that may go out at once after a delay; what is later than that is said later, not faster. */
const MAX_AT_ONCE = 4;

/** Starts at `start`, in milliseconds. Times are counted from there, so the rate of the ticks does not matter. */
export function createPlayer(source: string, sound: Sound, isLooped: boolean, start: number): Player {
  let startedAt = start;
  let index = 0;
  let sent = 0;
  let ticks = 0;

  function next(): SoundPacket | null {
    const packet = sound.packets[index];
    if (packet === undefined) return null;
    const place = { sequenceNumber: sent & 0xffff, timestamp: ticks >>> 0, marker: sent === 0 };
    index = isLooped ? (index + 1) % sound.packets.length : index + 1;
    sent += 1;
    ticks += packet.ticks;
    return { source, kind: 'opus', ...place, payload: packet.payload };
  }

  return {
    due(now) {
      const packets: SoundPacket[] = [];
      while (ticks <= (now - startedAt) * TICKS_PER_MILLISECOND) {
        const packet = packets.length < MAX_AT_ONCE ? next() : null;
        if (packet === null) break;
        packets.push(packet);
      }
      const behind = now - startedAt - ticks / TICKS_PER_MILLISECOND;
      const isOver = index >= sound.packets.length;
      if (isOver && packets.length === 0) return behind >= 0 ? null : [];
      if (behind > 0 && !isOver) startedAt += behind;
      return packets;
    },
  };
}
