import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tone } from '../codec/pcm.ts';
import { encodeWav } from '../codec/wav.ts';
import { cleanUp } from '../../../test/support/clean-up.ts';
import { createConverter } from './converter.ts';
import type { ConvertJob } from './converter.ts';

const JOB: ConvertJob = {
  bytes: encodeWav({ sampleRate: 8000, channels: [tone({ hertz: 440, seconds: 0.5, sampleRate: 8000, level: 0.5 })] }),
  kind: 'speech',
  limits: { shortest: 0.1, longest: 300 },
};

const TOO_COSTLY = { ok: false, fault: 'too_costly' };

/** A thread that runs the code instead of converting. */
const program = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

test('a sound is converted in a thread that ends with it', async (context) => {
  const converter = createConverter();
  cleanUp(context, () => converter.close());
  const converted = await converter.convert(JOB);
  assert.ok(converted?.ok);
  assert.equal(converted.seconds, 0.5);
});

test('a file that takes too long, wants too much memory or ends its thread is too costly, and the next has its turn', async (context) => {
  for (const code of ['for (;;);', 'const all = []; for (;;) all.push({ at: all.length });', 'process.exit()']) {
    const converter = createConverter({ secondsMax: 1, program: program(code) });
    cleanUp(context, () => converter.close());
    const both = await Promise.all([converter.convert(JOB), converter.convert(JOB)]);
    assert.deepEqual(both, [TOO_COSTLY, TOO_COSTLY]);
  }
});

test('a fault of ours is no verdict on the file', async (context) => {
  const converter = createConverter({ program: program('throw new Error("ours")') });
  cleanUp(context, () => converter.close());
  await assert.rejects(converter.convert(JOB), /ours/);
});

test('more than may wait are told so, and a converter that is closed gives up what it has', async () => {
  const converter = createConverter({ waitingMax: 2, program: program('setInterval(() => {}, 1000)') });
  const [first, second, third] = [converter.convert(JOB), converter.convert(JOB), converter.convert(JOB)];
  assert.equal(await third, null);
  await converter.close();
  assert.deepEqual(await Promise.all([first, second]), [TOO_COSTLY, TOO_COSTLY]);
});
