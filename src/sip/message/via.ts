/**
 * Via: the way that a request took, and that its responses take back.
 *
 * ```text
 *  SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds;rport
 *          └┬┘ └─────┬──────┘        └──────┬───────┘
 *     transport   sent-by                 branch
 * ```
 *
 * Source: RFC 3261 sections 18.2 and 20.42, RFC 3581 (rport).
 */
import { isSpaceCode, isToken, skipSpace } from '../address/grammar.ts';
import type { HostPort } from '../address/host.ts';
import { readHostPort, writeHostPort } from '../address/host.ts';
import type { Parameters } from '../address/parameters.ts';
import { parameterOf, readParameters, withParameter, writeParameters } from '../address/parameters.ts';

/** One hop. `version` is "2.0" for us; `transport` is in upper case, such as "UDP". */
export type Via = HostPort & {
  readonly version: string;
  readonly transport: string;
  readonly parameters: Parameters;
};

/** What begins a branch that its maker keeps unique. Source: RFC 3261 section 8.1.1.7. */
const MAGIC_COOKIE = 'z9hG4bK';

/** Reads one hop; null where it is none. Spaces around its slashes and its colon are the grammar's. */
export function readVia(text: string): Via | null {
  const [name, rest] = cut(text, '/');
  const [version, after] = cut(rest, '/');
  if (name.toUpperCase() !== 'SIP' || !isToken(version)) return null;
  let end = 0;
  while (end < after.length && !isSpaceCode(after.charCodeAt(end))) end += 1;
  const transport = after.slice(0, end);
  const start = skipSpace(after, end);
  if (!isToken(transport) || start === end) return null;
  const semicolon = after.indexOf(';', start);
  const sentBy = readSentBy(after.slice(start, semicolon === -1 ? after.length : semicolon));
  const parameters = readParameters(after, semicolon === -1 ? after.length : semicolon);
  if (sentBy === null || parameters === null) return null;
  return { version, transport: transport.toUpperCase(), ...sentBy, parameters };
}

/** The hop as text. */
export function writeVia(via: Via): string {
  return `SIP/${via.version}/${via.transport} ${writeHostPort(via)}${writeParameters(via.parameters)}`;
}

/**
 * The branch where its maker promises that it is unique, null where not: RFC 2543, or the cookie alone (RFC 4475,
 * badbranch).
 */
export function branchOf(via: Via): string | null {
  const branch = parameterOf(via.parameters, 'branch');
  return branch !== null && branch.startsWith(MAGIC_COOKIE) && branch.length > MAGIC_COOKIE.length ? branch : null;
}

/** Where a packet came from or goes to: an address without brackets. */
export type Endpoint = { readonly address: string; readonly port: number };

/**
 * The hop with the address its request really came from. "received" is set when sent-by says anything else (RFC 3261
 * section 18.2.1), and always beside an "rport", which takes the port (RFC 3581 section 4).
 */
export function stampVia(via: Via, source: Endpoint): Via {
  const asksForPort = parameterOf(via.parameters, 'rport') !== null;
  if (!asksForPort && bare(via.host) === source.address) return via;
  const received = withParameter(via.parameters, 'received', source.address);
  return { ...via, parameters: asksForPort ? withParameter(received, 'rport', String(source.port)) : received };
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { TLS: 5061, WSS: 443, WS: 80 };

/** Where a response is sent when no connection leads back. Source: RFC 3261 section 18.2.2, RFC 3581 section 4. */
export function responseTarget(via: Via): { readonly host: string; readonly port: number } {
  const port = via.port ?? DEFAULT_PORTS[via.transport] ?? 5060;
  // A multicast address is asked for by maddr; no one else may have us send where they did not send from.
  const received = parameterOf(via.parameters, 'received');
  const rport = Number(parameterOf(via.parameters, 'rport') ?? '');
  return { host: bare(received ?? via.host), port: Number.isInteger(rport) && rport > 0 ? rport : port };
}

function bare(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

function readSentBy(text: string): HostPort | null {
  const written = text.trim();
  const colon = written.lastIndexOf(':');
  const isWithPort = colon > written.lastIndexOf(']');
  return readHostPort(isWithPort ? `${written.slice(0, colon).trim()}:${written.slice(colon + 1).trim()}` : written);
}

/** What stands before the first `separator` and after it, both trimmed. */
function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
