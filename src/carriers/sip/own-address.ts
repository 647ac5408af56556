/** Where we say that we are: the address of ours that a far end can reach. */
import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { HostPort } from '#sip/address/host.ts';
import type { SipTransport } from '#sip/location/location.ts';
import type { Endpoint } from '#sip/message/via.ts';
import type { Flow } from './flow.ts';

/** Addresses that mean nothing on the public network. Sources: RFC 1918, 6598, 3927, 1122, 4193, 4291. */
const INSIDE = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv6');

/** Whether the address is on this machine or a private network. */
export function isInside(address: string): boolean {
  return INSIDE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** The address without what IPv6 sockets put before an IPv4 one (RFC 4291 section 2.5.5.2). */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
}

/** The address as a host is written in messages: IPv6 in brackets. */
function writtenHost(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** What is known of our own addresses. */
export type OwnAddresses = {
  /** The address that the public network reaches us at; null where the machine has it itself. */
  readonly publicAddress: string | null;
  /** The port where we listen for connections of a transport; null where we do not. */
  portOf(transport: SipTransport): number | null;
  /** Where a trunk saw our datagrams come from last; null where it said nothing. */
  seenBy(flow: Flow): Endpoint | null;
};

/**
 * Where a far end reaches us: on the public network our public address, which the settings say or the far end itself
 * said (RFC 3581); else the address of the machine towards it.
 */
export function reachableAt(flow: Flow, { publicAddress, portOf, seenBy }: OwnAddresses): HostPort {
  const { transport, local, remote } = flow;
  const own = isAny(local.address) ? interfaceTowards(remote.address) : local.address;
  // A socket for datagrams hears where it sends from; a connection that we made leaves from a port of its own.
  const port = transport === 'UDP' ? local.port : (portOf(transport) ?? local.port);
  const isOutside = !isInside(remote.address);
  if (isOutside && publicAddress !== null) return { host: writtenHost(publicAddress), port };
  const seen = isOutside && transport === 'UDP' ? seenBy(flow) : null;
  return seen === null ? { host: writtenHost(own), port } : { host: writtenHost(seen.address), port: seen.port };
}

function isAny(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** The machine's address in the far end's network; its first that is not loopback where it is in none of ours. */
function interfaceTowards(remote: string): string {
  const family = isIPv6(remote) ? 'IPv6' : 'IPv4';
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const fitting = all.filter((each) => each.family === family && !each.address.startsWith('fe80:'));
  const near = fitting.find(({ cidr }) => cidr !== null && isWithin(remote, cidr));
  const far = fitting.find(({ internal }) => !internal);
  return near?.address ?? far?.address ?? (family === 'IPv6' ? '::1' : '127.0.0.1');
}

function isWithin(address: string, cidr: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(address, family);
}
