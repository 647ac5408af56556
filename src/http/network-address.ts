/** Network addresses as limits count them, and the proxies whose word about an address is taken. */
import { isIP } from 'node:net';

/** What an address that cannot be read counts as: all of them together. */
const UNREADABLE = 'unreadable';

/**
 * The key that a limit counts an address by: an IPv4 address as it is, also where IPv6 carries it (`::ffff:a.b.c.d`,
 * RFC 4291, section 2.5.5.2; `64:ff9b::/96`, RFC 6052), and of an IPv6 address its /64, because one subscriber has at
 * least that many (RFC 6177). A port, as some proxies append it, and a zone (`%eth0`) do not count.
 */
export function addressKey(address: string): string {
  const bare = address.trim().replace(/^\[(.*)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1$2');
  if (isIP(bare) === 4) return bare;
  if (isIP(bare) !== 6) return UNREADABLE;
  const groups = groupsOf(bare.split('%')[0] ?? '');
  if (isCarryingIpv4(groups)) return groups.slice(6).flatMap(octets).join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  // The URL parser writes the last 32 bits in hexadecimal, too, and shortens only by `::`.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = canonical.split('::');
  const split = (half: string): string[] => half.split(':').filter((group) => group !== '');
  const [left, right] = [split(head), split(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

/** The first 96 bits of what carries an IPv4 address, in decimal. */
const MAPPED = [0, 0, 0, 0, 0, 0xff_ff].join(':');
const TRANSLATED = [0x64, 0xff_9b, 0, 0, 0, 0].join(':');

function isCarryingIpv4(groups: readonly number[]): boolean {
  const prefix = groups.slice(0, 6).join(':');
  return prefix === MAPPED || prefix === TRANSLATED;
}

function octets(group: number): readonly number[] {
  return [group >> 8, group & 0xff];
}

/**
 * Whether the text names one address, or a range in CIDR notation that is not everyone: `10.0.0.5`, `10.0.0.0/8`,
 * `fd00::/8`.
 */
export function isAddressOrRange(text: string): boolean {
  const [, address = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return false;
  return bits === undefined || (Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128));
}
