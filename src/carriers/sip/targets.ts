/** Where a trunk's requests go, as addresses in the order to try them. Source: RFC 3263 section 4. */
import { isIP } from 'node:net';
import { parameterOf, withParameter } from '#sip/address/parameters.ts';
import { readHostPort } from '#sip/address/host.ts';
import type { SipUri, Uri } from '#sip/address/uri.ts';
import { isSipUri, sipUri } from '#sip/address/uri.ts';
import type { Question, SipTransport } from '#sip/location/location.ts';
import {
  afterNaptr,
  afterNothing,
  afterSrv,
  certificateNameOf,
  firstQuestion,
  SIP_TRANSPORTS,
} from '#sip/location/location.ts';
import type { SipResolver } from './resolver.ts';
import type { SipTrunk } from './sip-trunk.ts';

/** One address to send to. `name` is what a certificate there has to say. */
export type Target = {
  readonly transport: SipTransport;
  readonly address: string;
  readonly port: number;
  readonly name: string;
};

/** Targets and how long they hold, in seconds. */
export type Located = { readonly targets: readonly Target[]; readonly ttl: number };

/** How long answers hold at least and at most, and those of which nothing says it. Seconds. */
const TTL = { least: 10, most: 3600, unsaid: 60 };
/** Targets of one trunk. */
const MAX_TARGETS = 16;

/**
 * Asks for the targets of a trunk, or of its outbound proxy. None where the name leads nowhere. RFC 3263 leaves the
 * choice among transports to DNS; of a trunk an administrator has made it, and DNS says where each is.
 */
export async function locateTrunk(trunk: SipTrunk, dns: SipResolver, random: () => number): Promise<Located> {
  const transports = transportsOf(trunk);
  const uri = firstHopOf(trunk);
  const proxied = { ...uri, parameters: [] };
  // A certificate has the name that people typed: of the proxy where it has one, else of the trunk.
  const name = isIP(bare(uri.host)) === 0 ? certificateNameOf(uri) : trunk.host;
  const asking = createAsking(dns, random, name);
  const [only] = transports;
  if (only !== undefined && transports.length === 1) return asking.locate(named(uri, only), transports);
  // A port, or an address, says nothing about transports: each is tried there in the trunk's order.
  if (uri.port !== null || isIP(bare(uri.host)) !== 0)
    return asking.each(
      transports.map((transport) => named(proxied, transport)),
      transports,
    );
  const { targets, ttl } = await asking.locate(
    proxied,
    transports,
    transports.map((transport) => named(proxied, transport)),
  );
  const rank = ({ transport }: Target): number => transports.indexOf(transport);
  return { targets: targets.toSorted((one, other) => rank(one) - rank(other)), ttl };
}

/** Asks for the targets of a URI, such as where a dialog is. */
export async function locateUri(uri: Uri, trunk: SipTrunk, dns: SipResolver, random: () => number): Promise<Located> {
  if (!isSipUri(uri)) return locateTrunk(trunk, dns, random);
  const name = isIP(bare(uri.host)) === 0 ? certificateNameOf(uri) : trunk.host;
  return createAsking(dns, random, name).locate(uri, SIP_TRANSPORTS);
}

/** The first hop of a trunk's requests: its outbound proxy, else its host. */
export function firstHopOf({ host, port, outboundProxy }: SipTrunk): SipUri {
  const proxy = outboundProxy === null ? null : readHostPort(outboundProxy);
  if (proxy !== null) return sipUri(null, proxy.host, proxy.port);
  return sipUri(null, host.includes(':') ? `[${host}]` : host, port);
}

/** The transports of a trunk, in its order. */
function transportsOf({ transports }: SipTrunk): readonly SipTransport[] {
  const names = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const;
  return transports.map((each) => names[each]);
}

function createAsking(dns: SipResolver, random: () => number, name: string) {
  let ttl: number | null = null;
  const held = (seconds: number | null): void => {
    const bounded = Math.min(TTL.most, Math.max(TTL.least, seconds ?? TTL.unsaid));
    ttl = Math.min(ttl ?? bounded, bounded);
  };

  /** The targets behind a question, those of each record in turn. */
  const follow = async (question: Question): Promise<Target[]> => {
    if (question.ask === 'naptr') return [];
    if (question.ask === 'srv') {
      const { records, ttl: seconds } = await dns.srv(question.name);
      held(seconds);
      return followAll(afterSrv(records, question.transport, random));
    }
    const { host, port, transport } = question;
    if (isIP(host) !== 0) return [{ transport, address: host, port, name }];
    const { records, ttl: seconds } = await dns.addresses(host);
    held(seconds);
    return records.map((address) => ({ transport, address, port, name }));
  };

  const followAll = async (questions: readonly Question[]): Promise<Target[]> => {
    const targets: Target[] = [];
    for (const question of questions) {
      if (targets.length >= MAX_TARGETS) break;
      targets.push(...(await follow(question)));
    }
    return targets.slice(0, MAX_TARGETS);
  };

  /** `plain`: what the address is asked of where there is neither NAPTR nor SRV. */
  const findTargets = async (
    uri: SipUri,
    supported: readonly SipTransport[],
    plain: readonly SipUri[] = [uri],
  ): Promise<Target[]> => {
    const first = firstQuestion(uri, supported);
    if (first === null) return [];
    if (first.ask === 'address') return follow(first);
    const next = first.ask === 'naptr' ? afterNaptr((await dns.naptr(first.domain)).records, uri, supported) : [first];
    const targets = await followAll(next);
    if (targets.length > 0) return targets;
    return followAll(plain.flatMap((each) => afterNothing(each, supported) ?? []));
  };

  const located = (targets: readonly Target[]): Located => ({
    targets: targets.slice(0, MAX_TARGETS),
    ttl: ttl ?? TTL.most,
  });

  return {
    async each(uris: readonly SipUri[], supported: readonly SipTransport[]): Promise<Located> {
      const targets: Target[] = [];
      for (const uri of uris) targets.push(...(await findTargets(uri, supported)));
      return located(targets);
    },
    locate: async (...asked: Parameters<typeof findTargets>) => located(await findTargets(...asked)),
  };
}

function named(uri: SipUri, transport: SipTransport): SipUri {
  if (parameterOf(uri.parameters, 'transport') !== null) return uri;
  return { ...uri, parameters: withParameter(uri.parameters, 'transport', transport.toLowerCase()) };
}

function bare(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}
