/**
 * Which of the server's addresses a page is told: those that it can use, and none that are no business of strangers.
 */
import { addressKind } from '../../codec/address-kind.ts';
import type { AddressKind } from '../../codec/address-kind.ts';

/** Where the media ports can be reached. */
export type KnownAddresses = {
  /** What the operator says, else what a STUN server sees. Every page is told these, first. */
  readonly outside: readonly string[];
  /** The interfaces' own, the best first. */
  readonly own: readonly string[];
};

/**
 * The same for who talks with one address alone, as plain RTP does: those of the family of `far`, an IP address, before
 * the others. A telephone on IPv6 can often reach nothing else.
 */
export function likeFirst(addresses: readonly string[], far: string): readonly string[] {
  const isLike = (address: string): boolean => address.includes(':') === isSix(far);
  return addresses.toSorted((a, b) => Number(isLike(b)) - Number(isLike(a)));
}

/** An IPv4 address within IPv6, `::ffff:192.0.2.1`, is none. */
function isSix(address: string): boolean {
  return address.includes(':') && !address.includes('.');
}

/** By who asks: which of the own addresses are told, in this order. */
const TOLD = {
  loopback: ['public', 'private', 'loopback'],
  private: ['private', 'public'],
  public: ['public'],
} as const satisfies Record<AddressKind, readonly AddressKind[]>;

/**
 * The addresses for a page that asks from `asker`, an IP address; one that cannot be read is a stranger's. Never none
 * while any is known: where nothing fits, the private ones are told, and where there are none, loopback, because a call
 * without sound helps no one.
 */
export function addressesFor({ outside, own }: KnownAddresses, asker: string): readonly string[] {
  const of = (kind: AddressKind): readonly string[] => own.filter((address) => addressKind(address) === kind);
  const fitting = [...outside, ...TOLD[addressKind(asker) ?? 'public'].flatMap(of)];
  const [told = []] = [fitting, of('private'), own].filter((each) => each.length > 0);
  return [...new Set(told)];
}
