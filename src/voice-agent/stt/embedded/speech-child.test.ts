import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import { makeScratchDirectory } from '../../../../test/support/scratch-directory.ts';
import { createSpeechChild } from './speech-child.ts';

/** A program that does what the path says: `hang`, `die`, or tell its process id and end; a stream kills it. */
const PROGRAM = `process.on('message', ({ id, path, verb }) => {
  if (path === 'die' || verb === 'live') process.exit(1);
  if (path !== 'hang') {
    process.send({ id, type: 'stretch', stretch: { side: 'left', startSeconds: process.pid, endSeconds: 0 } });
    process.send({ id, type: 'done' });
  }
});
process.on('disconnect', () => process.exit(0));`;

const file = join(await makeScratchDirectory(), 'program.mjs');
await writeFile(file, PROGRAM);
const program = pathToFileURL(file);
const notFinal = (error: unknown) => error instanceof TranscriberError && !error.isFinal;

async function pidOf(child: ReturnType<typeof createSpeechChild>): Promise<number> {
  let pid = 0;
  await child.ask({ verb: 'find', path: 'tell' }, (answer) => {
    if (answer.type === 'stretch') pid = answer.stretch.startSeconds;
  });
  return pid;
}

test('a process that hangs or dies rejects what it was asked, and the next is done by another', async () => {
  const child = createSpeechChild({ program, silentMs: 1_500 });
  const first = await pidOf(child);
  assert.equal(await pidOf(child), first, 'one process does one thing after another');
  for (const way of ['hang', 'die']) {
    const [failed, after] = await Promise.allSettled([child.ask({ verb: 'find', path: way }, () => {}), pidOf(child)]);
    assert.ok(failed.status === 'rejected' && notFinal(failed.reason), way);
    assert.ok(after.status === 'fulfilled' && after.value > 0 && after.value !== first);
  }
  await child.close();
});

test('no more waits than may, and nothing after the end', async () => {
  const child = createSpeechChild({ program, waitingMax: 1, silentMs: 60_000 });
  const running = child.ask({ verb: 'find', path: 'hang' }, () => {});
  const waiting = child.ask({ verb: 'find', path: 'tell' }, () => {});
  await assert.rejects(
    child.ask({ verb: 'find', path: 'tell' }, () => {}),
    notFinal,
  );
  const both = Promise.allSettled([running, waiting]);
  await child.close();
  assert.deepEqual(
    (await both).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  await assert.rejects(
    child.ask({ verb: 'find', path: 'tell' }, () => {}),
    notFinal,
  );
});

test('a process without work ends', async () => {
  const child = createSpeechChild({ program, restMs: 1 });
  const first = await pidOf(child);
  const isGone = (): boolean => {
    try {
      return !process.kill(first, 0);
    } catch {
      return true;
    }
  };
  while (!isGone()) await new Promise(setImmediate);
  assert.notEqual(await pidOf(child), first);
  await child.close();
});

test('a process that dies ends its streams and keeps what waits, and it is kept while a stream is open', async () => {
  const child = createSpeechChild({ program, restMs: 1 });
  let gone = 0;
  const stream = child.stream(
    () => undefined,
    () => (gone += 1),
  );
  stream?.send({ verb: 'listen', pauseMs: 700, vocabulary: { phrases: [], names: [] } });
  const first = await pidOf(child);
  assert.equal(await pidOf(child), first);
  stream?.send({ verb: 'live', input: { type: 'finish' } });
  const next = await pidOf(child).catch(async () => pidOf(child));
  assert.notEqual(next, first);
  assert.equal(gone, 1);
  stream?.send({ verb: 'live', input: { type: 'finish' } });
  stream?.close();
  await child.close();
  assert.equal(
    child.stream(
      () => undefined,
      () => undefined,
    ),
    null,
  );
});
