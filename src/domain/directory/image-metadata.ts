/**
 * What a picture tells besides its picture: where and when a photograph was taken, with which camera, by whom. It is
 * taken out before everyone is shown the picture. What is kept is named here, so that what is unknown goes.
 */
import type { LogoType } from './appearance.ts';

/**
 * The image without it; what follows its end goes as well. A photograph that its metadata turns is shown unturned.
 */
export function withoutMetadata(bytes: Uint8Array, mediaType: LogoType): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return joined(STRIPPED[mediaType](bytes, view));
}

const STRIPPED = {
  'image/png': pngParts,
  'image/jpeg': jpegParts,
  'image/webp': webpParts,
} as const satisfies Record<LogoType, (bytes: Uint8Array, view: DataView) => readonly Uint8Array[]>;

/** Pixels, colors and frames. Source: PNG (third edition), section 11. */
const PNG_CHUNKS = 'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT'.split(' ');

/**
 * ```
 * signature 8 | length 4 | type 4 | data | crc 4 | …
 * ```
 */
function pngParts(bytes: Uint8Array, view: DataView): Uint8Array[] {
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const [type, end] = [nameAt(bytes, at + 4), at + 12 + view.getUint32(at)];
    if (end > bytes.length) break;
    if (PNG_CHUNKS.includes(type)) parts.push(bytes.subarray(at, end));
    if (type === 'IEND') break;
    at = end;
  }
  return parts;
}

/**
 * Every segment but APP1 to APP15 and comments; of those the profile of colors and Adobe's, which says how colors are
 * coded, stay. Source: ITU-T T.81, section B.1.1; ICC.1, annex B.4.
 *
 * ```
 * ff d8 | ff marker | length 2 | … | ff da | length 2 | … | coded until a marker | … | ff d9
 * ```
 */
function jpegParts(bytes: Uint8Array, view: DataView): Uint8Array[] {
  const parts = [bytes.subarray(0, 2)];
  for (let at = 2; at + 4 <= bytes.length;) {
    if (view.getUint8(at) !== 0xff) break;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    const length = at + 2 + view.getUint16(at + 2);
    const end = marker === 0xda ? endOfScan(bytes, length) : length;
    if (end > bytes.length) break;
    if (isShown(bytes, at, marker)) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return [...parts, Uint8Array.of(0xff, 0xd9)];
}

function isShown(bytes: Uint8Array, at: number, marker: number): boolean {
  if (marker === 0xfe) return false;
  if (marker === 0xe2) return nameAt(bytes, at + 4, 11) === 'ICC_PROFILE';
  return marker < 0xe1 || marker > 0xef || marker === 0xee;
}

/** Where the coded data ends: at the next marker that is none of its own. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at += 1;
  }
  return bytes.length;
}

/** Source: RFC 9649, section 2.7. */
const WEBP_CHUNKS = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];
/** The bits of VP8X that announce Exif and XMP. */
const ANNOUNCED = 0x0c;

/**
 * ```
 * "RIFF" | size 4 | "WEBP" | type 4 | size 4 | data, padded to an even length | …
 * ```
 */
function webpParts(bytes: Uint8Array, view: DataView): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (end > bytes.length) break;
    const type = nameAt(bytes, at);
    const part = bytes.slice(at, end);
    if (type === 'VP8X') part[8] = (part[8] ?? 0) & ~ANNOUNCED;
    if (WEBP_CHUNKS.includes(type)) parts.push(part);
    at = end;
  }
  const head = bytes.slice(0, 12);
  const size = parts.reduce((sum, part) => sum + part.length, 4);
  new DataView(head.buffer).setUint32(4, size, true);
  return [head, ...parts];
}

function nameAt(bytes: Uint8Array, at: number, length = 4): string {
  return String.fromCodePoint(...bytes.subarray(at, at + length));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
