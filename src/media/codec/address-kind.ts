/** Who can reach an IP address. */
import { readAddress } from './ip-address.ts';

/** `loopback`: this machine alone. `private`: those of its own networks. `public`: everyone. */
export type AddressKind = 'loopback' | 'private' | 'public';

type Range = { readonly kind: AddressKind; readonly prefix: readonly number[]; readonly bits: number };

/** Source: RFC 6890 section 2.2: 1122, 1918, 6598, 3927; 4291, 4193. What is in none of these is public. */
const RANGES: Readonly<Record<4 | 16, readonly Range[]>> = {
  4: [
    { kind: 'loopback', prefix: [127], bits: 8 },
    { kind: 'private', prefix: [10], bits: 8 },
    { kind: 'private', prefix: [172, 16], bits: 12 },
    { kind: 'private', prefix: [192, 168], bits: 16 },
    { kind: 'private', prefix: [100, 64], bits: 10 },
    { kind: 'private', prefix: [169, 254], bits: 16 },
  ],
  16: [
    { kind: 'loopback', prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], bits: 128 },
    { kind: 'private', prefix: [0xfc], bits: 7 },
    { kind: 'private', prefix: [0xfe, 0x80], bits: 10 },
  ],
};

/** Its kind; null for what is no address. A port, as some proxies append it, does not count. */
export function addressKind(text: string): AddressKind | null {
  const bare = text.trim().replace(/^\[(.*)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/u, '$1$2');
  const bytes = readAddress(bare);
  if (bytes === null) return null;
  const range = RANGES[bytes.length === 4 ? 4 : 16].find((each) => isIn(bytes, each));
  return range?.kind ?? 'public';
}

function isIn(bytes: Uint8Array, { prefix, bits }: Range): boolean {
  return prefix.every((byte, index) => {
    const rest = Math.min(8, bits - 8 * index);
    const mask = (0xff << (8 - rest)) & 0xff;
    return ((bytes[index] ?? 0) & mask) === (byte & mask);
  });
}
