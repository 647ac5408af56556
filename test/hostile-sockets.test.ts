/** Frames and sockets from people who mean no good, at the agents' door and the callers', during a call. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createFakeMedia } from './support/fake-media.ts';
import { createManualClock } from './support/manual-clock.ts';
import type { Desk } from './support/pages.ts';
import { openCaller, openDesk, openSocket, PASSWORD, signIn } from './support/pages.ts';
import { testPatchbay } from './support/patchbay.ts';

const media = createFakeMedia();
const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_RATE_LIMIT: 'on', PATCHBAY_TRUSTED_PROXIES: '127.0.0.1' },
  { media, clock },
);
let networks = 0;

const SECOND = 1000;
/** Frames on one socket; a hundred may come at once. */
const FRAMES = 90;
const MAX_FRAME = 64 * 1024;
const DESK = '/app/socket';
const LINE = '/w/demo/socket';

/** A desk whose agent is in the snapshot, and a caller who hears the menu: they must not notice anything. */
async function bystanders(): Promise<{ readonly desk: Desk; readonly callId: number; end(): Promise<void> }> {
  const desk = await openDesk(patchbay, await signIn(patchbay, 'owner@somedomain.com'));
  await desk.ask({ type: 'hello', since: null });
  networks += 1;
  const page = await openCaller(patchbay, 'demo', { 'x-forwarded-for': `198.51.100.${networks}` });
  page.say({ type: 'call', sdp: 'offer of a bystander', lang: 'en', name: null });
  await page.next('answer');
  media.connect(media.legOf('offer of a bystander'));
  const { data } = await page.next('call');
  return {
    desk,
    callId: data.callId,
    async end() {
      assert.equal((await desk.ask({ type: 'hello', since: null })).ok, true, 'the desk continues');
      const [call] = await patchbay.engine.calls.before(1, data.callId + 1, 1);
      assert.equal(call?.state, 'selecting', 'the call continues');
      page.say({ type: 'hang_up' });
      await page.next('call', (message) => message.data.stage === 'ended');
      page.close();
      desk.close();
      await Promise.all([page.closed, desk.closed]);
    },
  };
}

/** How many sockets the server holds. */
const held = (): number => patchbay.server.websocketServer.clients.size;

async function holdsAgain(count: number): Promise<void> {
  while (held() > count) await new Promise((resolve) => setImmediate(resolve));
}

/** True frames of each kind, to make worse ones from. */
const COMMANDS = [
  { id: 1, type: 'hello', since: null },
  { id: 1, type: 'sound_offer', sdp: 'bad offer of nobody' },
  { id: 1, type: 'status', status: 'available' },
  { id: 1, type: 'answer', callId: 1 },
  { id: 1, type: 'transfer', callId: 1, to: { agentId: 2 }, mode: 'cold' },
  { id: 1, type: 'digits', callId: 1, digits: '1' },
  { id: 1, type: 'note', callId: 1, text: 'x' },
  { id: 1, type: 'flag', callId: 1, flags: { badActor: true } },
  { id: 1, type: 'dial', number: '+1', ownNumber: null, lang: 'en' },
  { id: 1, type: 'message', conversationId: 1, text: 'x' },
];
const MESSAGES = [
  { type: 'call', sdp: 'bad offer of nobody', lang: 'en', name: null },
  { type: 'return', callId: 1, secret: 'x', sdp: 'bad offer of nobody' },
  { type: 'choose', menuId: 1 },
  { type: 'digit', digit: '1' },
  { type: 'consent', mayRecord: true },
  { type: 'call_back', number: '+1' },
  { type: 'hang_up' },
  { type: 'rate', rating: 5, feedback: null },
];

