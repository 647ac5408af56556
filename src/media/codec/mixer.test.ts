import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createMixer } from './mixer.ts';

test('each hears the others and not themselves', () => {
  const mixer = createMixer({ samples: 2 });
  const inputs = [Int16Array.of(1, -1), Int16Array.of(10, -10), Int16Array.of(100, -100)];
  assert.deepEqual(mixer.mixMinus(inputs), [
    Int16Array.of(110, -110),
    Int16Array.of(101, -101),
    Int16Array.of(11, -11),
  ]);
  assert.deepEqual(mixer.mixAll(inputs), Int16Array.of(111, -111));
});

test('the cut comes after the subtraction: who is loud does not dampen the others for themselves', () => {
  const mixer = createMixer({ samples: 1 });
  const [loud, quiet] = [Int16Array.of(32_767), Int16Array.of(500)];
  assert.deepEqual(mixer.mixMinus([loud, loud, quiet]), [
    Int16Array.of(32_767),
    Int16Array.of(32_767),
    Int16Array.of(32_767),
  ]);
  assert.deepEqual(mixer.mixMinus([loud, quiet])[0], quiet);
  assert.deepEqual(mixer.mixAll([Int16Array.of(-32_768), Int16Array.of(-1)]), Int16Array.of(-32_768));
});

test('silence, short and long inputs, one alone and no one', () => {
  const mixer = createMixer({ samples: 2 });
  assert.deepEqual(mixer.mixMinus([null, Int16Array.of(5), Int16Array.of(1, 2, 3)]), [
    Int16Array.of(6, 2),
    Int16Array.of(1, 2),
    Int16Array.of(5, 0),
  ]);
  assert.deepEqual(mixer.mixMinus([Int16Array.of(7, 7)]), [Int16Array.of(0, 0)]);
  assert.deepEqual(mixer.mixMinus([]), []);
  assert.deepEqual(mixer.mixAll([]), Int16Array.of(0, 0));
});

test('any inputs: what each hears is the sum of the others, cut once', () => {
  const sample = fc.integer({ min: -32_768, max: 32_767 });
  const input = fc.option(fc.array(sample, { minLength: 4, maxLength: 4 }).map((samples) => Int16Array.from(samples)));
  fc.assert(
    fc.property(fc.array(input, { maxLength: 8 }), (inputs) => {
      const heard = createMixer({ samples: 4 }).mixMinus(inputs);
      for (const [who, sound] of heard.entries()) {
        const others = [0, 1, 2, 3].map((at) =>
          inputs.reduce((sum, other, index) => sum + (index === who ? 0 : (other?.[at] ?? 0)), 0),
        );
        assert.deepEqual(
          [...sound],
          others.map((sum) => Math.max(-32_768, Math.min(32_767, sum))),
        );
      }
    }),
  );
});
