import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startEngineServer } from '../../../test/support/engine-server.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { until } from '../../../test/support/until.ts';
import type { EngineRequest } from './ask-engine.ts';
import { askEngine, askWhole, endpointOf, EngineError, leaveMsOf, readRetryAfter } from './ask-engine.ts';

const server = await startEngineServer(() => ({ type: 'Text/Plain; charset=utf-8', body: 'all is well' }));
after(async () => server.close());

const clock = createManualClock(new Date('2026-11-28T10:00:00Z'));
const requestOf = (change: Partial<EngineRequest> = {}): EngineRequest => ({
  url: new URL(server.url),
  headers: {},
  body: 'a question',
  partMs: 1000,
  totalMs: 3000,
  maxBytes: 1000,
  signal: new AbortController().signal,
  clock,
  ...change,
});

test('an answer is read whole, where it is of a type that is one', async () => {
  server.answer('well');
  assert.equal(await askWhole(requestOf({ isAnswer: (mediaType) => mediaType === 'text/plain' })), 'all is well');
  await assert.rejects(askWhole(requestOf({ isAnswer: () => false })), new EngineError('nonsense'));
  await assert.rejects(askWhole(requestOf({ maxBytes: 10 })), new EngineError('too_long'));
});

test('parts that each come in time are too late together', async () => {
  server.answer('slowly');
  const parts = askEngine(requestOf({ partMs: 2000 }));
  assert.equal((await parts.next()).done, false);
  let fault: unknown = null;
  const rest = parts.next().catch((error: unknown) => void (fault = error));
  await clock.advance(1999);
  assert.equal(fault, null);
  await clock.advance(1);
  await rest;
  assert.deepEqual(fault, new EngineError('late'));
  await until(() => server.asked.at(-1)?.isOver() === true, 'the request goes on');
});

test('whoever asks may end it, and no timer is left', async () => {
  server.answer('never');
  const unwanted = new AbortController();
  const before = server.asked.length;
  const over = askWhole(requestOf({ signal: unwanted.signal }));
  await until(() => server.asked.length > before);
  unwanted.abort();
  await assert.rejects(over, EngineError);
  await until(() => server.asked.at(-1)?.isOver() === true, 'the request goes on');
});

test('a refusal says with what status, and for how long the engine wants to be left alone', async () => {
  server.answer('wait');
  const error = await askWhole(requestOf()).catch((fault: unknown) => fault);
  assert.ok(error instanceof EngineError);
  assert.deepEqual([error.fault, error.status, error.leaveMs], ['refused', 429, 7000]);
  assert.deepEqual([leaveMsOf(error), leaveMsOf(new Error('another'))], [7000, null]);
});

const NOW = new Date('2026-11-28T10:00:00Z');
for (const [text, milliseconds] of [
  ['7', 7000],
  [' 0 ', 0],
  ['Sat, 28 Nov 2026 10:01:00 GMT', 60_000],
  ['Sat, 28 Nov 2026 09:00:00 GMT', 0],
  ['soon', null],
  ['', null],
  [null, null],
] as const)
  test(`Retry-After ${JSON.stringify(text)} is ${milliseconds} ms`, () => {
    assert.equal(readRetryAfter(text, NOW), milliseconds);
  });

for (const [url, path] of [
  ['https://host', '/v1/speak'],
  ['https://host/v1', '/v1/speak'],
  ['https://host/v1/', '/v1/speak'],
  ['https://host/inference', '/inference'],
  ['https://host/v1/other', '/v1/other'],
] as const)
  test(`${url} is asked at ${path}`, () => assert.equal(endpointOf(url, '/v1/speak').pathname, path));
