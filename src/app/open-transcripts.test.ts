import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { readConfig } from '#config/config.ts';
import { openTranscriber } from './open-transcripts.ts';
import { createReporter } from './reporter.ts';

const RECORDED = { path: '/none.wav', lang: 'en', vocabulary: { phrases: [], names: [] } };

/** The engine with these settings, and the lines that it logs. */
function opened(env: Readonly<Record<string, string>>) {
  const started = new AsyncDisposableStack();
  const lines: string[] = [];
  const reporter = createReporter(pino({ level: 'info' }, { write: (line) => void lines.push(line) }));
  return { transcriber: openTranscriber(readConfig(env), started, reporter), started, lines };
}

test('an engine comes along, which hears English and is loaded by no one before the first recording', async () => {
  const { transcriber, started, lines } = opened({});
  assert.equal(transcriber?.name, 'embedded');
  assert.deepEqual([transcriber.knows('en-US'), transcriber.knows('de')], [true, false]);
  assert.match(lines.join(''), /"engine":"embedded","soundIsSentTo":null.*transcriber.configured/);
  assert.deepEqual(
    process.getActiveResourcesInfo().filter((name) => /process/i.test(name)),
    [],
  );
  await started.disposeAsync();
  await assert.rejects(transcriber.transcribe(RECORDED), /closed/, 'it ends with the server');
});

test('a server elsewhere comes first; the log says where sound goes, and not the key', async () => {
  const { transcriber, started, lines } = opened({
    PATCHBAY_TRANSCRIBER_URL: 'https://speech.example/v1',
    PATCHBAY_TRANSCRIBER_KEY: 'the-key-of-it',
  });
  assert.equal(transcriber?.name, 'whisper-1 at speech.example');
  assert.ok(transcriber.knows('de'));
  assert.match(lines.join(''), /"soundIsSentTo":"speech.example"/);
  assert.ok(!lines.join('').includes('the-key-of-it'));
  await started.disposeAsync();
});

test('switched off there is no engine', async () => {
  const { transcriber, started } = opened({ PATCHBAY_TRANSCRIBER: 'off' });
  assert.equal(transcriber, null);
  await started.disposeAsync();
});
