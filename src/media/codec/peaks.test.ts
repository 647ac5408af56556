import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loudest } from './peaks.ts';

const bytesOf = (...samples: number[]): Uint8Array => new Uint8Array(Int16Array.from(samples).buffer);

test('each channel has its own loudest sample', () => {
  assert.deepEqual(loudest(bytesOf(100, -32_768, -16_384, 8), 2), [0.5, 1]);
});

test('one channel has one', () => {
  assert.deepEqual(loudest(bytesOf(0, 16_384, -8192), 1), [0.5]);
});

test('nothing is silent', () => {
  assert.deepEqual(loudest(new Uint8Array(0), 2), [0, 0]);
});

test('a frame that is cut off is left out', () => {
  assert.deepEqual(loudest(bytesOf(0, 0, 32_767), 2), [0, 0]);
  assert.deepEqual(loudest(bytesOf(0, 32_767).subarray(0, 3), 1), [0]);
});