/** A true frame with something wrong in it, or any JSON, or no JSON. */
function worse(samples: readonly object[]): fc.Arbitrary<string> {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0, 1e308, '', '__proto__', [], {}, null, '\u0000'));
  const key = fc.oneof(fc.constantFrom('id', 'type', 'callId', 'sdp', 'since', 'to', 'text', '__proto__'), fc.string());
  const changed = fc
    .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 3 }))
    .map(([sample, changes]) => JSON.stringify({ ...sample, ...Object.fromEntries(changes) }));
  const cut = fc
    .tuple(fc.constantFrom(...samples), fc.nat(60))
    .map(([sample, at]) => JSON.stringify(sample).slice(0, at));
  return fc.oneof(changed, cut, fc.json(), fc.string());
}

test('any frame at the desk is answered or refused, and the desk continues', async () => {
  const { end } = await bystanders();
  const cookie = await signIn(patchbay);
  const frames = fc.sample(worse(COMMANDS), 5 * FRAMES);
  for (let at = 0; at < frames.length; at += FRAMES) {
    const desk = await openDesk(patchbay, cookie);
    for (const frame of frames.slice(at, at + FRAMES)) desk.sendRaw(frame);
    assert.equal((await desk.ask({ type: 'hello', since: null })).ok, true);
    assert.ok(!desk.heard.some((message) => message.type === 'reply' && !message.ok && message.error === 'internal'));
    desk.close();
    await desk.closed;
  }
  await end();
  await holdsAgain(0);
});

test('any frame at the callers’ page is answered or refused, and the page continues', async () => {
  const { end } = await bystanders();
  const frames = fc.sample(worse(MESSAGES), 5 * FRAMES);
  for (let at = 0; at < frames.length; at += FRAMES) {
    const page = await openCaller(patchbay);
    for (const frame of frames.slice(at, at + FRAMES)) page.sendRaw(frame);
    page.say({ type: 'choose', menuId: 999_999 });
    await page.next('error');
    page.close();
    await page.closed;
  }
  await end();
  await holdsAgain(0);
});

for (const [name, open] of [
  [DESK, async () => openDesk(patchbay, await signIn(patchbay))],
  [LINE, async () => openCaller(patchbay)],
] as const) {
  test(`${name}: the largest frame is heard, one byte more closes, so do binary and a flood`, async () => {
    const { end } = await bystanders();
    const [fits, large, binary, flood] = [await open(), await open(), await open(), await open()];
    fits.sendRaw('x'.repeat(MAX_FRAME));
    large.sendRaw('x'.repeat(MAX_FRAME + 1));
    binary.sendRaw(new Uint8Array(10));
    for (let count = 0; count < 5000; count += 1) flood.sendRaw('{"type":"digit","digit":"1"}');
    assert.deepEqual(await Promise.all([large.closed, binary.closed, flood.closed]), [1009, 1003, 1008]);
    await (fits as Desk).next(name === DESK ? 'reply' : ('error' as never));
    fits.close();
    await end();
    await holdsAgain(0);
  });

  test(`${name}: bytes that are no WebSocket close their own connection only`, async () => {
    const { end } = await bystanders();
    const before = held();
    const cookie = await signIn(patchbay);
    for (const bytes of NO_FRAMES) {
      const socket = await upgraded(name, cookie);
      socket.write(bytes);
      await closed(socket);
    }
    await holdsAgain(before);
    await end();
  });

  test(`${name}: who does not answer to pings is dropped at the second`, async () => {
    const { desk, end } = await bystanders();
    const before = held();
    const socket = await upgraded(name, await signIn(patchbay));
    assert.equal(held(), before + 1);
    for (let count = 0; count < 5; count += 1) {
      await clock.advance(5 * SECOND);
      await desk.ask({ type: 'hello', since: null });
    }
    await closed(socket);
    await end();
    await holdsAgain(0);
  });

  test(`${name}: a foreign page, and none at all, are refused before they are let in`, async () => {
    const cookie = await signIn(patchbay);
    for (const origin of ['https://evil.example', 'null', `${patchbay.address}.evil.example`, '']) {
      const status = await statusOf(name, { cookie, origin });
      assert.equal(status, 403, origin);
    }
    assert.equal(await statusOf(name, { cookie, origin: null }), 403);
    assert.equal(held(), 0);
  });
}

