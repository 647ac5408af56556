import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { MAX_SPOKEN, SpeakerError } from '#domain/ports/speaker.ts';
import { cleanUp } from '../../../../test/support/clean-up.ts';
import { scratchDirectory } from '../../../../test/support/scratch-directory.ts';
import type { EmbeddedSpeakerOptions } from './embedded-speaker.ts';
import { createEmbeddedSpeaker } from './embedded-speaker.ts';

const NEVER = new AbortController().signal;

function speakerIn(context: TestContext, options: Partial<EmbeddedSpeakerOptions> = {}) {
  const faults: unknown[] = [];
  const speaker = createEmbeddedSpeaker({ failed: (_what, error) => void faults.push(error), ...options });
  cleanUp(context, async () => speaker.close());
  return { speaker, faults };
}

/** A voice that does what the lines say. */
async function program(context: TestContext, lines: string): Promise<URL> {
  const path = join(await scratchDirectory(context), 'voice.mjs');
  await writeFile(path, lines);
  return pathToFileURL(path);
}

async function piecesOf(sounds: AsyncIterable<Int16Array>): Promise<Int16Array[]> {
  const pieces: Int16Array[] = [];
  for await (const piece of sounds) pieces.push(piece);
  return pieces;
}

const ECHO = `process.on('message', ({ id, sentence }) => process.send({ id, samples: new Int16Array(sentence?.length ?? 0) }));`;

test('a text is spoken sentence by sentence, and what was spoken lately need not be again', async (context) => {
  const { speaker, faults } = speakerIn(context);
  const pieces = await piecesOf(speaker.speak('Hello there. This is a test!', NEVER));
  assert.equal(pieces.length, 2);
  for (const piece of pieces) {
    assert.ok(piece.length > 2000 && piece.length < 16_000, `${piece.length} samples`);
    assert.ok(piece.some((sample) => Math.abs(sample) > 3000));
  }
  await speaker.close();
  // The process is gone, and its sentences are not.
  assert.deepEqual(await piecesOf(speaker.speak('Hello there.', NEVER)), [pieces[0]]);
  await assert.rejects(piecesOf(speaker.speak('Something new.', NEVER)), new SpeakerError('closed'));
  assert.deepEqual(faults, []);
});

test('the text is bounded, and no more is spoken once it is not wanted', async (context) => {
  const { speaker } = speakerIn(context, { program: await program(context, ECHO) });
  const [piece] = await piecesOf(speaker.speak('a'.repeat(2 * MAX_SPOKEN), NEVER));
  assert.equal(piece?.length, MAX_SPOKEN);
  assert.deepEqual(await piecesOf(speaker.speak('... ?!', NEVER)), []);
  const unwanted = new AbortController();
  let count = 0;
  for await (const _ of speaker.speak('One. Two. Three.', unwanted.signal)) {
    count += 1;
    unwanted.abort();
  }
  assert.equal(count, 1);
});

test('a process that dies, hangs or is asked for too much is told, and the next one speaks', async (context) => {
  const dies = await program(context, `process.on('message', () => process.exit(3));`);
  const dead = speakerIn(context, { program: dies });
  await assert.rejects(piecesOf(dead.speaker.speak('Hello.', NEVER)), (error) => {
    assert.ok(error instanceof SpeakerError);
    assert.equal(error.reason, 'died');
    return true;
  });
  assert.match(String(dead.faults[0]), /ended with 3/);
  const hangs = await program(context, `process.on('message', () => undefined);`);
  const silent = speakerIn(context, { program: hangs, silentMs: 50, waitingMax: 2 });
  const asked = ['One.', 'Two.', 'Three.'].map(async (text) => piecesOf(silent.speaker.speak(text, NEVER)));
  const reasons = (await Promise.allSettled(asked)).map((each) => each.status === 'rejected' && each.reason.reason);
  assert.deepEqual(reasons, ['died', 'died', 'overloaded']);
  const once = await program(
    context,
    `process.on('message', ({ id, sentence }) => sentence === 'Die.' ? process.exit(1) : process.send({ id, samples: new Int16Array(1) }));`,
  );
  const again = speakerIn(context, { program: once });
  await assert.rejects(piecesOf(again.speaker.speak('Die.', NEVER)), SpeakerError);
  assert.equal((await piecesOf(again.speaker.speak('Live.', NEVER))).length, 1);
});
