/** Datagrams and offers from people who mean no good, while two others talk through the same media worker. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { createMediaEngine } from '#media/server/media-engine.ts';
import type { MediaEngine } from '#media/server/media-engine.ts';
import { CHROME_OFFER } from './support/chrome-offer.ts';
import { cleanUp } from './support/clean-up.ts';
import { createLightPeer } from './support/light-peer.ts';
import type { LightPeer } from './support/light-peer.ts';

const HOST = '127.0.0.1';
const PORTS = { first: 47_000, last: 47_499 };
const LEGS_MAX = 8;
/** Datagrams of each storm, and how many go out before the worker is given time to read them. */
const STORM = 3000;
const BURST = 100;
/** What a packet begins with: one that counts, and one that only finds out whether the way is free. */
const [WORD, PROBE] = [8, 9];
/** How soon another probe is sent. Milliseconds. */
const PROBE_MS = 100;

/** One who is connected, with all that they ever sent and got. */
type Guest = { readonly peer: LightPeer; readonly legId: string; readonly captured: Uint8Array[] };

/** A call in progress, and anyone who is to disturb it. */
type Scene = {
  readonly media: MediaEngine;
  readonly port: number;
  readonly events: string[];
  /**
   * Says this many packets from one to the other, and resolves when all of them have been heard. Before that it waits
   * until one gets through: while the port is full of what strangers sent, the system drops what comes.
   */
  talk(packets: number): Promise<void>;
  join(): Promise<Guest>;
};

async function createScene(context: TestContext): Promise<Scene> {
  const media = createMediaEngine({ workers: 1, host: HOST, ports: PORTS, legsMax: LEGS_MAX });
  cleanUp(context, () => media.shutDown());
  const events: string[] = [];
  media.onEvent(({ type }) => void events.push(type));
  const heard = { packets: 0, told: Promise.withResolvers<null>(), probe: Promise.withResolvers<true>() };

  async function join(onPayload: (payload: Uint8Array) => void = () => {}): Promise<Guest & { port: number }> {
    const captured: Uint8Array[] = [];
    const peer = await createLightPeer(onPayload);
    cleanUp(context, () => peer.close());
    const made = await media.createLeg({ kind: 'browser', offer: peer.offer });
    assert.ok(made.ok);
    const port = Number(/m=audio (\d+)/u.exec(made.answer)?.[1]);
    const way = await listenIn(context, port, captured);
    await peer.accept(made.answer.replace(`m=audio ${port}`, `m=audio ${way}`));
    return { peer, legId: made.legId, captured, port };
  }

  const from = await join();
  const to = await join((payload) => {
    if (payload[0] === PROBE) return heard.probe.resolve(true);
    heard.packets += 1;
    heard.told.resolve(null);
    heard.told = Promise.withResolvers();
  });
  await media.bridge(from.legId, to.legId);
  return {
    media,
    port: from.port,
    events,
    join,
    async talk(packets) {
      heard.probe = Promise.withResolvers();
      do from.peer.send(Uint8Array.of(PROBE, 1, 2, 3));
      while (!(await Promise.race([heard.probe.promise, sleep(PROBE_MS, false)])));
      const wanted = heard.packets + packets;
      for (let count = 0; count < packets; count += 1) from.peer.send(Uint8Array.of(WORD, 1, 2, count & 0xff));
      while (heard.packets < wanted) await heard.told.promise;
      assert.equal(heard.packets, wanted);
    },
  };
}

/**
 * A way to the port on which everything that passes is kept: real STUN, DTLS, SRTP and SRTCP to make worse ones from.
 */
async function listenIn(context: TestContext, port: number, captured: Uint8Array[]): Promise<number> {
  const [near, far] = await Promise.all([openSocket(context), openSocket(context)]);
  let back = 0;
  near.on('message', (datagram, from) => {
    back = from.port;
    captured.push(new Uint8Array(datagram));
    far.send(datagram, port, HOST);
  });
  far.on('message', (datagram) => {
    captured.push(new Uint8Array(datagram));
    near.send(datagram, back, HOST);
  });
  return near.address().port;
}

