/** From where a far end's RTP is heard, and where ours goes: one address and port, and no other. Pure. */
import type { Address } from './udp-socket.ts';

/** Mutable, of one leg. */
export type SourceLock = {
  /**
   * The far end's description names this address, or none, as while it has us on hold by an address of zeros (RFC 3264
   * section 8.4).
   */
  describe(signalled: Address | null): void;
  /** Whether a packet of sound that came from there is the far end's. */
  admits(from: Address): boolean;
  /** Where what we say goes; null: nowhere. */
  target(): Address | null;
};

/**
 * `signaled`: the address that is described. `first`: where the first packet of sound comes from, and from then on that
 * one alone, until another address is described.
 */
export function createSourceLock(source: 'signalled' | 'first'): SourceLock {
  let signalled: Address | null = null;
  let locked: Address | null = null;
  const target = (): Address | null => (signalled === null ? null : (locked ?? signalled));

  return {
    describe(address) {
      if (address !== null && !isSame(address, signalled)) locked = null;
      signalled = address;
    },
    admits(from) {
      if (source === 'first' && locked === null) locked = { address: from.address, port: from.port };
      return isSame(from, locked ?? signalled);
    },
    target,
  };
}

function isSame(a: Address, b: Address | null): boolean {
  return b !== null && a.port === b.port && a.address === b.address;
}
