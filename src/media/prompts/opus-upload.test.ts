import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinBytes } from '../codec/bytes.ts';
import { readOggOpus } from '../codec/ogg-opus.ts';
import { OGG_FIRST, OGG_LAST, writeOggPage } from '../codec/ogg.ts';
import { rms } from '../codec/pcm.ts';
import { HOSTILE, joinFrames, opusHead, opusStream, opusTone } from '../../../test/support/ogg-files.ts';
import { strengthOf } from '../../../test/support/webrtc-peer.ts';
import { createOpusDecoder } from '../codec/opus-codec.ts';
import { convertUpload } from './uploaded-sound.ts';

const LIMITS = { shortest: 0.1, longest: 300 };
const RATE = 16_000;
const TONE = opusTone(440, 1);

/** What players hear of it. */
function heard(file: Uint8Array): { readonly samples: Int16Array; readonly seconds: number } {
  const converted = convertUpload(file, 'speech', LIMITS);
  assert.ok(converted.ok, converted.ok ? '' : converted.fault);
  const read = readOggOpus(converted.audio);
  assert.ok(read.ok);
  const decoder = createOpusDecoder(RATE);
  const samples = Int16Array.from(read.opus.packets.flatMap((packet) => [...decoder.decode(packet, 960)]));
  decoder.close();
  return { samples, seconds: converted.seconds };
}

const strength = (samples: Int16Array, hertz: number, from: number, to: number) =>
  strengthOf(hertz, samples.slice(from * RATE, to * RATE), RATE);

test('all links of a chain are played, one after another, also with one serial number', () => {
  for (const serial of [1, 2]) {
    const { samples, seconds } = heard(joinBytes([opusStream(TONE), opusStream(opusTone(1000, 1.5), { serial })]));
    assert.equal(seconds, 2.5);
    assert.ok(strength(samples, 440, 0.1, 0.9) > 0.3 && strength(samples, 1000, 0.1, 0.9) < 0.02);
    assert.ok(strength(samples, 1000, 1.1, 2.3) > 0.3 && strength(samples, 440, 1.1, 2.3) < 0.02);
  }
});

test('the end is where the last page says, within its page or before', () => {
  assert.equal(heard(opusStream(TONE, { end: 24_312 })).seconds, 0.5);
  assert.equal(heard(opusStream(opusTone(440, 2), { end: 48_312 })).seconds, 1);
  const whole = heard(opusStream(TONE));
  assert.ok(Math.abs(whole.seconds - 1) < 0.01);
});

test('granule positions that were never counted trim nothing', () => {
  assert.equal(heard(opusStream(TONE, { end: 0 })).seconds, 1);
});

test('the header says how loud it is', () => {
  const loud = rms(heard(opusStream(TONE)).samples);
  for (const gain of [-20, -6]) {
    const ratio = rms(heard(opusStream(TONE, { head: opusHead({ gain }) })).samples) / loud;
    assert.ok(Math.abs(20 * Math.log10(ratio) - gain) < 0.5, `${20 * Math.log10(ratio)} dB instead of ${gain}`);
  }
});

test('packets of 120 ms are heard', () => {
  const packets = Array.from({ length: 8 }, (_, index) => joinFrames(TONE.slice(index * 6, index * 6 + 6)));
  const { samples, seconds } = heard(opusStream(packets, { ticks: 6 * 960 }));
  assert.equal(seconds, 1);
  assert.ok(strength(samples, 440, 0.1, 0.9) > 0.3);
});

/** Bytes of the two header pages. */
const HEADERS = opusStream([]).length;

const page = (serial: number, number: number, flags: number, text: string) =>
  writeOggPage({ serial, number, granule: 0, flags, packets: [new TextEncoder().encode(text)] });
const [begin, end] = [opusStream(TONE).subarray(0, HEADERS), opusStream(TONE).subarray(HEADERS)];

test('what lies beside Opus is passed over', () => {
  const other = page(9, 0, OGG_FIRST, '\u0001vorbis');
  assert.equal(heard(joinBytes([other, opusStream(TONE), page(9, 1, OGG_LAST, 'sound')])).seconds, 1);
});

const REFUSED: readonly (readonly [string, Uint8Array, string])[] = [
  [
    'a chain with a link that is no Opus',
    joinBytes([opusStream(TONE), page(9, 0, OGG_FIRST | OGG_LAST, '\u0001vorbis')]),
    'not_all_opus',
  ],
  ['two streams at once', joinBytes([begin, opusStream(TONE, { serial: 2 }), end]), 'at_once'],
  [
    'six channels',
    opusStream(TONE, { head: opusHead({ channels: 6, mapping: [1, 4, 2, 0, 4, 1, 2, 3, 5] }) }),
    'not_stereo',
  ],
  [
    'two channels coded apart',
    opusStream(TONE, { head: opusHead({ channels: 2, mapping: [255, 2, 0, 0, 1] }) }),
    'not_stereo',
  ],
  [
    'a chain of 65 links',
    joinBytes(Array.from({ length: 65 }, (_, serial) => opusStream(TONE, { serial }))),
    'too_many_parts',
  ],
  [
    'a chain that is too long',
    joinBytes(
      Array.from({ length: 4 }, (_, serial) => opusStream(Array.from({ length: 76 }, () => TONE).flat(), { serial })),
    ),
    'too_long',
  ],
];
for (const [what, file, fault] of REFUSED)
  test(`${what} is refused: ${fault}`, () =>
    assert.deepEqual(convertUpload(file, 'speech', LIMITS), { ok: false, fault }));

const BYTES = 4 * 1024 * 1024;

for (const [what, make] of Object.entries(HOSTILE))
  test(`a file of ${what} costs no more memory than a legal one`, () => {
    const file = make(BYTES);
    const before = process.memoryUsage();
    assert.equal(convertUpload(file, 'speech', LIMITS).ok, false);
    const after = process.memoryUsage();
    const grown = (after.heapTotal + after.external - before.heapTotal - before.external) / 1024 / 1024;
    assert.ok(grown < 120, `${Math.round(grown)} MiB`);
  });