async function openSocket(context: TestContext): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
  let isOpen = true;
  socket.on('close', () => (isOpen = false));
  cleanUp(context, () => void (isOpen && socket.close()));
  return socket;
}

/** A true datagram made wrong: bytes changed, cut short, prolonged, or nothing true at all. */
function worse(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(fc.tuple(fc.nat(1500), fc.nat(255)), { maxLength: 6 });
  return fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...samples), changes, fc.option(fc.nat(1500))).map(spoil) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 1500 }) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...samples), fc.uint8Array({ maxLength: 60 })).map(prolong) },
  );
}

function spoil([sample, changes, cut]: [Uint8Array, [number, number][], number | null]): Uint8Array {
  const bytes = new Uint8Array(sample.subarray(0, cut === null ? sample.length : cut % (sample.length + 1)));
  for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
  return bytes;
}

function prolong([sample, more]: [Uint8Array, Uint8Array]): Uint8Array {
  return Buffer.concat([sample, more]);
}

/** Sends all of them in bursts, and the call continues in between. */
async function storm(scene: Scene, datagrams: readonly Uint8Array[], send: (one: Uint8Array) => void): Promise<void> {
  for (let at = 0; at < datagrams.length; at += BURST) {
    for (const datagram of datagrams.slice(at, at + BURST)) send(datagram);
    await scene.media.health();
    await scene.talk(2);
  }
}

async function assertUnharmed(scene: Scene, legs: number): Promise<void> {
  await scene.talk(50);
  const [worker] = await scene.media.health();
  assert.equal(worker?.legs, legs);
  assert.deepEqual(
    scene.events.filter((type) => type === 'lost' || type === 'digit'),
    [],
  );
}

test('spoilt STUN, DTLS, SRTP and SRTCP from a stranger harm no one', async (context) => {
  const scene = await createScene(context);
  const { captured } = await scene.join();
  const kinds = new Set(captured.map(([first = 0]) => (first < 4 ? 'stun' : first < 64 ? 'dtls' : 'rtp')));
  assert.ok(kinds.has('stun') && kinds.has('dtls'));
  const stranger = await openSocket(context);
  stranger.on('message', () => assert.fail('a stranger was answered'));
  const ignoredBefore = await ignored(scene);
  // A true check that is only prolonged or sent again is true: strangers cannot make one, and may replay it in vain.
  await storm(scene, fc.sample(worse(captured), STORM), (one) => stranger.send(one, scene.port, HOST));
  assert.ok((await ignored(scene)) > ignoredBefore + STORM / 2);
  await assertUnharmed(scene, 3);
});

test('the same from someone who is connected themselves harms no one else', async (context) => {
  const scene = await createScene(context);
  const guest = await scene.join();
  guest.peer.send(Uint8Array.of(8, 1));
  guest.captured.push(guest.peer.lastSent());
  await storm(scene, fc.sample(worse(guest.captured), STORM), guest.peer.sendRaw);
  const [worker] = await scene.media.health();
  assert.ok((worker?.lagMs ?? 1000) < 500);
  await scene.talk(50);
});

test('RTP and RTCP that are authentic and make no sense harm no one', async (context) => {
  const scene = await createScene(context);
  const guest = await scene.join();
  const header = fc.tuple(fc.constantFrom(0x80, 0x8f, 0x90, 0xa0, 0xbf), fc.constantFrom(111, 239, 110, 0, 127));
  const rtp = fc
    .tuple(header, fc.uint8Array({ minLength: 10, maxLength: 200 }))
    .map(([[first, second], rest]) => Uint8Array.from([first, second, ...rest]));
  const rtcp = fc
    .tuple(fc.nat(31), fc.integer({ min: 192, max: 223 }), fc.uint8Array({ minLength: 6, maxLength: 200 }))
    .map(([count, type, rest]) => Uint8Array.from([0x80 | count, type, ...rest]));
  await storm(scene, fc.sample(rtp, STORM), (one) => guest.peer.sendSealed('rtp', one));
  await storm(scene, fc.sample(rtcp, STORM), (one) => guest.peer.sendSealed('rtcp', one));
  await assertUnharmed(scene, 3);
});

