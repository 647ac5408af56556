import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { rms } from '#media/codec/pcm.ts';
import { createSpeech, SpeechError } from './speech.ts';
import type { SpeechJob, SpeechOptions } from './speech.ts';

const sayHello = { kind: 'say', speaker: 'user', text: 'Hello.' } as const;
const saying = (text: string): SpeechJob => ({ kind: 'say', speaker: 'user', text });

// A worker that answers each text with the count of jobs it has had; on "crash" it throws, on "hang" it never answers.
const COUNTING_WORKER = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads';
  let jobs = 0;
  parentPort.on('message', ({ text }) => {
    jobs += 1;
    if (text === 'crash') throw new Error('as asked');
    if (text === 'fail') return parentPort.postMessage({ ok: false, reason: 'disk full', code: 'ENOSPC' });
    if (text !== 'hang') parentPort.postMessage({ ok: true, value: Int16Array.of(jobs) });
  });`)}`,
);

const counting = (options: SpeechOptions = {}) => createSpeech({ worker: COUNTING_WORKER, ...options });
const counted = (jobs: number) => ({ ok: true, value: Int16Array.of(jobs) });

const speech = createSpeech();
after(() => speech.close());

test('words become sound, the same sound every time', async () => {
  const first = await speech.run(sayHello);
  const second = await speech.run(sayHello);
  assert.ok(first.ok && first.value.length > 1000 && rms(first.value) > 1000);
  assert.deepEqual(second, first);
});

test('each part has a voice of its own, about as loud as the others', async () => {
  const parts = (['agent', 'user', 'virtual_agent'] as const).map((speaker) =>
    speech.run({ kind: 'say', speaker, text: 'Thank you for calling, how may I help?' }),
  );
  const voices = (await Promise.all(parts)).map((answer) => (answer.ok ? answer.value : new Int16Array(0)));
  assert.equal(new Set(voices.map((samples) => pitchOf(samples) > 150)).size, 2);
  assert.equal(new Set(voices.map((samples) => samples.length)).size, 3);
  for (const samples of voices) assert.ok(rms(samples) > 2000 && rms(samples) < 3100);
});

test('text that cannot be read aloud is silence, not a failure', async () => {
  for (const text of ['', '…', '\0', '☎️', '-o /etc/passwd']) assert.ok((await speech.run(saying(text))).ok);
});

test('jobs run one after the other, in order, in one worker', async () => {
  await using counter = closing(counting());
  const answers = await Promise.all(['a', 'b', 'c'].map((text) => counter.speech.run(saying(text))));
  assert.deepEqual(answers, [counted(1), counted(2), counted(3)]);
});

test('a worker without jobs ends, and the next job gets a new one', async () => {
  await using counter = closing(counting({ restMs: 1 }));
  assert.deepEqual(await counter.speech.run(saying('a')), counted(1));
  for (let tries = 0; tries < 500; tries += 1) {
    if (isDeepStrictEqual(await counter.speech.run(saying('b')), counted(1))) return;
    await sleep(10);
  }
  assert.fail('it never ended');
});

test('a worker that is at a job does not end, however short its rest', async () => {
  await using counter = closing(counting({ restMs: 0 }));
  const answers = await Promise.all(Array.from({ length: 50 }, async () => counter.speech.run(saying('a'))));
  assert.deepEqual(
    answers,
    answers.map((_, index) => counted(index + 1)),
  );
});

test('beyond the bound a job is refused; the others are done', async () => {
  await using counter = closing(counting({ waitingMax: 2 }));
  const jobs = ['running', 'waits', 'waits', 'too many'].map((text) => counter.speech.run(saying(text)));
  assert.equal(counter.speech.waiting(), 2);
  assert.deepEqual(await jobs[3], { ok: false, refusal: 'speech_queue_full' });
  assert.deepEqual(await Promise.all(jobs.slice(0, 3)), [counted(1), counted(2), counted(3)]);
  assert.equal(counter.speech.waiting(), 0);
});

test('the bound is a thousand unless told otherwise', async () => {
  await using counter = closing(counting());
  const jobs = Array.from({ length: 1002 }, () => counter.speech.run(sayHello));
  assert.deepEqual(await jobs[1001], { ok: false, refusal: 'speech_queue_full' });
  assert.ok((await Promise.all(jobs.slice(0, 1001))).every(({ ok }) => ok));
});

test('a worker that dies rejects its job; the next job gets a new worker', async () => {
  await using counter = closing(counting());
  const jobs = ['a', 'crash', 'b'].map((text) => counter.speech.run(saying(text)));
  const [, crashed] = await Promise.allSettled(jobs);
  assert.ok(crashed?.status === 'rejected' && crashed.reason instanceof SpeechError && crashed.reason.retryable);
  assert.match(String(crashed.reason.cause), /as asked/u);
  assert.deepEqual(await jobs[2], counted(1));
});

test('a job that fails on its own keeps the worker', async () => {
  await using counter = closing(counting());
  await assert.rejects(counter.speech.run(saying('fail')), { name: 'SpeechError', retryable: false, code: 'ENOSPC' });
  assert.deepEqual(await counter.speech.run(saying('a')), counted(2));
});

test('a job that takes too long is given up with its worker', async () => {
  await using counter = closing(counting({ jobSecondsMax: 2 }));
  await assert.rejects(counter.speech.run(saying('hang')), { name: 'SpeechError', retryable: true });
  assert.deepEqual(await counter.speech.run(saying('a')), counted(1));
});

test('closing rejects what runs and waits; then every job is refused', async () => {
  const closed = counting();
  const jobs = Promise.allSettled(['hang', 'a'].map((text) => closed.run(saying(text))));
  await closed.close();
  assert.deepEqual(
    (await jobs).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.deepEqual(await closed.run(sayHello), { ok: false, refusal: 'speech_closed' });
});

test('an idle worker does not keep the process alive, a running job does', () => {
  const program = `
    const { createSpeech } = await import(${JSON.stringify(new URL('./speech.ts', import.meta.url).href)});
    const speech = createSpeech();
    speech.run(${JSON.stringify(sayHello)}).then(({ ok }) => process.stdout.write(String(ok)));`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 60_000,
    encoding: 'utf8',
  });
  assert.deepEqual([child.status, child.stdout], [0, 'true']);
});

function closing(opened: ReturnType<typeof createSpeech>) {
  return { speech: opened, [Symbol.asyncDispose]: () => opened.close() };
}

/** The fundamental in Hz: the lag (of 70 to 300 Hz) at which the loudest half second looks most like itself. */
function pitchOf(samples: Int16Array): number {
  const window = samples.slice(0, 8000);
  const likeness = (lag: number) => window.reduce((sum, sample, index) => sum + sample * (window[index + lag] ?? 0), 0);
  const lags = Array.from({ length: 88 }, (_, index) => index + 27);
  return 8000 / lags.reduce((best, lag) => (likeness(lag) > likeness(best) ? lag : best));
}

test('of two, as live callers and the simulator have, a full and stuck one keeps the other neither waiting nor refused', async () => {
  await using simulated = closing(counting({ waitingMax: 1 }));
  await using live = closing(counting({ waitingMax: Infinity }));
  const stuck = [simulated.speech.run(saying('hang')), simulated.speech.run(saying('waits'))];
  for (const each of stuck) each.catch(() => undefined);
  assert.equal((await simulated.speech.run(saying('too many'))).ok, false);
  assert.deepEqual(await live.speech.run(saying('welcome')), counted(1));
});
