import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutMetadata } from './image-metadata.ts';

const GPS = 'GPS 52.5200 N 13.4050 E';

function text(words: string): number[] {
  return [...Buffer.from(words, 'latin1')];
}

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? text(part) : [...part])));
}

function pngChunk(type: string, data: string): number[] {
  return [0, 0, 0, data.length, ...text(type), ...text(data), 1, 2, 3, 4];
}

function jpegSegment(marker: number, data: string): number[] {
  return [0xff, marker, 0, data.length + 2, ...text(data)];
}

function webpChunk(type: string, data: string): number[] {
  return [...text(type), data.length, 0, 0, 0, ...text(data), ...(data.length % 2 === 0 ? [] : [0])];
}

function webp(...chunks: readonly number[][]): Uint8Array {
  const body = chunks.flat();
  return bytes('RIFF', [body.length + 4, 0, 0, 0], 'WEBP', body);
}

test('of a PNG pixels and colors stay; Exif, texts, times and what is unknown or behind the end go', () => {
  const head = [0x89, ...text('PNG\r\n'), 0x1a, 0x0a];
  const [first, color, pixels, end] = [
    pngChunk('IHDR', 'thirteen byte'),
    pngChunk('iCCP', 'profile'),
    pngChunk('IDAT', 'pixels'),
    pngChunk('IEND', ''),
  ];
  const gone = ['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME', 'prVt'].flatMap((type) => pngChunk(type, GPS));
  const whole = bytes(head, first, gone, color, pixels, pngChunk('tEXt', GPS), end, GPS);
  assert.deepEqual(withoutMetadata(whole, 'image/png'), bytes(head, first, color, pixels, end));
});

test('of a JPEG picture and colors stay; Exif, XMP, IPTC, comments and what is behind the end go', () => {
  const start = [0xff, 0xd8];
  const end = [0xff, 0xd9];
  const [jfif, icc, adobe, tables, frame] = [
    jpegSegment(0xe0, 'JFIF\0'),
    jpegSegment(0xe2, 'ICC_PROFILE\0profile'),
    jpegSegment(0xee, 'Adobe'),
    jpegSegment(0xc4, 'tables'),
    jpegSegment(0xc2, 'frame'),
  ];
  // What looks like a marker within a scan: a stuffed ff, and a restart.
  const scan = [...jpegSegment(0xda, 'scan'), 7, 0xff, 0, 8, 0xff, 0xd3, 9];
  const gone = [0xe1, 0xe2, 0xed, 0xef, 0xfe].flatMap((marker) => jpegSegment(marker, GPS));
  const whole = bytes(
    start,
    jfif,
    gone,
    icc,
    adobe,
    [0xff],
    frame,
    tables,
    scan,
    jpegSegment(0xfe, GPS),
    tables,
    scan,
    end,
    GPS,
  );
  assert.deepEqual(
    withoutMetadata(whole, 'image/jpeg'),
    bytes(start, jfif, icc, adobe, frame, tables, scan, tables, scan, end),
  );
});

test('of a WebP picture and colors stay; Exif and XMP go, and are announced no more', () => {
  const [color, picture] = [webpChunk('ICCP', 'odd'), webpChunk('VP8 ', 'picture!')];
  const whole = webp(
    webpChunk('VP8X', '\x2e123456789'),
    color,
    picture,
    webpChunk('EXIF', GPS),
    webpChunk('XMP ', GPS),
    webpChunk('what', GPS),
  );
  assert.deepEqual(withoutMetadata(whole, 'image/webp'), webp(webpChunk('VP8X', '\x22123456789'), color, picture));
});

test('what is cut off in the middle of metadata tells nothing of it', () => {
  const png = bytes([0x89, ...text('PNG\r\n'), 0x1a, 0x0a], pngChunk('tEXt', GPS));
  const jpeg = bytes([0xff, 0xd8], jpegSegment(0xe1, GPS));
  for (const [whole, type] of [
    [png, 'image/png'],
    [jpeg, 'image/jpeg'],
    [webp(webpChunk('EXIF', GPS)), 'image/webp'],
  ] as const)
    for (let length = 12; length < whole.length; length += 1) {
      const left = Buffer.from(withoutMetadata(whole.subarray(0, length), type)).toString('latin1');
      assert.ok(!left.includes('GPS'), `${type} of ${length} bytes`);
    }
});
