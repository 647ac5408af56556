import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '#config/config.ts';
import { openTranscriber } from './open-transcripts.ts';

test('an engine comes along, which hears English and is loaded by no one before the first recording', async () => {
  const started = new AsyncDisposableStack();
  const transcriber = openTranscriber(readConfig({}), started);
  assert.equal(transcriber?.name, 'embedded');
  assert.deepEqual([transcriber.knows('en-US'), transcriber.knows('de')], [true, false]);
  assert.deepEqual(
    process.getActiveResourcesInfo().filter((name) => /process/i.test(name)),
    [],
  );
  await started.disposeAsync();
  const recorded = { path: '/none.wav', lang: 'en', vocabulary: { phrases: [], names: [] } };
  await assert.rejects(transcriber.transcribe(recorded), /closed/, 'it ends with the server');
});

test('switched off there is no engine', async () => {
  await using started = new AsyncDisposableStack();
  assert.equal(openTranscriber(readConfig({ PATCHBAY_TRANSCRIBER: 'off' }), started), null);
});
