/** What a file is, by its first bytes, whatever it is called: an image that browsers show, and how large. */
import type { LogoType } from './appearance.ts';
import { MAX_LOGO_BYTES, MAX_LOGO_SIDE, MIN_LOGO_SIDE } from './appearance.ts';

/** Why a file is no logo. */
export const LOGO_FAULTS = {
  unknown: 'The file is not a PNG, JPEG or WebP image. SVG is not accepted because it can contain scripts.',
  too_small: `A logo is at least ${MIN_LOGO_SIDE} pixels wide and high.`,
  too_many_pixels: `A logo is at most ${MAX_LOGO_SIDE} pixels wide and high.`,
  too_large: `A logo has at most ${MAX_LOGO_BYTES / 1024} KiB.`,
} as const;
export type LogoFault = keyof typeof LOGO_FAULTS;

/** An image's type and size in pixels. */
type Image = { readonly mediaType: LogoType; readonly width: number; readonly height: number };

/** Reads what the file is. */
export function readLogo(bytes: Uint8Array): Image | LogoFault {
  if (bytes.length > MAX_LOGO_BYTES) return 'too_large';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const image = readPng(view) ?? readJpeg(view) ?? readWebp(view);
  if (image === null) return 'unknown';
  const sides = [image.width, image.height];
  if (sides.some((side) => side < MIN_LOGO_SIDE)) return 'too_small';
  return sides.some((side) => side > MAX_LOGO_SIDE) ? 'too_many_pixels' : image;
}

/**
 * Signature, then the chunk IHDR with width and height. Source: PNG (third edition), sections 5.2 and 11.2.1.
 *
 * ```
 * 89 50 4e 47 0d 0a 1a 0a | length 4 | "IHDR" | width 4 | height 4 | …
 * ```
 */
function readPng(view: DataView): Image | null {
  if (view.byteLength < 33 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  if (view.getUint32(12) !== 0x49484452) return null;
  return { mediaType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/**
 * Markers up to the frame header (SOF), which has height and width. Source: ITU-T T.81, section B.2.2.
 *
 * ```
 * ff d8 | ff marker | length 2 | … | ff c0…cf | length 2 | precision 1 | height 2 | width 2 | …
 * ```
 */
function readJpeg(view: DataView): Image | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isFrame(marker))
      return { mediaType: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return null;
}

/** SOF0 to SOF15, without the tables DHT, JPG and DAC among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/**
 * A RIFF file of one of three kinds, each with its size. Source: RFC 9649, sections 2.4 to 2.7.
 *
 * ```
 * "RIFF" | size 4 | "WEBP" | "VP8 " "VP8L" "VP8X" | size 4 | …
 * ```
 */
function readWebp(view: DataView): Image | null {
  if (view.byteLength < 30 || view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return null;
  const size = sizeOfWebp(view);
  return size === null ? null : { mediaType: 'image/webp', width: size[0], height: size[1] };
}

function sizeOfWebp(view: DataView): readonly [width: number, height: number] | null {
  const three = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X: one less than width and height, three bytes each.
      return [three(24) + 1, three(27) + 1];
    case 0x5650384c: {
      // VP8L: a signature, then fourteen bits of each, one less.
      if (view.getUint8(20) !== 0x2f) return null;
      const bits = view.getUint32(21, true);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    case 0x56503820: // VP8: a start code, then fourteen bits of each.
      if (view.getUint8(23) !== 0x9d || view.getUint16(24) !== 0x012a) return null;
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    default:
      return null;
  }
}