test('datagrams as large as there are, and as many as go out, are dropped; then the call continues', async (context) => {
  const scene = await createScene(context);
  const stranger = await openSocket(context);
  for (const first of [0, 20, 22, 128, 200, 255]) {
    const largest = Buffer.alloc(65_000, first);
    await new Promise((resolve) => stranger.send(largest, scene.port, HOST, resolve));
  }
  const small = Buffer.alloc(100, 0x80);
  for (let count = 0; count < 20_000; count += 1) {
    if (count % 1000 === 0) await new Promise((resolve) => stranger.send(small, scene.port, HOST, resolve));
    else stranger.send(small, scene.port, HOST);
  }
  await scene.media.health();
  await assertUnharmed(scene, 2);
});

test('legs whose browsers never come take their room and nothing else, and closing them gives it back', async (context) => {
  const scene = await createScene(context);
  const silent = await Promise.all(
    Array.from({ length: LEGS_MAX }, () => scene.media.createLeg({ kind: 'browser', offer: CHROME_OFFER })),
  );
  const made = silent.flatMap((one) => (one.ok ? [one.legId] : []));
  assert.equal(made.length, LEGS_MAX - 2, 'two of the places are taken by those who talk');
  assert.ok(silent.every((one) => one.ok || one.refusal === 'overloaded'));
  await scene.talk(50);
  for (const legId of made) await scene.media.close(legId);
  await assertUnharmed(scene, 2);
});

test('a browser that offers anew without end leaves nothing behind', async (context) => {
  const scene = await createScene(context);
  const guest = await scene.join();
  for (let count = 0; count < 200; count += 1) {
    const offer = guest.peer.offer.replace(/ice-ufrag:.*/u, `ice-ufrag:name${count}`);
    const made = await scene.media.createLeg(
      { kind: 'browser', offer: count % 2 === 0 ? offer : CHROME_OFFER },
      guest.legId,
    );
    assert.ok(made.ok && made.legId === guest.legId);
  }
  await assertUnharmed(scene, 3);
});

test('any offer is answered or refused, and what was made of it can be closed', async (context) => {
  const scene = await createScene(context);
  const lines = CHROME_OFFER.split('\r\n');
  const line = fc.oneof(
    fc.constantFrom(...lines),
    fc.tuple(fc.constantFrom(...lines), fc.nat(80)).map(([text, at]) => text.slice(0, at)),
    fc.string({ maxLength: 60 }),
    fc.constantFrom('a=', 'm=audio', 'm=audio 99999999 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/0/99', 'a=mid:'),
  );
  const shuffled = fc.array(line, { maxLength: 80 }).map((all) => all.join('\r\n'));
  const edited = fc
    .array(fc.tuple(fc.nat(lines.length - 1), line), { maxLength: 4 })
    .map((edits) => edits.reduce((all, [at, text]) => all.with(at, text), lines).join('\r\n'));
  await fc.assert(
    fc.asyncProperty(fc.oneof(shuffled, edited), async (offer) => {
      const made = await scene.media.createLeg({ kind: 'browser', offer });
      if (made.ok) await scene.media.close(made.legId);
    }),
    { numRuns: 500 },
  );
  await assertUnharmed(scene, 2);
});

async function ignored(scene: Scene): Promise<number> {
  const [worker] = await scene.media.health();
  return Object.values(worker?.ignored ?? {}).reduce((sum, count) => sum + count, 0);
}
