import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { commonWords, deskPhrases } from './common-speech.ts';

const program = createRequire(import.meta.url).resolve('soundswallower');
const dictionary = new Set(
  readFileSync(join(dirname(program), 'model/en-us/dict.txt'), 'utf8')
    .split('\n')
    .map((line) => line.split(' ', 1)[0]),
);

test('each common word stands once, and the recognizer can pronounce it', () => {
  const words = commonWords();
  assert.equal(new Set(words).size, words.length);
  assert.deepEqual(
    words.filter((word) => !dictionary.has(word)),
    [],
  );
  assert.ok(words.length > 1000 && words.length < 1500);
});

test('phrases are of words that the recognizer can pronounce, and digits follow digits', () => {
  const words = deskPhrases().flatMap((phrase) => phrase.split(' '));
  assert.deepEqual(
    words.filter((word) => !dictionary.has(word)),
    [],
  );
  for (const phrase of ['nine oh', 'number is four']) assert.ok(deskPhrases().includes(phrase));
});
