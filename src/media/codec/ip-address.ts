/** IP addresses as text and as bytes in network order. Source: RFC 4291 section 2.2. */

/**
 * 4 bytes of IPv4 or 16 of IPv6 (a zone after `%` is left out; an IPv4 address mapped into IPv6 is IPv4). Null: no
 * address.
 */
export function readAddress(text: string): Uint8Array | null {
  const [address = ''] = text.split('%');
  return address.includes(':') ? readV6(address) : readV4(address);
}

function readV4(text: string): Uint8Array | null {
  const parts = text.split('.');
  const isValid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/u.test(part) && Number(part) <= 255);
  return isValid ? Uint8Array.from(parts, Number) : null;
}

function readV6(text: string): Uint8Array | null {
  const mapped = /^::ffff:([\d.]+)$/iu.exec(text)?.[1];
  if (mapped !== undefined) return readV4(mapped);
  const [before = '', after, more] = text.split('::');
  if (more !== undefined) return null;
  const head = groupsOf(before);
  const tail = groupsOf(after ?? '');
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[\da-f]{1,4}$/iu.test(group))) return null;
  return Uint8Array.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >>> 8, Number.parseInt(group, 16) & 0xff]),
  );
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
