/**
 * Addresses in settings: where this server listens and is reached, who is in front of it, and whom to tell about it.
 */
import { isAddressOrRange } from '#http/network-address.ts';

/**
 * Proxies that are trusted: addresses and CIDR ranges, comma-separated. What is neither, or is everyone, is a fault.
 */
export function readProxies(text: string, faults: string[]): readonly string[] {
  const all = text.split(',').flatMap((each) => (each.trim() === '' ? [] : each.trim()));
  for (const each of all)
    if (!isAddressOrRange(each))
      faults.push(
        `PATCHBAY_TRUSTED_PROXIES holds "${each}"; each must be an IP address or a range such as 172.16.0.0/12, and not everyone.`,
      );
  return all;
}

/** Whom security.txt names: a URI (RFC 9116, section 2.5.3). Null when there is no one. */
export function readContact(text: string | null, faults: string[]): string | null {
  if (text !== null && !/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+\S+)$/.test(text))
    faults.push('PATCHBAY_SECURITY_CONTACT must begin with mailto:, https:// or tel:+.');
  return text;
}

/** An address to listen on, without the brackets that URLs put around IPv6 addresses. */
export function readHost(text: string): string {
  return text.replace(/^\[(.*)\]$/, '$1');
}

/**
 * Hosts of URLs that mean every address of the machine, and where this machine reaches itself then. Source: RFC 1122,
 * 3.2.1.3; RFC 4291, 2.5.2.
 */
const SELF: Readonly<Record<string, string>> = {
  '0.0.0.0': '127.0.0.1',
  '[::]': 'localhost',
  '[::ffff:0:0]': '127.0.0.1',
};

/**
 * Where a program on this machine reaches a server that listens there, as a browser writes an origin: without port 80.
 * A server that listens at every address is not reached at that one.
 */
export function urlOf(host: string, port: number): string {
  const written = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (!URL.canParse(written)) return written; // A zone, such as fe80::1%eth0: no browser takes it.
  const url = new URL(written);
  url.hostname = SELF[url.hostname] ?? url.hostname;
  return url.origin;
}
