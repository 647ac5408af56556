import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex, toHex } from '../../../test/support/hex.ts';
import { joinBytes } from './bytes.ts';
import { createOggOpusWriter, readOggOpus } from './ogg-opus.ts';
import type { OggOpus, OggOpusWriter } from './ogg-opus.ts';
import { OGG_FIRST, OGG_LAST, readOgg, writeOggPage } from './ogg.ts';
import { readOpus } from './opus.ts';

/** By libopus 1.4: 20 ms of a 440 Hz tone in SILK, the silence after it, and the first packet not sent. */
const TONE = fromHex(
  '489b2b1f759cfc4b546894c29873e7121a9fbaf23af474ad42b6ffb0357e164c51cd120a4e45949e3de032942e36887940',
);
const SILENCE = fromHex('d8fffe');

const SHAPE = { serial: 1, channels: 1 } as const;

/** Everything that a writer gives for these steps. */
function record(
  steps: (writer: OggOpusWriter) => readonly Uint8Array[],
  shape: Partial<Parameters<typeof createOggOpusWriter>[0]> = {},
): Uint8Array {
  const writer = createOggOpusWriter({ ...SHAPE, ...shape });
  return joinBytes([writer.start(), ...steps(writer), writer.end()]);
}

function read(bytes: Uint8Array): OggOpus {
  const found = readOggOpus(bytes);
  assert.ok(found.ok);
  return found.opus;
}

/** `count` packets of 20 ms from `timestamp` on. */
function speak(writer: OggOpusWriter, count: number, timestamp: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => writer.packet(TONE, (timestamp + 960 * index) >>> 0));
}

const hex = (opus: OggOpus) => opus.packets.map(toHex).join(' ').replaceAll(toHex(TONE), 'tone');

test('RFC 7845 section 5: the two headers', () => {
  const [stream] = readOgg(createOggOpusWriter({ ...SHAPE, channels: 2, tags: { TITLE: 'é' } }).start());
  assert.deepEqual(
    stream?.packets.map((packet) => [toHex(packet.bytes), packet.granule]),
    [
      ['4f707573486561640102380180bb0000000000', 0],
      ['4f7075735461677308000000706174636862617901000000080000005449544c453dc3a9', 0],
    ],
  );
});

test('what was written is read', () => {
  const opus = read(record((writer) => speak(writer, 60, 0), { tags: { TITLE: 'a=b', CALL: '7' } }));
  assert.deepEqual(
    { ...opus, packets: opus.packets.length },
    {
      channels: 1,
      preSkip: 312,
      gain: 0,
      tags: { TITLE: 'a=b', CALL: '7' },
      packets: 60,
      ticks: 57_288,
      isComplete: true,
      damaged: 0,
    },
  );
  assert.deepEqual(opus.packets[59], TONE);
});

test('lost packets are filled with frames to conceal', () => {
  assert.equal(hex(read(record((writer) => [...speak(writer, 1, 0), ...speak(writer, 1, 3 * 960)]))), 'tone 4b02 tone');
});

test('silence that was not sent passes, across the end of the timestamps too', () => {
  const start = 2 ** 32 - 960;
  const file = record((writer) => [
    ...speak(writer, 1, start),
    writer.packet(SILENCE, 0),
    ...speak(writer, 1, 960 + 20 * 960),
  ]);
  // 20 packets of 20 ms, six to a packet of 120 ms.
  assert.equal(hex(read(file)), 'tone d8fffe db06 db06 db06 db02 tone');
});

test('the ticks are the time that passed, whatever arrived', () => {
  const numbers = fc
    .uniqueArray(fc.nat(400), { minLength: 1 })
    .map((some) => some.toSorted((one, other) => one - other));
  fc.assert(
    fc.property(numbers, fc.nat(2 ** 32 - 1), (some, start) => {
      const file = record((writer) => some.map((number) => writer.packet(TONE, (start + 960 * number) >>> 0)), {
        preSkip: 0,
      });
      const opus = read(file);
      assert.equal(opus.ticks, ((some.at(-1) ?? 0) - (some[0] ?? 0) + 1) * 960);
      assert.equal(
        opus.packets.reduce((sum, packet) => sum + (readOpus(packet)?.ticks ?? 0), 0),
        opus.ticks,
      );
    }),
  );
});

test('late and doubled packets, and what no decoder takes, are left out', () => {
  const file = record((writer) => [
    ...speak(writer, 2, 0),
    writer.packet(TONE, 0),
    writer.packet(TONE, 960),
    writer.packet(new Uint8Array(0), 1920),
    writer.packet(fromHex('7b00'), 1920),
    writer.packet(fromHex('7b41', 'ff'.repeat(260), '00', '00'.repeat(260 * 254)), 1920),
    ...speak(writer, 1, 1920),
  ]);
  assert.equal(hex(read(file)), 'tone tone tone');
});

test('a sender’s clock that jumps by minutes is a new clock', () => {
  const file = record((writer) => [...speak(writer, 1, 0), ...speak(writer, 2, 2 ** 31), ...speak(writer, 1, 5)]);
  assert.equal(hex(read(file)), 'tone tone tone tone');
});

