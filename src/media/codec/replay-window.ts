/**
 * Which of the latest packets were seen already, so that a recorded one is not taken twice.
 *
 * ```text
 *            too old     |    one bit each: seen or not     |   newer than all
 *  …------------------+--+----------------------------------+----------------…
 *                        highest - 1023              highest
 * ```
 *
 * Indices only grow (2^48 at most), the bits lie in a ring of words, and the ring has one word more than the window, so
 * that a word can be emptied before it is used again. Source: RFC 3711 section 3.3.2 (at least 64); the ring is that of
 * RFC 6479.
 */

/** How far back a late packet is still taken. */
export const REPLAY_WINDOW = 1024;

const WORD = 32;
const WORDS = REPLAY_WINDOW / WORD + 1;

/** What the window says of an index. `fresh`: not seen, and near enough to know. */
type Replay = 'fresh' | 'seen' | 'too_old';

/** Mutable, of one stream in one direction. */
export type ReplayWindow = {
  /** The greatest index marked; -1 before any. */
  highest(): number;
  check(index: number): Replay;
  /** Remembers a fresh index: after its packet proved genuine, not before. */
  mark(index: number): void;
};

/** A window that has seen nothing. */
export function createReplayWindow(): ReplayWindow {
  const words = new Uint32Array(WORDS);
  let highest = -1;

  function advance(index: number): void {
    const from = Math.floor(highest / WORD);
    const steps = Math.min(Math.floor(index / WORD) - from, WORDS);
    for (let step = 1; step <= steps; step += 1) words[(from + step + WORDS) % WORDS] = 0;
    highest = index;
  }

  return {
    highest: () => highest,
    check(index) {
      if (index > highest) return 'fresh';
      if (index <= highest - REPLAY_WINDOW) return 'too_old';
      return ((words[Math.floor(index / WORD) % WORDS] ?? 0) & (1 << (index % WORD))) === 0 ? 'fresh' : 'seen';
    },
    mark(index) {
      if (index > highest) advance(index);
      const word = Math.floor(index / WORD) % WORDS;
      words[word] = (words[word] ?? 0) | (1 << (index % WORD));
    },
  };
}
