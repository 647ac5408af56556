/** The way of a request within a dialog. */
import { isIP } from 'node:net';
import { parameterOf } from '#sip/address/parameters.ts';
import { withParameter } from '#sip/address/parameters.ts';
import type { SipUri } from '#sip/address/uri.ts';
import { isSipUri } from '#sip/address/uri.ts';
import type { NoWay } from './ask.ts';
import type { Flow } from './flow.ts';
import { isReliable } from './flow.ts';
import { isInside } from './own-address.ts';
import type { Place } from './signalling.ts';
import type { TargetBook } from './target-book.ts';
import type { Target } from './targets.ts';

/** Ways of dialogs. */
export type DialogWays = {
  /** The way that is known and open; null where one has to be found. */
  openWay(place: Place): Flow | null;
  /** Where else it may go: where its next hop says. */
  locate(place: Place): Promise<readonly Target[]>;
  /** The first of those that can be opened. */
  findWay(place: Place): Promise<Flow | null>;
};

/**
 * The connection that a dialog began on is kept as long as it is open: providers refuse requests within a dialog on any
 * other. A datagram goes to the next hop; where that is a private address and the far end's is not, to where its own
 * datagrams came from (the far end is behind a NAT that it does not know of).
 */
export function createDialogWays(
  targets: TargetBook,
  open: (target: Target, trunkId: number) => Promise<Flow | NoWay>,
): DialogWays {
  const locate = async ({ trunk, flow, nextHop }: Place): Promise<readonly Target[]> => {
    if (!isSipUri(nextHop)) return targets.ofTrunk(trunk);
    const isAway = isIP(bare(nextHop.host)) !== 0 && isBehindNat(nextHop, flow);
    // What a far end behind a NAT says of itself leads nowhere once its connection is gone: its trunk is asked instead.
    if (isAway) return targets.ofTrunk(trunk);
    const isNamed = parameterOf(nextHop.parameters, 'transport') !== null || nextHop.scheme === 'sips';
    return targets.ofUri(isNamed ? nextHop : over(nextHop, flow), trunk);
  };

  return {
    locate,
    openWay({ flow, nextHop }) {
      if (!flow.channel.isOpen()) return null;
      if (isReliable(flow) || !isSipUri(nextHop)) return flow;
      const host = bare(nextHop.host);
      const transport = parameterOf(nextHop.parameters, 'transport')?.toLowerCase() ?? 'udp';
      if (isIP(host) === 0 || transport !== 'udp') return null;
      if (isBehindNat(nextHop, flow)) return flow;
      return { ...flow, remote: { address: host, port: nextHop.port ?? 5060 } };
    },
    async findWay(place) {
      for (const target of await locate(place)) {
        const flow = await open(target, place.trunk.id);
        if (!('fault' in flow)) return flow;
      }
      return null;
    },
  };
}

function isBehindNat({ host }: SipUri, { remote }: Flow): boolean {
  return isInside(bare(host)) && !isInside(remote.address);
}

function over(uri: SipUri, { transport }: Flow): SipUri {
  if (transport === 'UDP') return uri;
  return { ...uri, parameters: withParameter(uri.parameters, 'transport', transport.toLowerCase()) };
}

function bare(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}
