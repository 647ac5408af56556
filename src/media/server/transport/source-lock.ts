/** From where a far end's RTP is heard, and where ours goes: one address and port, and no other. Pure. */
import type { Address } from './udp-socket.ts';

/** Mutable, of one leg. Times are in milliseconds. */
export type SourceLock = {
  /**
   * The far end describes itself anew, at this address or at none, as while it has us on hold by an address of zeros
   * (RFC 3264 section 8.4). A description that it only repeats is not to be told.
   */
  describe(signalled: Address | null, now: number): void;
  /** Whether a packet of sound that came from there may be the far end's. */
  admits(from: Address, now: number): boolean;
  /** One that was admitted is the far end's, by all that can be told. */
  heard(from: Address): void;
  /** Where what we say goes; null: nowhere. */
  target(): Address | null;
};

/** For so long after a description a far end that was heard before may be heard from elsewhere. */
const OPEN_MILLISECONDS = 3000;

/**
 * `signaled`: the address that is described. `first`: where the first packet of sound comes from, and from then on that
 * one alone. After another description it may move once, within three seconds; what is still on its way from the old
 * address is heard until then.
 */
export function createSourceLock(source: 'signalled' | 'first'): SourceLock {
  let signalled: Address | null = null;
  let locked: Address | null = null;
  let openUntil = Infinity;

  return {
    describe(address, now) {
      if (address !== null && locked !== null) openUntil = now + OPEN_MILLISECONDS;
      signalled = address;
    },
    admits: (from, now) => (source === 'first' ? isSame(from, locked) || now < openUntil : isSame(from, signalled)),
    heard(from) {
      if (source !== 'first' || isSame(from, locked)) return;
      locked = { address: from.address, port: from.port };
      openUntil = 0;
    },
    target: () => (signalled === null ? null : (locked ?? signalled)),
  };
}

function isSame(a: Address, b: Address | null): boolean {
  return b !== null && a.port === b.port && a.address === b.address;
}
