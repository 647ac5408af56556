import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_LOGO_BYTES } from './appearance.ts';
import { readLogo } from './image.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));
const big = (value: number): readonly number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];
const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const png = (width: number, height: number) => bytes(SIGNATURE, big(13), 'IHDR', big(width), big(height), zeros(9));
// An application segment, a table that lies among the frames, and the frame.
const JPEG = bytes(
  [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
  [0xff, 0xc4, 0, 3, 0],
  [0xff, 0xc2, 0, 8, 8, 0, 48, 0, 64, 0, 0, 0],
);
const riff = (kind: string, ...rest: readonly (readonly number[])[]) =>
  bytes('RIFF', zeros(4), 'WEBP', kind, zeros(4), ...rest, zeros(10));
const EXTENDED = riff('VP8X', [0, 0, 0, 0], [63, 0, 0], [47, 0, 0]);
// Fourteen bits of 63, then fourteen of 47.
const LOSSLESS = riff('VP8L', [0x2f, 63, 0xc0, 0x0b, 0]);
const LOSSY = riff('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 64, 0, 48, 0]);

for (const [name, file, mediaType] of [
  ['PNG', png(64, 48), 'image/png'],
  ['JPEG', JPEG, 'image/jpeg'],
  ['extended WebP', EXTENDED, 'image/webp'],
  ['lossless WebP', LOSSLESS, 'image/webp'],
  ['lossy WebP', LOSSY, 'image/webp'],
] as const) {
  test(`a ${name} is known by its content, with its size`, () => {
    assert.deepEqual(readLogo(file), { mediaType, width: 64, height: 48 });
  });
  test(`a ${name} that is cut anywhere is read without a throw`, () => {
    for (let length = 0; length < file.length; length += 1) readLogo(file.slice(0, length));
    assert.equal(readLogo(file.slice(0, 8)), 'unknown');
  });
}

for (const [name, file, fault] of [
  ['nothing', bytes(), 'unknown'],
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'unknown'],
  ['HTML', bytes('<!doctype html><script>alert(1)</script>        '), 'unknown'],
  ['GIF', bytes('GIF89a', zeros(40)), 'unknown'],
  ['a sound in RIFF', bytes('RIFF', zeros(4), 'WAVE', zeros(40)), 'unknown'],
  ['a small PNG', png(15, 200), 'too_small'],
  ['a PNG without height', png(64, 0), 'too_small'],
  ['a PNG that unfolds to gigabytes', png(60_000, 60_000), 'too_many_pixels'],
  ['a long file', new Uint8Array(MAX_LOGO_BYTES + 1), 'too_large'],
] as const)
  test(`${name} is refused as ${fault}`, () => assert.equal(readLogo(file), fault));
