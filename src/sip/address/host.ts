/** Hosts and ports. Source: RFC 3261 section 25.1 (`hostport`), RFC 3986 section 3.2.2, RFC 5118 (IPv6). */
import { COLON, consistsOf, HEX, HOST_NAME, readNumber } from './grammar.ts';

/** A host as it was written, an IPv6 address with its brackets; the port null where none was written. */
export type HostPort = { readonly host: string; readonly port: number | null };

const OPEN = 0x5b;
const MAX_HOST = 255;

/** Reads `host[:port]`, all of the text; null where it is none, or its port is past 65,535. */
export function readHostPort(text: string): HostPort | null {
  const end = text.charCodeAt(0) === OPEN ? text.indexOf(']') + 1 : endOfName(text);
  const host = text.slice(0, end);
  if (!isHost(host)) return null;
  if (end === text.length) return { host, port: null };
  if (text.charCodeAt(end) !== COLON) return null;
  const port = readNumber(text.slice(end + 1), 65_535);
  return port === null ? null : { host, port };
}

/** `host[:port]`. */
export function writeHostPort({ host, port }: HostPort): string {
  return port === null ? host : `${host}:${port}`;
}

/** Whether this is a name, an IPv4 address, or an IPv6 address in brackets. */
function isHost(host: string): boolean {
  if (host.charCodeAt(0) === OPEN) return host.endsWith(']') && isIpv6(host.slice(1, -1));
  return host.length <= MAX_HOST && consistsOf(host, HOST_NAME);
}

/**
 * Whether this is an IPv6 address, without brackets: eight groups, or fewer around one "::"; the last two may be an
 * IPv4 address. Zones ("%eth0") mean nothing to another machine and are refused.
 */
export function isIpv6(text: string): boolean {
  if (text.length < 2 || text.length > 45) return false;
  const sides = text.split('::');
  if (sides.length > 2) return false;
  let groups = 0;
  for (const [index, side] of sides.entries()) {
    const found = groupsOf(side, index === sides.length - 1);
    if (found === -1) return false;
    groups += found;
  }
  return sides.length === 2 ? groups <= 7 : groups === 8;
}

/** How many groups of 16 bits stand here, -1 where something else does. */
function groupsOf(side: string, isLast: boolean): number {
  if (side === '') return 0;
  const parts = side.split(':');
  let groups = 0;
  for (const [index, part] of parts.entries()) {
    const isGroup = part.length <= 4 && consistsOf(part, HEX);
    if (isGroup) groups += 1;
    else if (isLast && index === parts.length - 1 && isIpv4(part)) groups += 2;
    else return -1;
  }
  return groups;
}

/** Whether this is four numbers up to 255 with dots between. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => part.length <= 3 && readNumber(part, 255) !== null);
}

function endOfName(text: string): number {
  let end = 0;
  while (end < text.length && text.charCodeAt(end) !== COLON) end += 1;
  return end;
}
