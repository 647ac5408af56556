import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toneFrames } from '../../../test/support/webrtc-peer.ts';
import { createOpusDecoder, createOpusEncoder } from './opus-codec.ts';

const VOICES = [440, 700, 1000].map((hertz) => toneFrames(hertz).slice(0, 5));

/** As many codecs as rooms and transcoders of a thread have at most. */
const CODECS = 160;

const texts = (all: readonly ArrayBufferView[]) =>
  all.map((each) => Buffer.from(each.buffer, each.byteOffset, each.byteLength).toString('hex'));

/** Each works through its own input in turn with all others, and comes to what one alone does. */
function assertApart<Input>(
  make: () => { readonly run: (input: Input) => ArrayBufferView; readonly close: () => void },
  inputs: readonly (readonly Input[])[],
): void {
  const alone = inputs.map((input) => {
    const one = make();
    const outputs = input.map(one.run);
    one.close();
    return texts(outputs);
  });
  const all = Array.from({ length: CODECS }, (_, index) => ({ ...make(), voice: index % inputs.length }));
  const outputs = all.map((): ArrayBufferView[] => []);
  for (const step of inputs[0]?.keys() ?? [])
    for (const [index, { run, voice }] of all.entries()) outputs[index]?.push(run(inputs[voice]?.[step] as Input));
  for (const each of all) each.close();
  assert.deepEqual(
    outputs.map(texts),
    all.map(({ voice }) => alone[voice]),
  );
}

test('160 decoders of one thread do not hear one another', () => {
  assertApart(() => {
    const decoder = createOpusDecoder(8000);
    return { run: (packet: Uint8Array) => decoder.decode(packet, 960), close: decoder.close };
  }, VOICES);
});

test('nor do 160 encoders', () => {
  const sounds = [440, 700, 1000].map((hertz) =>
    Array.from({ length: 5 }, (_, frame) =>
      Int16Array.from({ length: 320 }, (_, at) => 8000 * Math.sin((2 * Math.PI * hertz * (frame * 320 + at)) / 16_000)),
    ),
  );
  assertApart(() => {
    const encoder = createOpusEncoder(16_000, 'speech', 32_000);
    return { run: encoder.encode, close: encoder.close };
  }, sounds);
});
