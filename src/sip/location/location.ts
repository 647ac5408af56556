/**
 * Where a request goes: from a URI to transports, names and ports, as questions for DNS and what their answers mean.
 * Whoever asks them has the resolver. Sources: RFC 3263 section 4, RFC 2782 (SRV), RFC 3403 (NAPTR), RFC 5922 (names of
 * certificates).
 */
import { isIpv4, isIpv6 } from '../address/host.ts';
import { parameterOf } from '../address/parameters.ts';
import type { SipUri } from '../address/uri.ts';

/** Transports, as a Via names them. */
export const SIP_TRANSPORTS = ['UDP', 'TCP', 'TLS'] as const;

/** One of them. */
export type SipTransport = (typeof SIP_TRANSPORTS)[number];

/** A question for DNS. `address` is A and AAAA; with an IP address as its host there is nothing to ask. */
export type Question =
  | { readonly ask: 'naptr'; readonly domain: string }
  | { readonly ask: 'srv'; readonly name: string; readonly transport: SipTransport }
  | { readonly ask: 'address'; readonly host: string; readonly port: number; readonly transport: SipTransport };

/**
 * Services of NAPTR and prefixes of SRV. For TLS the order of preference is ours: it is safer than what comes after it.
 */
const SERVICES = {
  TLS: { naptr: 'SIPS+D2T', srv: '_sips._tcp.', port: 5061 },
  TCP: { naptr: 'SIP+D2T', srv: '_sip._tcp.', port: 5060 },
  UDP: { naptr: 'SIP+D2U', srv: '_sip._udp.', port: 5060 },
} as const satisfies Record<SipTransport, { readonly naptr: string; readonly srv: string; readonly port: number }>;

/** The port of a transport where nothing says another. */
function defaultPort(transport: SipTransport): number {
  return SERVICES[transport].port;
}

/**
 * What to ask first. Section 4.1: a transport that the URI names is taken; a number, or a port, means UDP for "sip" and
 * TLS for "sips"; else the domain says by NAPTR what it has. Null where the URI names a transport that is not SIP's or
 * not ours.
 */
export function firstQuestion(uri: SipUri, supported: readonly SipTransport[]): Question | null {
  const host = hostOf(uri);
  const named = transportOf(uri);
  if (named === 'unknown' || (named !== null && !supported.includes(named))) return null;
  const isSecure = uri.scheme === 'sips';
  if (!isAddress(host) && uri.port === null) {
    if (named !== null) return { ask: 'srv', name: `${SERVICES[named].srv}${host}`, transport: named };
    return { ask: 'naptr', domain: host };
  }
  const transport = named ?? (isSecure ? 'TLS' : 'UDP');
  if (!supported.includes(transport)) return null;
  return { ask: 'address', host, port: uri.port ?? defaultPort(transport), transport };
}

/** A NAPTR record. */
export type Naptr = {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
};

/**
 * What to ask after NAPTR, in order: the SRV records it names, of transports that we have. Without any, SRV is asked
 * for each of ours (section 4.1). "sips" is reached over TLS
 * alone.
 */
export function afterNaptr(records: readonly Naptr[], uri: SipUri, supported: readonly SipTransport[]): Question[] {
  const ours = supported.filter((transport) => uri.scheme !== 'sips' || transport === 'TLS');
  const sorted = records.toSorted((a, b) => a.order - b.order || a.preference - b.preference);
  const named = sorted.flatMap(({ flags, service, replacement }): Question[] => {
    const transport = ours.find((each) => SERVICES[each].naptr === service.toUpperCase());
    const isSrv = transport !== undefined && flags.toLowerCase() === 's' && replacement !== '';
    return isSrv ? [{ ask: 'srv', name: replacement, transport }] : [];
  });
  if (named.length > 0) return named;
  return ours.map((transport) => ({ ask: 'srv', name: `${SERVICES[transport].srv}${hostOf(uri)}`, transport }));
}

/** What to ask where there is no SRV either: the address of the host itself, at the port that its transport has. */
export function afterNothing(uri: SipUri, supported: readonly SipTransport[]): Question | null {
  const named = transportOf(uri);
  const transport = named === null || named === 'unknown' ? (uri.scheme === 'sips' ? 'TLS' : 'UDP') : named;
  if (!supported.includes(transport)) return null;
  return { ask: 'address', host: hostOf(uri), port: defaultPort(transport), transport };
}

/** An SRV record. */
export type Srv = { readonly priority: number; readonly weight: number; readonly name: string; readonly port: number };

/**
 * The addresses to ask for after SRV, in the order to try them: by priority, and within one at random by weight (RFC
 * 2782). A single "." says that there is no such service. `random` gives numbers from 0 up to 1.
 */
export function afterSrv(records: readonly Srv[], transport: SipTransport, random: () => number): Question[] {
  const questions: Question[] = [];
  const waiting = records.filter(({ name }) => name !== '.' && name !== '').toSorted((a, b) => a.priority - b.priority);
  while (waiting.length > 0) {
    const priority = waiting[0]?.priority;
    const level = waiting.filter((each) => each.priority === priority);
    const chosen = chooseByWeight(level, random());
    waiting.splice(waiting.indexOf(chosen), 1);
    questions.push({ ask: 'address', host: chosen.name, port: chosen.port, transport });
  }
  return questions;
}

/**
 * The name that a TLS certificate has to have, and that SNI asks for: the domain of the URI, whatever SRV or a route
 * made of it (RFC 5922 section 4).
 */
export function certificateNameOf(uri: SipUri): string {
  return uri.host.startsWith('[') ? uri.host.slice(1, -1) : uri.host.toLowerCase();
}

/**
 * "Select the RR whose running sum value is the first in the selected order which is greater than or equal to the
 * random number".
 */
function chooseByWeight(level: readonly Srv[], random: number): Srv {
  const ordered = level.toSorted((a, b) => Number(a.weight !== 0) - Number(b.weight !== 0));
  const drawn = Math.floor(random * (1 + ordered.reduce((sum, { weight }) => sum + weight, 0)));
  let sum = 0;
  for (const each of ordered) if ((sum += each.weight) >= drawn) return each;
  const [first] = ordered;
  if (first === undefined) throw new Error('There is nothing to choose from.');
  return first;
}

/** Where the request really goes: maddr overrides the host (RFC 3261 section 19.1.1). Without brackets. */
function hostOf(uri: SipUri): string {
  const host = parameterOf(uri.parameters, 'maddr') || uri.host;
  return host.startsWith('[') ? host.slice(1, -1) : host.toLowerCase();
}

function isAddress(host: string): boolean {
  return isIpv4(host) || isIpv6(host);
}

/** "sips" over "tcp" is TLS, and "tls" is what devices write though it is deprecated (section 26.2.2). */
function transportOf(uri: SipUri): SipTransport | 'unknown' | null {
  const named = parameterOf(uri.parameters, 'transport')?.toUpperCase();
  if (named === undefined) return null;
  if (uri.scheme === 'sips') return named === 'TCP' || named === 'TLS' ? 'TLS' : 'unknown';
  return SIP_TRANSPORTS.find((each) => each === named) ?? 'unknown';
}