test('without a session that holds no one enters the desk', async () => {
  for (const cookie of ['', 'patchbay=', `patchbay=${'A'.repeat(43)}`, 'patchbay=x; patchbay=y', 'x'.repeat(4000)])
    assert.equal(await statusOf(DESK, { cookie, origin: patchbay.address }), 401);
  assert.equal(await statusOf('/w/nobody/socket', { cookie: '', origin: patchbay.address }), 404);
});

test('a caller’s secret opens their call and no other’s', async () => {
  const { callId, end } = await bystanders();
  const thief = await openCaller(patchbay);
  for (const secret of ['x', 'A'.repeat(43), '../'.repeat(20)]) {
    thief.say({ type: 'return', callId, secret, sdp: 'offer of a thief' });
    assert.equal((await thief.next('error')).error, 'unknown_call');
  }
  thief.say({ type: 'hang_up' });
  assert.equal((await thief.next('error')).error, 'unknown_call');
  thief.close();
  await end();
});

test('an agent has five pages open at most, and an address fifty callers’ pages', async () => {
  const cookie = await signIn(patchbay);
  const desks = [];
  for (let count = 0; count < 6; count += 1) desks.push(await openDesk(patchbay, cookie));
  assert.equal(await desks[0]?.closed, 1008);
  const pages = [];
  for (let count = 0; count < 50; count += 1) pages.push(await openCaller(patchbay));
  assert.equal(await statusOf(LINE, { cookie: '', origin: patchbay.address }), 429);
  for (const socket of [...desks, ...pages]) socket.close();
  await holdsAgain(0);
  const again = await openCaller(patchbay);
  again.close();
  await again.closed;
});

test('a page that opens no call is closed after a minute', async () => {
  const page = await openCaller(patchbay);
  for (let count = 0; count < 12; count += 1) {
    page.sendRaw('{}');
    await page.next('error');
    await clock.advance(5 * SECOND);
  }
  assert.equal(await page.closed, 1008);
  await assert.rejects(openSocket(patchbay, '/w/nobody/socket'));
});

/**
 * Frames against RFC 6455: its sections 5.1 (unmasked), 5.2 (reserved bits and opcodes, lengths) and 5.5 (long control
 * frames).
 */
const MASK = [0, 0, 0, 0];
const NO_FRAMES: readonly Uint8Array[] = [
  Uint8Array.of(0x81, 0x01, 0x78),
  Uint8Array.of(0xf1, 0x81, ...MASK, 0x78),
  Uint8Array.of(0x83, 0x80, ...MASK),
  Uint8Array.of(0x80, 0x81, ...MASK, 0x78),
  Uint8Array.of(0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...MASK),
  Uint8Array.of(0x89, 0xfe, 0x00, 0x80, ...MASK, ...Array.from({ length: 128 }, () => 0)),
  Uint8Array.of(0x81, 0x82, ...MASK, 0xff, 0xfe),
  // Fragments without an end: together they are larger than any frame may be.
  Buffer.concat([
    Uint8Array.of(0x01, 0x80, ...MASK),
    ...Array.from({ length: 80 }, () =>
      Buffer.concat([Uint8Array.of(0x00, 0xfe, 0x04, 0x00, ...MASK), Buffer.alloc(1024, 0x78)]),
    ),
  ]),
];

function request(path: string, headers: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(patchbay.address).host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ...given,
    '\r\n',
  ].join('\r\n');
}

/** A connection that has asked to become a socket, and what was answered to that. */
async function asked(path: string, headers: Readonly<Record<string, string | null>>) {
  const { hostname, port } = new URL(patchbay.address);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const head = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString('latin1'))));
  socket.write(request(path, headers));
  return { socket, status: Number((await head).slice(9, 12)) };
}

async function statusOf(path: string, headers: { readonly cookie: string; readonly origin: string | null }) {
  const { socket, status } = await asked(path, headers);
  socket.destroy();
  return status;
}

async function upgraded(path: string, cookie: string): Promise<Socket> {
  const { socket, status } = await asked(path, { cookie, origin: patchbay.address });
  assert.equal(status, 101);
  return socket;
}

async function closed(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}
