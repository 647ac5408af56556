/**
 * Receivers that misbehave in every way: each attempt ends in time, holds little, and says in a word what went wrong.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server as NetServer, Socket } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import { after, test } from 'node:test';
import type { LookUp } from './addresses.ts';
import { createPoster } from './post.ts';

const open = createPoster({ mayReachPrivate: true });
after(() => open.close());

/** A server that does what it likes with its connections; answers its port. */
async function rogue(behave: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: NetServer = createNetServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    behave(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

const posted = (port: number, { timeoutMs = 400, protocol = 'http' } = {}) => ({
  url: `${protocol}://127.0.0.1:${port}/`,
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: '{}',
  timeoutMs,
});
const HEAD = 'HTTP/1.1 200 OK\r\n';

const ROGUES: readonly (readonly [
  what: string,
  behave: (socket: Socket) => void,
  is: readonly [number | null, string | null],
  protocol?: string,
])[] = [
  ['one that never answers', () => undefined, [null, 'timeout']],
  ['one that closes at once', (socket) => socket.destroy(), [null, 'connection_lost']],
  ['one that speaks no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n'), [null, 'malformed_answer']],
  [
    'one whose headers do not end',
    (socket) => socket.write(`${HEAD}${'x-long: y\r\n'.repeat(9_000)}`),
    [null, 'head_too_large'],
  ],
  [
    'one whose head comes drop by drop',
    (socket) => {
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer));
      socket.write(HEAD + 'a: ');
    },
    [null, 'timeout'],
  ],
  [
    'one whose body has no end',
    (socket) => {
      socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
      const flood = (): void => {
        while (socket.writable && socket.write(`2000\r\n${'z'.repeat(0x2000)}\r\n`));
        socket.once('drain', flood);
      };
      flood();
    },
    [200, null],
  ],
  [
    'one whose body comes drop by drop',
    (socket) => {
      socket.write(`${HEAD}content-length: 9999\r\n\r\n`);
      const timer = setInterval(() => socket.write('d'), 20);
      socket.on('close', () => clearInterval(timer));
    },
    [200, null],
  ],
  [
    'one that redirects',
    (socket) => socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'),
    [302, null],
  ],
  [
    'one that floods with interim answers',
    (socket) => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(500)),
    [null, 'timeout'],
  ],
  ['one without TLS where TLS is spoken', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'), [null, 'tls'], 'https'],
];
for (const [what, behave, [status, fault], protocol] of ROGUES)
  test(`${what} is ${fault ?? status} in time`, async () => {
    const port = await rogue((socket) =>
      protocol === undefined ? socket.once('data', () => behave(socket)) : behave(socket),
    );
    const got = await open.post(posted(port, protocol === undefined ? {} : { protocol }));
    assert.deepEqual([got.status, got.fault], [status, fault]);
    assert.ok(got.milliseconds < 3_000, `${got.milliseconds} ms`);
    assert.ok(got.answer.length <= 4096);
  });

test('no one listens, and no name is found', async () => {
  assert.equal((await open.post(posted(1))).fault, 'refused');
  const named = createPoster({
    mayReachPrivate: false,
    lookUp: (_host, _options, callback) => callback(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), []),
  });
  after(() => named.close());
  assert.equal((await named.post({ ...posted(80), url: 'https://nowhere.example/' })).fault, 'name_unknown');
});

test('addresses that are not public are not connected to, however they are written', async () => {
  let connections = 0;
  const port = await rogue((socket) => {
    connections += 1;
    socket.end(`${HEAD}content-length: 0\r\n\r\n`);
  });
  const guarded = createPoster({ mayReachPrivate: false });
  after(() => guarded.close());
  for (const host of ['127.0.0.1', '127.1', '0x7f.0.0.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])
    assert.equal(
      (await guarded.post({ ...posted(port), url: `http://${host}:${port}/` })).fault,
      'address_refused',
      host,
    );
  assert.equal(connections, 0);
});

test('a name that changes its mind after it was judged is connected to where it was judged', async () => {
  let asked = 0;
  let connections = 0;
  const port = await rogue((socket) => {
    connections += 1;
    socket.end(`${HEAD}content-length: 0\r\n\r\n`);
  });
  // Public when it is judged, loopback whenever it is asked again.
  const lookUp: LookUp = (_host, _options, callback) => {
    asked += 1;
    callback(null, [{ address: asked === 1 ? '8.8.8.8' : '127.0.0.1', family: 4 }]);
  };
  const rebound = createPoster({ mayReachPrivate: false, lookUp });
  after(() => rebound.close());
  const url = `http://rebinding.example:${port}/`;
  const first = await rebound.post({ ...posted(port, { timeoutMs: 200 }), url });
  assert.notEqual(first.fault, 'address_refused', 'it was judged public, and that address is connected to');
  assert.deepEqual([first.status, asked], [null, 1], 'no one looks it up a second time for the same connection');
  assert.equal((await rebound.post({ ...posted(port), url })).fault, 'address_refused');
  assert.equal(connections, 0, 'loopback is never reached');
});