test('ten minutes without a packet are filled, and a packet from ten seconds back is late; more is a new clock', () => {
  const [gap, back] = [600 * 48_000, 10 * 48_000];
  const ticksAfter = (timestamp: number) =>
    read(record((writer) => [...speak(writer, 1, 0), ...speak(writer, 1, (960 + timestamp) >>> 0)], { preSkip: 0 }))
      .ticks;
  assert.deepEqual([gap, gap + 1, -back, -back - 1].map(ticksAfter), [1920 + gap, 1920, 960, 1920]);
});

test('a clock that drifts is followed once it is off by a frame that can be filled', () => {
  const file = record((writer) => Array.from({ length: 20 }, (_, index) => writer.packet(TONE, index * 973)));
  const opus = read(file);
  assert.equal(opus.ticks + opus.preSkip, 20 * 960 + 2 * 120);
});

test('a pause passes by the recorder’s clock, and the sender’s may stand still or run', () => {
  const ran = record((writer) => [...speak(writer, 1, 0), writer.pause(9600), ...speak(writer, 2, 960 + 9600)]);
  const stood = record((writer) => [...speak(writer, 1, 0), writer.pause(9600), ...speak(writer, 2, 960)]);
  const first = record((writer) => [writer.pause(1920), ...speak(writer, 1, 77)]);
  assert.equal(hex(read(ran)), 'tone 4b06 4b04 tone tone');
  assert.equal(hex(read(stood)), 'tone 4b06 4b04 tone tone');
  assert.equal(hex(read(first)), 'fb02 tone');
});

test('prompts have no timestamps', () => {
  assert.equal(hex(read(record((writer) => [writer.packet(TONE, null), writer.packet(TONE, null)]))), 'tone tone');
});

test('a page is written about every half second, and the last one has the last packet', () => {
  const writer = createOggOpusWriter(SHAPE);
  writer.start();
  const sizes = speak(writer, 100, 0).map((bytes) => bytes.length);
  assert.deepEqual(
    sizes.flatMap((size, index) => (size > 0 ? [index] : [])),
    [25, 50, 75],
  );
  const last = readOgg(writer.end())[0]?.packets.at(-1);
  assert.deepEqual([last?.isLast, last?.granule], [true, 96_000]);
  assert.equal(writer.ticks(), 96_000);
});

test('nothing recorded is a file of headers', () => {
  const opus = read(record(() => []));
  assert.deepEqual([opus.packets.length, opus.ticks, opus.isComplete], [0, 0, false]);
});

test('a file cut at any byte reads up to there', () => {
  const whole = record((writer) => speak(writer, 120, 0), { preSkip: 0 });
  const headers = createOggOpusWriter({ ...SHAPE, preSkip: 0 }).start().length;
  let longest = 0;
  for (let end = headers; end < whole.length; end += 1) {
    const opus = read(whole.subarray(0, end));
    assert.ok(opus.ticks >= longest && !opus.isComplete);
    assert.equal(opus.ticks, opus.packets.length * 960);
    longest = opus.ticks;
  }
  assert.equal(longest, 100 * 960);
  assert.equal(read(whole).ticks, 120 * 960);
});

test('RFC 7845 sections 4.4 and 4.5: the end is trimmed, and a stream joined late counts from where it begins', () => {
  const head = writeOggPage({
    serial: 1,
    number: 0,
    granule: 0,
    flags: OGG_FIRST,
    packets: [fromHex('4f707573486561640102000080bb0000000000')],
  });
  const tags = writeOggPage({
    serial: 1,
    number: 1,
    granule: 0,
    flags: 0,
    packets: [fromHex('4f7075735461677300000000ffffffff')],
  });
  const one = writeOggPage({ serial: 1, number: 2, granule: 50_000, flags: 0, packets: [TONE, TONE] });
  const two = writeOggPage({ serial: 1, number: 3, granule: 50_100, flags: OGG_LAST, packets: [TONE] });
  assert.equal(read(joinBytes([head, tags, one, two])).ticks, 1920 + 100);
  assert.equal(read(joinBytes([head, tags, two])).ticks, 50_100);
  assert.equal(read(joinBytes([head, one])).ticks, 1920);
});

test('what is no Opus file is a fault', () => {
  const stream = (packet: Uint8Array) =>
    writeOggPage({ serial: 1, number: 0, granule: 0, flags: OGG_FIRST, packets: [packet] });
  assert.deepEqual(readOggOpus(fromHex('52494646')), { ok: false, fault: 'not_ogg' });
  assert.deepEqual(readOggOpus(stream(fromHex('01766f72626973'))), { ok: false, fault: 'not_opus' });
  assert.deepEqual(readOggOpus(stream(fromHex('4f70757348656164'))), { ok: false, fault: 'not_opus' });
  assert.deepEqual(readOggOpus(stream(fromHex('4f707573486561641001000080bb0000000000'))), {
    ok: false,
    fault: 'not_opus',
  });
  assert.deepEqual(readOggOpus(stream(fromHex('4f707573486561640106000080bb0000000000'))), {
    ok: false,
    fault: 'not_stereo',
  });
});

test('a file spoilt anywhere is read without a throw', () => {
  const whole = record((writer) => speak(writer, 80, 0), { tags: { TITLE: 'spoilt' } });
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
      const spoilt = whole.slice();
      for (const [at, byte] of changes) spoilt[at] = byte;
      assert.equal(typeof readOggOpus(spoilt).ok, 'boolean');
    }),
  );
});
