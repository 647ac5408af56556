import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import type { TranscriptChoice } from '#domain/directory/transcript-choice.ts';
import { readConfig } from '#config/config.ts';
import { openVoiceEngines } from './open-voice-engines.ts';
import { createSystemClock } from './system-clock.ts';
import { openTranscribers, transcribersOf } from './open-transcribers.ts';
import { createReporter } from './reporter.ts';

const RECORDED = { path: '/none.wav', lang: 'en', vocabulary: { phrases: [], names: [] } };

/** The engine with these settings, and the lines that it logs. */
function opened(env: Readonly<Record<string, string>>) {
  const started = new AsyncDisposableStack();
  const lines: string[] = [];
  const reporter = createReporter(pino({ level: 'info' }, { write: (line) => void lines.push(line) }));
  const config = readConfig(env);
  const clock = createSystemClock();
  started.defer(() => clock.stop());
  const engines = openVoiceEngines(config, clock, reporter);
  const { of, live, listener: listenerOf } = openTranscribers({ config, clock, engines, started, reporter });
  return {
    of: (transcripts: TranscriptChoice) => of({ transcripts }),
    listener: (transcripts: TranscriptChoice) => listenerOf({ transcripts }),
    live,
    started,
    lines,
    told: transcribersOf(config),
  };
}

test('an engine comes along, which hears English and is loaded by no one before the first recording', async () => {
  const { of, started, lines, told } = opened({});
  const transcriber = of('embedded');
  assert.deepEqual([of('off'), of('elsewhere'), told.host], [null, transcriber, null], 'it sends sound nowhere');
  assert.equal(transcriber?.name, 'embedded');
  assert.deepEqual([transcriber.knows('en-US'), transcriber.knows('de')], [true, false]);
  assert.match(lines.join(''), /"leaves":\[\].*voice_engines.configured/);
  assert.deepEqual(
    process.getActiveResourcesInfo().filter((name) => /process/i.test(name)),
    [],
  );
  await started.disposeAsync();
  await assert.rejects(transcriber.transcribe(RECORDED), /closed/, 'it ends with the server');
});

test('a server elsewhere hears those who chose it; the log says where sound goes, and not the key', async () => {
  const { of, started, lines, told } = opened({
    PATCHBAY_TRANSCRIBER_URL: 'https://speech.example/v1',
    PATCHBAY_TRANSCRIBER_KEY: 'the-key-of-it',
  });
  assert.deepEqual(
    [of('off')?.name, of('embedded')?.name, of('elsewhere')?.name],
    [undefined, 'embedded', 'whisper-1 at speech.example'],
  );
  assert.ok(of('elsewhere')?.knows('de') === true && told.host === 'speech.example');
  assert.match(lines.join(''), /"leaves":\[{"task":"transcriber","sends":"sound","host":"speech.example"}\]/);
  assert.ok(!lines.join('').includes('the-key-of-it'));
  await started.disposeAsync();
});

test('callers of the voice agent are heard elsewhere where the workspace chose it, and the pages say where', async () => {
  const { listener, live, started, told } = opened({ PATCHBAY_LISTENER_URL: 'deepgram+https://api.deepgram.com' });
  assert.equal(told.host, 'api.deepgram.com');
  assert.equal(listener('elsewhere')?.name, 'nova-3 at api.deepgram.com');
  assert.deepEqual([listener('embedded')?.name, live()?.name], ['embedded', 'embedded']);
  assert.equal(listener('elsewhere')?.knows('de'), false, 'the embedded engine says who speaks, and knows English');
  await started.disposeAsync();
});

test('switched off there is no engine', async () => {
  const { of, started, told } = opened({ PATCHBAY_TRANSCRIBER: 'off' });
  assert.deepEqual([of('embedded'), of('elsewhere'), told.isOffForAll], [null, null, true]);
  await started.disposeAsync();
});
