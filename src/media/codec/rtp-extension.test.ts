import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex } from '../../../test/support/hex.ts';
import { readAudioLevel, readExtensionElements, writeAudioLevel, writeExtensionElements } from './rtp-extension.ts';

const ONE_BYTE = 0xbede;
const TWO_BYTE = 0x1000;

test('RFC 8285 section 4.2: one-byte elements with padding between and after', () => {
  const extension = { profile: ONE_BYTE, bytes: fromHex('10aa 21bbbb 0000 33cccccccc') };
  assert.deepEqual(readExtensionElements(extension), [
    { id: 1, data: fromHex('aa') },
    { id: 2, data: fromHex('bbbb') },
    { id: 3, data: fromHex('cccccccc') },
  ]);
});

test('RFC 8285 section 4.3: two-byte elements, also empty ones, whatever the application bits', () => {
  const extension = { profile: TWO_BYTE | 5, bytes: fromHex('0100 0201bb 00 0304cccccccc') };
  assert.deepEqual(readExtensionElements(extension), [
    { id: 1, data: fromHex('') },
    { id: 2, data: fromHex('bb') },
    { id: 3, data: fromHex('cccccccc') },
  ]);
});

test('an element numbered 15 ends the one-byte form', () => {
  const extension = { profile: ONE_BYTE, bytes: fromHex('10aa f0ff 20bb 0000') };
  assert.deepEqual(readExtensionElements(extension), [{ id: 1, data: fromHex('aa') }]);
});

test('an element numbered 0 with a length is passed over', () => {
  assert.deepEqual(readExtensionElements({ profile: ONE_BYTE, bytes: fromHex('01ffff 10aa') }), [
    { id: 1, data: fromHex('aa') },
  ]);
});

test('an element that is cut short is left out, an unknown profile is empty', () => {
  assert.deepEqual(readExtensionElements({ profile: ONE_BYTE, bytes: fromHex('10aa2fbb') }), [
    { id: 1, data: fromHex('aa') },
  ]);
  assert.deepEqual(readExtensionElements({ profile: TWO_BYTE, bytes: fromHex('01') }), []);
  assert.deepEqual(readExtensionElements({ profile: 0x1234, bytes: fromHex('10aa0000') }), []);
});

test('elements are written in the shorter form that carries them, in whole words', () => {
  assert.deepEqual(writeExtensionElements([{ id: 1, data: fromHex('aa') }]), {
    profile: ONE_BYTE,
    bytes: fromHex('10aa0000'),
  });
  assert.deepEqual(writeExtensionElements([{ id: 15, data: fromHex('aa') }]), {
    profile: TWO_BYTE,
    bytes: fromHex('0f01aa00'),
  });
  assert.equal(writeExtensionElements([{ id: 1, data: new Uint8Array(17) }]).profile, TWO_BYTE);
});

test('any elements come back as they were', () => {
  const anyElement = fc.record(
    { id: fc.integer({ min: 1, max: 255 }), data: fc.uint8Array({ maxLength: 20 }) },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(anyElement, { maxLength: 8 }), (elements) =>
      assert.deepEqual(readExtensionElements(writeExtensionElements(elements)), elements),
    ),
  );
});

test('any bytes are read without a throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(ONE_BYTE, TWO_BYTE), fc.uint8Array({ maxLength: 60 }), (profile, bytes) => {
      for (const { data } of readExtensionElements({ profile, bytes })) assert.ok(data.length <= bytes.length);
    }),
  );
});

test('RFC 6464: the audio level is read and written', () => {
  const extension = writeExtensionElements([
    { id: 4, data: fromHex('01') },
    { id: 1, data: writeAudioLevel({ voice: true, decibelsBelowOverload: 43 }) },
  ]);
  assert.deepEqual(readAudioLevel(extension, 1), { voice: true, decibelsBelowOverload: 43 });
  assert.equal(readAudioLevel(extension, 2), null);
  assert.equal(readAudioLevel(null, 1), null);
  assert.deepEqual(writeAudioLevel({ voice: false, decibelsBelowOverload: 300 }), fromHex('7f'));
});
