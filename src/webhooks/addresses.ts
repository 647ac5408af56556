/**
 * Which network addresses a message may be sent to. A customer names the address, so the server must not be led to its
 * own network.
 */
import { lookup as lookUpName } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/**
 * What is no one's on the Internet. Source: IANA, "IPv4 and IPv6 Special-Purpose Address Registries"; multicast: RFC
 * 5771, RFC 4291.
 */
const RANGES: readonly (readonly [address: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96], // Unspecified, loopback, and IPv4-compatible addresses.
  ['::ffff:0:0', 96], // IPv4-mapped: the address behind it may be any.
  ['64:ff9b::', 96], // Translated to IPv4, likewise.
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4: an IPv4 address within.
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const refused = { 4: new BlockList(), 6: new BlockList() };
for (const [address, bits] of RANGES)
  if (isIP(address) === 4) refused[4].addSubnet(address, bits, 'ipv4');
  else refused[6].addSubnet(address, bits, 'ipv6');

/** Whether anyone on the Internet may have the address. What is no address is not public. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 4) return !refused[4].check(bare, 'ipv4');
  return family === 6 && !refused[6].check(bare, 'ipv6');
}

/** The name leads to an address that no message may be sent to. */
export class AddressRefusedError extends Error {
  override name = 'AddressRefusedError';
  readonly code = 'ADDRESS_REFUSED';
}

/** Finds the addresses of a name. */
export type LookUp = (
  host: string,
  options: { readonly all: true },
  callback: (error: Error | null, addresses: { readonly address: string; readonly family: number }[]) => void,
) => void;

/**
 * A look-up for connections that answers public addresses only. The connection is made to the very addresses that were
 * judged, so a name that changes its mind between the two gains nothing. A name with one private address among others
 * is refused as a whole.
 */
export function guardedLookup(lookUp: LookUp = lookUpName): LookupFunction {
  return (host, options, callback) => {
    lookUp(host, { all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new AddressRefusedError('The name leads to an address that is not public.'), '', 0);
      const [first] = addresses;
      return options.all === true
        ? callback(null, [...addresses])
        : callback(null, first?.address ?? '', first?.family);
    });
  };
}
