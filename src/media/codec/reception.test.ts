import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReception } from './reception.ts';
import { ntpTime, shortNtpTime } from './rtcp.ts';

const SHAPE = { ssrc: 7 };

const at = (timestamp: number, clockRate = 8000) => ({ timestamp, clockRate });

/** Packets of 20 ms with these sequence numbers, each on time for its place in the list of all. */
function hear(numbers: readonly number[], base = numbers[0] ?? 0) {
  const reception = createReception(SHAPE);
  for (const number of numbers) {
    const place = number - base;
    reception.received({ sequenceNumber: number & 0xffff, sound: at((place * 160) >>> 0) }, place * 20);
  }
  return reception;
}

const upTo = (count: number, start = 0) => Array.from({ length: count }, (_, index) => start + index);

test('nothing heard, nothing to report', () => {
  const reception = createReception(SHAPE);
  assert.equal(reception.report(0), null);
  assert.deepEqual(reception.totals(), { expected: 0, received: 0, lost: 0, jitterMilliseconds: 0 });
});

test('RFC 3550 A.3: a lost quarter is 64 of 256, and the next report begins anew', () => {
  const reception = hear(upTo(101).filter((number) => number % 4 !== 2));
  const report = reception.report(0);
  assert.deepEqual([report?.fractionLost, report?.lost, report?.highestSequence], [63, 25, 100]);
  for (const number of upTo(10, 101))
    reception.received({ sequenceNumber: number, sound: at(number * 160) }, number * 20);
  const next = reception.report(0);
  assert.deepEqual([next?.fractionLost, next?.lost], [0, 25]);
});

test('duplicates make the loss negative, and the fraction stays at zero', () => {
  const report = hear([1, 2, 2, 2, 3]).report(0);
  assert.deepEqual([report?.fractionLost, report?.lost], [0, -2]);
});

test('RFC 3550 A.1: rollovers are counted, late packets are no loss', () => {
  const report = hear([65_534, 65_536, 65_535, 65_537]).report(0);
  assert.deepEqual([report?.highestSequence, report?.lost], [65_537, 0]);
});

test('RFC 3550 A.1: one stray packet is nothing, two in a row are a new beginning', () => {
  const reception = hear(upTo(10));
  const stray = (sequenceNumber: number) => reception.received({ sequenceNumber, sound: null }, 0);
  stray(30_000);
  assert.equal(reception.totals().received, 10);
  stray(10);
  assert.deepEqual([reception.totals().expected, reception.totals().received], [11, 11]);
  stray(30_000);
  stray(30_001);
  assert.deepEqual([reception.totals().expected, reception.totals().received], [1, 1]);
  assert.equal(reception.report(0)?.fractionLost, 0);
});

test('RFC 3550 A.8: no jitter on time; a steady swing of 10 ms settles at 10 ms', () => {
  assert.equal(hear(upTo(50)).report(0)?.jitter, 0);
  const reception = createReception(SHAPE);
  for (const number of upTo(300)) {
    reception.received({ sequenceNumber: number, sound: at(number * 160) }, number * 20 + (number % 2) * 10);
  }
  assert.equal(Math.round(reception.totals().jitterMilliseconds), 10);
  assert.equal(reception.report(0)?.jitter, 79);
});

test('a timestamp that starts again at zero is no jitter', () => {
  const reception = createReception(SHAPE);
  reception.received({ sequenceNumber: 1, sound: at(2 ** 32 - 160) }, 0);
  reception.received({ sequenceNumber: 2, sound: at(0) }, 20);
  assert.equal(reception.totals().jitterMilliseconds, 0);
});

test('a codec with another clock is no jitter, and reports count in ticks of the newest', () => {
  const reception = createReception(SHAPE);
  for (const number of upTo(300)) {
    const sound = number < 150 ? at(number * 960, 48_000) : at(7 + number * 160);
    reception.received({ sequenceNumber: number, sound }, number * 20 + (number % 2) * 10);
  }
  assert.equal(Math.round(reception.totals().jitterMilliseconds), 10);
  assert.equal(reception.report(0)?.jitter, 79);
});

test('the last sender report is named, with the time since', () => {
  const reception = hear([1]);
  reception.senderReport(ntpTime(1_000_000), 5000);
  const report = reception.report(7500);
  assert.equal(report?.lastSenderReport, shortNtpTime(ntpTime(1_000_000)));
  assert.equal(report.delaySinceLastSenderReport, 2.5 * 65_536);
});
