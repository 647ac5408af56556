/** Settings that name who is in front of this server, and whom to tell about it. */
import { isAddressOrRange } from '#http/network-address.ts';

/** Proxies that are trusted: addresses and CIDR ranges, comma-separated. What is neither, or is everyone, is a fault. */
export function readProxies(text: string, faults: string[]): readonly string[] {
  const all = text.split(',').flatMap((each) => (each.trim() === '' ? [] : each.trim()));
  for (const each of all)
    if (!isAddressOrRange(each))
      faults.push(
        `PATCHBAY_TRUSTED_PROXIES holds "${each}"; each must be an IP address or a range such as 172.16.0.0/12, and not everyone.`,
      );
  return all;
}

/** Whom security.txt names: a URI (RFC 9116, section 2.5.3). Null when there is nobody. */
export function readContact(text: string | null, faults: string[]): string | null {
  if (text !== null && !/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+\S+)$/.test(text))
    faults.push('PATCHBAY_SECURITY_CONTACT must begin with mailto:, https:// or tel:+.');
  return text;
}
