import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { pino } from 'pino';
import { testPatchbay, TOKEN } from './support/patchbay.ts';

type Line = { readonly msg: string };

test('a client that goes away in the middle of its body leaves no error in the log', async () => {
  const lines: Line[] = [];
  const log = pino({ level: 'debug' }, { write: (text: string) => void lines.push(JSON.parse(text) as Line) });
  const patchbay = await testPatchbay({}, { log });
  const { promise: isGone, resolve } = Promise.withResolvers<void>();
  patchbay.server.server.once('connection', (accepted) => accepted.once('close', () => resolve()));
  const socket = connect(Number(new URL(patchbay.address).port), '127.0.0.1');
  const head = ['POST /v1/simulator/calls HTTP/1.1', 'Host: a', `Authorization: Bearer ${TOKEN}`];
  head.push('Content-Type: application/json', 'Content-Length: 100', 'Expect: 100-continue');
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  // The server has taken the request up, and waits for its body.
  socket.once('data', () => socket.write('{"from":', () => socket.resetAndDestroy()));
  await isGone;
  assert.equal((await patchbay.send('/healthz')).status, 200);
  assert.deepEqual(
    lines.filter(({ msg }) => msg === 'failed'),
    [],
  );
});
