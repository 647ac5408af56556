import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import { makeScratchDirectory } from '../../../../test/support/scratch-directory.ts';
import { createEmbeddedTranscriber } from './embedded-transcriber.ts';
import type { SpeechChild } from './speech-child.ts';
import { createSpeechChild } from './speech-child.ts';

// What it hears is tried in test/journeys/transcripts.test.ts: to load it takes a second.
const transcriber = createEmbeddedTranscriber(createSpeechChild());
after(async () => transcriber.close());

test('what is no recording of ours is refused for good', async () => {
  const directory = await makeScratchDirectory();
  await writeFile(join(directory, 'text.wav'), 'no sound at all, and long enough for a header of a WAV file');
  const vocabulary = { phrases: [], names: [] };
  for (const name of ['text.wav', 'missing.wav'])
    await assert.rejects(
      transcriber.transcribe({ path: join(directory, name), lang: 'en', vocabulary }),
      (error) => error instanceof TranscriberError && error.isFinal,
    );
});

test('it understands English', () => {
  assert.deepEqual(['en', 'en-GB', 'fr', 'enx'].map(transcriber.knows), [true, true, false, false]);
});

/** A speech process that hears the right side before the left, and nothing on it once. */
const spoken: SpeechChild = {
  async ask({ verb }, on) {
    assert.equal(verb, 'hear');
    const heard = (side: 'left' | 'right', startSeconds: number, ...texts: readonly string[]) =>
      on({
        id: 1,
        type: 'heard',
        heard: { side, startSeconds, endSeconds: 9, words: texts.map((text) => ({ text, confidence: 1 })) },
      });
    on({ id: 1, type: 'alive' });
    heard('right', 3, 'yes');
    heard('left', 1, 'hello');
    heard('left', 2);
  },
  stream: () => null,
  close: async () => undefined,
};

test('what is heard stands in order of time, without what has no words', async () => {
  const recorded = { path: '/x.wav', lang: 'en', vocabulary: { phrases: [], names: [] } };
  const { engine, heard } = await createEmbeddedTranscriber(spoken).transcribe(recorded);
  assert.equal(engine, 'embedded');
  assert.deepEqual(
    heard.map(({ side, words }) => [side, words[0]?.text]),
    [
      ['left', 'hello'],
      ['right', 'yes'],
    ],
  );
});
