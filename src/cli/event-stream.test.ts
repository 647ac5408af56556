import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { follow } from './event-stream.ts';
import { formatOf, typesOf } from './event-types.ts';
import { CliFault } from './fault.ts';
import { createServer } from './server.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server that answers each connection as the next of the answers says, and the last one for good. */
async function scripted(...answers: readonly Answer[]) {
  const asked: IncomingMessage[] = [];
  const http = createHttpServer((request, response) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(request);
    answer?.(response, request);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  after(() => {
    http.closeAllConnections();
    http.close();
  });
  const ends = new AbortController();
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return { asked, ends, server: createServer({ server: address, token: 'token' }, ends.signal) };
}

const says =
  (...parts: readonly string[]): Answer =>
  async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const part of parts) {
      response.write(part);
      await nextTurn();
    }
  };
const thenCuts =
  (answer: Answer): Answer =>
  async (response, request) => {
    await (answer(response, request) as unknown as Promise<void>);
    response.destroy();
  };
const refuses =
  (status: number): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end('{"title":"No"}');

/** Reads this many events, and what was said of cuts. */
async function read(world: Awaited<ReturnType<typeof scripted>>, count: number, after: number | null = null) {
  const [seen, cuts]: [string[], string[]] = [[], []];
  const lost = async (why: string): Promise<void> => void cuts.push(why);
  for await (const { type, data, isLast } of follow(world.server, { query: {}, after }, world.ends.signal, { lost })) {
    seen.push(`${type} ${data}${isLast ? '.' : ''}`);
    if (seen.length === count) break;
  }
  return { seen, cuts };
}

test('events are read across the parts they come in; comments and unknown fields are passed over', async () => {
  const world = await scripted(
    says(
      ': hello\nretry: 2000\n\n',
      'id: 4\n\n',
      'event: call.en',
      'ded\ndata: {"a":',
      '1}\n\nid: 5\nev',
      'ent: call.missed\ndata: 2\n\n:\n\n',
    ),
  );
  assert.deepEqual((await read(world, 2)).seen, ['call.ended {"a":1}', 'call.missed 2.']);
  assert.equal(world.asked[0]?.headers.authorization, 'Bearer token');
  assert.equal(world.asked[0]?.headers['last-event-id'], undefined);
});

test('a cut is resumed behind the last event that was dealt with', async () => {
  const first = thenCuts(
    says('id: 7\n\n', 'event: a\ndata: 1\n\n', 'id: 8\nevent: b\ndata: 2\n\n', 'event: c\ndata: 3'),
  );
  const world = await scripted(first, says('id: 9\nevent: c\ndata: 3\n\n'));
  const { seen, cuts } = await read(world, 3);
  assert.deepEqual(seen, ['a 1', 'b 2.', 'c 3.']);
  assert.equal(cuts.length, 1);
  assert.deepEqual(
    world.asked.map(({ headers }) => headers['last-event-id']),
    [undefined, '8'],
  );
});

test('a stream that is cut before its first event resumes where it began', async () => {
  const world = await scripted(thenCuts(says('id: 41\n\n')), says('id: 42\nevent: a\ndata: 1\n\n'));
  assert.deepEqual((await read(world, 1)).seen, ['a 1.']);
  assert.equal(world.asked[1]?.headers['last-event-id'], '41');
});

test('a server that starts again is waited for; one that ends the stream is asked again', async () => {
  const ends: Answer = (response) => void response.writeHead(200).end('id: 3\n\n');
  const world = await scripted(ends, refuses(503), says('id: 4\nevent: a\ndata: 1\n\n'));
  const { seen, cuts } = await read(world, 1, 2);
  assert.deepEqual([seen, cuts], [['a 1.'], ['the server ended it', 'No (503)']]);
  assert.deepEqual(
    world.asked.map(({ headers }) => headers['last-event-id']),
    ['2', '3', '3'],
  );
});

for (const status of [401, 403, 409, 422])
  test(`a stream that was cut is not tried again once it is answered ${status}`, async () => {
    const world = await scripted(thenCuts(says('id: 1\n\n')), refuses(status));
    await assert.rejects(read(world, 1), (error) => error instanceof CliFault && error.message === `No (${status}).`);
    assert.equal(world.asked.length, 2);
  });

test('the first connection fails as any request does', async () => {
  const world = await scripted(refuses(503));
  await assert.rejects(read(world, 1), /No \(503\)/);
});

test('an interrupt ends it at once, whether it reads or waits', async () => {
  const world = await scripted(says('id: 1\nevent: a\ndata: 1\n\n'));
  const seen: string[] = [];
  for await (const { type } of follow(world.server, { query: {}, after: null }, world.ends.signal)) {
    seen.push(type);
    world.ends.abort();
  }
  assert.deepEqual(seen, ['a']);
  const ended = new AbortController();
  const other = await scripted(thenCuts(says('id: 1\n\n')));
  const lost = async (): Promise<void> => ended.abort();
  for await (const event of follow(other.server, { query: {}, after: null }, ended.signal, { lost }))
    assert.fail(event.type);
});

test('event types are named one by one, or by how they begin', () => {
  assert.equal(typesOf('standard', []), null);
  assert.equal(typesOf('standard', ['call.missed', 'call.missed']), 'call.missed');
  assert.equal(typesOf('standard', ['recording.*', 'call.held']), 'recording.available,recording.failed,call.held');
  assert.equal(typesOf('vcita', ['*']), 'voice_call/create,voice_call/update,client/created,client/updated');
  assert.throws(
    () => typesOf('intercom', ['voicemail.*']),
    /No event is called voicemail\.\*\. There are: call\.started/,
  );
  assert.throws(() => typesOf('standard', ['webhook.disabled']), /No event/);
  assert.equal(formatOf('ccaip'), 'ccaip');
  assert.throws(() => formatOf('x'), /A format is standard, intercom, ccaip, vcita, not x/);
});
