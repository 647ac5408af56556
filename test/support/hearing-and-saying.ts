/** What a stand-in of a browser or a telephone has heard and said, and waiting for more of either. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Heard } from './webrtc-peer.ts';

/** Milliseconds of sound in a packet of those that are counted. */
const PACKET_MS = 20;

/** What was heard. */
export type Hearing = {
  /** All packets that came, in their order. */
  readonly heard: readonly Heard[];
  took(packet: Heard): void;
  /** Waits until it heard what `isEnough` wants, and resolves with all that it heard. Rejects after a minute. */
  hears(isEnough: (heard: readonly Heard[]) => boolean, milliseconds?: number): Promise<readonly Heard[]>;
};

/** `who`: named when it did not hear what it should. */
export function createHearing(who: string): Hearing {
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  return {
    heard,
    took(packet) {
      heard.push(packet);
      for (const look of waiting) look();
    },
    async hears(isEnough, milliseconds = 60_000) {
      if (isEnough(heard)) return heard;
      await new Promise<void>((resolve, reject) => {
        const timeout = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${who} did not hear that within ${milliseconds} ms; ${heard.length} packets came`));
        }, milliseconds);
        function look(): void {
          if (!isEnough(heard)) return;
          clearTimeout(timeout);
          waiting.delete(look);
          resolve();
        }
        waiting.add(look);
      });
      return heard;
    },
  };
}

/** What was said. */
export type Saying = {
  saidOne(): void;
  /** Waits until it said this many packets more, and for the time that they last. */
  says(packets: number): Promise<void>;
};

/** Nothing yet. */
export function createSaying(): Saying {
  const saying = new Set<() => void>();
  return {
    saidOne() {
      for (const count of saying) count();
    },
    async says(packets) {
      const done = Promise.withResolvers<null>();
      let left = packets;
      const count = () => void ((left -= 1) <= 0 && done.resolve(null));
      saying.add(count);
      // After a stall of this process what was missed is said at once: the count alone would be reached too soon.
      await Promise.all([done.promise, sleep(packets * PACKET_MS)]);
      saying.delete(count);
    },
  };
}
