/** Which trunk a message comes from, by its address alone: the first thing that is asked of it, before it is read. */
import { BlockList, isIP } from 'node:net';
import { parameterOf } from '#sip/address/parameters.ts';
import { isSipUri } from '#sip/address/uri.ts';
import type { SipRequest } from '#sip/message/message.ts';
import type { Flow } from './flow.ts';
import { newWord } from './randomness.ts';
import type { SipTrunk } from './sip-trunk.ts';

/** Who is believed. */
export type Trust = {
  /** Takes the trunks that there are now; the addresses of those that have gone are forgotten. */
  use(trunks: readonly SipTrunk[]): void;
  /** The host of the trunk has these addresses now. */
  reachedAt(trunkId: number, addresses: readonly string[]): void;
  /** Whether an address is a trunk's. */
  isKnown(address: string): boolean;
  /** The trunks that the flow may belong to; none for a stranger. */
  trunksOf(flow: Flow): readonly SipTrunk[];
  find(trunkId: number): SipTrunk | null;
  all(): readonly SipTrunk[];
  /** The word that our Contact has at the trunk's registrar, and no one else knows. */
  lineOf(trunkId: number): string;
  /** The trunk whose registrar passed a request on to us by that word; null for any other. */
  trunkOfLine(request: SipRequest): SipTrunk | null;
};

/** Addresses of a trunk's host that are kept at most, the newest: providers move among more than DNS says at once. */
const MAX_ADDRESSES = 64;

type Known = {
  readonly trunk: SipTrunk;
  readonly ranges: BlockList;
  readonly addresses: Set<string>;
  readonly line: string;
};

/** Without trunks yet: everyone is a stranger. */
export function createTrust(): Trust {
  const known = new Map<number, Known>();
  const at = (address: string): SipTrunk[] => {
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    const found: SipTrunk[] = [];
    for (const { trunk, ranges, addresses } of known.values())
      if (addresses.has(address) || ranges.check(address, family)) found.push(trunk);
    return found;
  };
  return {
    use(trunks) {
      const before = new Map(known);
      known.clear();
      for (const trunk of trunks) {
        const was = before.get(trunk.id);
        const addresses = was?.trunk.host === trunk.host ? was.addresses : new Set<string>();
        if (isIP(trunk.host) !== 0) addresses.add(trunk.host);
        known.set(trunk.id, { trunk, ranges: rangesOf(trunk), addresses, line: was?.line ?? newWord() });
      }
    },
    reachedAt(trunkId, addresses) {
      const found = known.get(trunkId);
      for (const each of addresses) {
        found?.addresses.delete(each);
        found?.addresses.add(each);
      }
      for (const oldest of found?.addresses ?? []) {
        if ((found?.addresses.size ?? 0) <= MAX_ADDRESSES) break;
        found?.addresses.delete(oldest);
      }
    },
    isKnown: (address) => at(address).length > 0,
    trunksOf({ channel, remote }) {
      const own = channel.trunkId === null ? undefined : known.get(channel.trunkId);
      return own === undefined ? at(remote.address) : [own.trunk];
    },
    find: (trunkId) => known.get(trunkId)?.trunk ?? null,
    all: () => Array.from(known.values(), ({ trunk }) => trunk),
    lineOf: (trunkId) => known.get(trunkId)?.line ?? newWord(),
    trunkOfLine({ uri }) {
      const word = isSipUri(uri) ? parameterOf(uri.parameters, LINE) : null;
      if (word === null) return null;
      for (const { trunk, line } of known.values()) if (line === word) return trunk;
      return null;
    },
  };
}

/**
 * The likeliest of the trunks at one address: the one whose user name the request is for, as registrars send it, else
 * the first.
 */
export function likeliest(trunks: readonly SipTrunk[], { uri }: SipRequest): SipTrunk | null {
  const user = isSipUri(uri) ? uri.user : null;
  const named = user === null ? undefined : trunks.find(({ username }) => username === user);
  return named ?? trunks[0] ?? null;
}

/** The parameter of our Contact that only a registrar has been told. */
const LINE = 'line';

function rangesOf({ inboundAddresses }: SipTrunk): BlockList {
  const list = new BlockList();
  for (const each of inboundAddresses) {
    const [address = '', bits] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) continue;
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
