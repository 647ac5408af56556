import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeWav } from './wav.ts';

test('what a browser records is sent as a WAV file of 16 bits', () => {
  const wav = Buffer.from(encodeWav(new Float32Array([0, 1, -1, 2]), 24_000));
  assert.equal(wav.toString('latin1', 0, 16), `RIFF${wav.toString('latin1', 4, 8)}WAVEfmt `);
  assert.deepEqual([wav.readUInt32LE(4), wav.readUInt32LE(24), wav.readUInt32LE(40)], [44, 24_000, 8]);
  assert.deepEqual(
    [0, 1, 2, 3].map((at) => wav.readInt16LE(44 + at * 2)),
    [0, 32_767, -32_767, 32_767],
  );
});
