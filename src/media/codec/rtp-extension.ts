/**
 * What an RTP header extension carries: small elements, named by a number that SDP (`a=extmap`) gives a meaning.
 *
 * ```text
 *  one-byte form, profile 0xBEDE            two-byte form, profile 0x100x
 *   0 1 2 3 4 5 6 7                          0                   1
 *  +-+-+-+-+-+-+-+-+------------+           +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+----------+
 *  |  ID   |  L    | L+1 bytes  | …         |      ID       |       L       | L bytes  | …
 *  +-+-+-+-+-+-+-+-+------------+           +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+----------+
 *
 *  audio level (RFC 6464): one byte         |V|    level    |   V: voice; level: 0 loud … 127 silent, in -dBov
 * ```
 *
 * A byte of zero between elements pads. Source: RFC 8285 sections 4.1.2, 4.2 and 4.3; RFC 6464 section 3.
 */
import { joinBytes } from './bytes.ts';
import type { RtpExtension } from './rtp.ts';

/** One element: `id` as SDP numbered it, 1 to 14 in the one-byte form, 1 to 255 in the other. */
export type ExtensionElement = { readonly id: number; readonly data: Uint8Array };

/** How loud the packet's sound is, said by its sender without our decoding it. */
export type AudioLevel = {
  /** Whether the sender believes it is speech. */
  readonly voice: boolean;
  /** Decibels below the loudest possible, 0 to 127; 127 is silence. */
  readonly decibelsBelowOverload: number;
};

const ONE_BYTE = 0xbede;
const TWO_BYTE = 0x1000;
const RESERVED_ID = 15;

/** The elements in order, as views. What is cut short is left out; an unknown profile has none. */
export function readExtensionElements(extension: RtpExtension): ExtensionElement[] {
  if (extension.profile === ONE_BYTE) return readOneByteElements(extension.bytes);
  // The low four bits are "appbits", without meaning here (RFC 8285 section 4.3).
  if ((extension.profile & 0xfff0) === TWO_BYTE) return readTwoByteElements(extension.bytes);
  return [];
}

/** The shorter form that can carry the elements: ids 1 to 14 with 1 to 16 bytes each fit one byte. */
export function writeExtensionElements(elements: readonly ExtensionElement[]): RtpExtension {
  const isShort = elements.every(({ id, data }) => id < RESERVED_ID && data.length >= 1 && data.length <= 16);
  const parts = elements.flatMap(({ id, data }) => [
    isShort ? Uint8Array.of((id << 4) | (data.length - 1)) : Uint8Array.of(id, data.length),
    data,
  ]);
  const bytes = joinBytes(parts);
  const padding = new Uint8Array((4 - (bytes.length % 4)) % 4);
  return { profile: isShort ? ONE_BYTE : TWO_BYTE, bytes: joinBytes([bytes, padding]) };
}

/** The level among the elements, where `id` is what SDP calls `urn:ietf:params:rtp-hdrext:ssrc-audio-level`. */
export function readAudioLevel(extension: RtpExtension | null, id: number): AudioLevel | null {
  if (extension === null) return null;
  const level = readExtensionElements(extension).find((element) => element.id === id)?.data[0];
  return level === undefined ? null : { voice: (level & 0x80) !== 0, decibelsBelowOverload: level & 0x7f };
}

/** The one byte of an audio level element. */
export function writeAudioLevel({ voice, decibelsBelowOverload }: AudioLevel): Uint8Array {
  return Uint8Array.of((voice ? 0x80 : 0) | Math.max(0, Math.min(127, Math.round(decibelsBelowOverload))));
}

function readOneByteElements(bytes: Uint8Array): ExtensionElement[] {
  const elements: ExtensionElement[] = [];
  for (let at = 0; at < bytes.length;) {
    const id = (bytes[at] ?? 0) >>> 4;
    const end = at + 2 + ((bytes[at] ?? 0) & 0x0f);
    // An element numbered 15 ends the whole extension; only those before it count (RFC 8285 section 4.2).
    if (id === RESERVED_ID || end > bytes.length) break;
    if (id !== 0) elements.push({ id, data: bytes.subarray(at + 1, end) });
    at = bytes[at] === 0 ? at + 1 : end;
  }
  return elements;
}

function readTwoByteElements(bytes: Uint8Array): ExtensionElement[] {
  const elements: ExtensionElement[] = [];
  for (let at = 0; at < bytes.length;) {
    const id = bytes[at] ?? 0;
    const end = at + 2 + (bytes[at + 1] ?? 0);
    if (id === 0) {
      at += 1;
      continue;
    }
    if (end > bytes.length) break;
    elements.push({ id, data: bytes.subarray(at + 2, end) });
    at = end;
  }
  return elements;
}
