/**
 * Keys of SRTP as SDP carries them, for ends that trust the way of their signaling.
 *
 * ```text
 *  a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32
 *           |  |                             |                                        |     |
 *           |  suite                         key and salt, 30 bytes in base64         |     key identifier, its length
 *           tag: which of the offered is meant                                        packets it may secure
 * ```
 *
 * Source: RFC 4568 sections 4 to 6, 9.1 and 9.2.
 */
import type { SrtpMaster } from './srtp-keys.ts';

/** The suites that we know, by their bytes of a packet's tag. The strong one is offered first. */
export const SDES_SUITES = { AES_CM_128_HMAC_SHA1_80: 10, AES_CM_128_HMAC_SHA1_32: 4 } as const;

/** The name of one. */
export type SdesSuite = keyof typeof SDES_SUITES;

/** A line of one side: what it encrypts with. */
export type SdesKey = { readonly tag: number; readonly suite: SdesSuite; readonly master: SrtpMaster };

/** Bytes of a key and its salt. */
export const SDES_KEY_BYTES = 30;

const SALT_AT = 16;

/**
 * Reads what stands after `a=crypto:`. Null for what we cannot do, which RFC 4568 section 5.1.2 has us refuse: another
 * suite, several keys, a key identifier in each packet, streams left in the clear.
 */
export function readSdes(value: string): SdesKey | null {
  const [tag = '', name = '', parameters = '', ...session] = value.trim().split(/\s+/u);
  const suite = suiteOf(name);
  const [, text, rest = ''] = /^inline:([A-Za-z\d+/]{40})((?:\|[^|;]*)*)$/u.exec(parameters) ?? [];
  const hasIdentifier = rest.includes(':');
  const isPlain = session.every((one) => one.startsWith('WSH='));
  if (suite === null || text === undefined || hasIdentifier || !isPlain || !/^\d{1,9}$/u.test(tag)) return null;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return { tag: Number(tag), suite, master: masterOf(bytes) };
}

/** What stands after `a=crypto:`. */
export function writeSdes({ tag, suite, master: { key, salt } }: SdesKey): string {
  return `${tag} ${suite} inline:${btoa(String.fromCharCode(...key, ...salt))}`;
}

/** Key and salt of 30 bytes. */
export function masterOf(bytes: Uint8Array): SrtpMaster {
  return { key: bytes.slice(0, SALT_AT), salt: bytes.slice(SALT_AT, SDES_KEY_BYTES) };
}

/** Whether both encrypt alike: then what was counted under the one counts on under the other. */
export function isSameKey(a: SrtpMaster, b: SrtpMaster): boolean {
  const bytes = ({ key, salt }: SrtpMaster): string => [...key, ...salt].join();
  return bytes(a) === bytes(b);
}

function suiteOf(name: string): SdesSuite | null {
  return name === 'AES_CM_128_HMAC_SHA1_80' || name === 'AES_CM_128_HMAC_SHA1_32' ? name : null;
}
