/**
 * How legs come, continue and end in every media engine, as tests with real peers: one call of this for each engine.
 */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { describe, test } from 'node:test';
import type { LegEvent } from '#media/media-server.ts';
import { createCuttableNetwork } from './cuttable-network.ts';
import type { CuttableNetwork } from './cuttable-network.ts';
import { bridged, bridgedWith, ENOUGH, hearsTone, isSilent, soundsOf } from './listening.ts';
import { createMediaWorld, framesOf } from './media-world.ts';
import type { MakeMedia } from './media-world.ts';

/** Registers the tests. `make`: an engine for each. */
export function describeConnectionConformance(name: string, make: MakeMedia): void {
  describe(`${name}: what continues, and what ends`, { concurrency: false }, () => {
    describeConnections(make);
    describeEnds(make);
  });
}

function describeConnections(make: MakeMedia): void {
  test('a page that was loaded again takes its leg over, and the bridge continues', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(world, 440, 1000);
    await hearsTone(b.peer, 440);
    await a.peer.close();
    const again = await world.connect(a.legId);
    assert.equal(again.legId, a.legId);
    again.peer.say(framesOf(660));
    await hearsTone(again.peer, 1000);
    await hearsTone(b.peer, 660);
    assert.equal(new Set(soundsOf(b.peer.heard).map(({ ssrc }) => ssrc)).size, 1);
    assert.equal(again.peer.heard[0]?.ssrc, a.peer.heard[0]?.ssrc);
  });

  test('an ICE restart gets new credentials, and until they are used the old ones hold', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(world, 440, 1000);
    await hearsTone(b.peer, 440);
    const offer = a.peer.connection.localDescription?.sdp ?? '';
    const made = await world.media.createLeg(
      { kind: 'browser', offer: offer.replace(/ice-ufrag:.*/u, 'ice-ufrag:another') },
      a.legId,
    );
    assert.ok(made.ok);
    const [before, after] = [a.answer, made.answer].map((answer) => /ice-ufrag:(.*)/u.exec(answer)?.[1]);
    assert.notEqual(after, before);
    assert.ok(made.answer.includes(/a=fingerprint:.*/u.exec(a.answer)?.[0] ?? '?'));
    await hearsTone(a.peer, 1000);
    await hearsTone(b.peer, 440);
  });

  test('a cut of the network is told, and when it ends the call continues', async (context) => {
    const world = await createMediaWorld(context, make);
    const b = await world.speaker(1000);
    const network = Promise.withResolvers<CuttableNetwork>();
    const a = await world.connect(undefined, async (answer) => {
      const port = Number(/m=audio (\d+)/u.exec(answer)?.[1]);
      network.resolve(await createCuttableNetwork(context, port));
      return answer.replaceAll(` ${port} `, ` ${(await network.promise).port} `);
    });
    a.peer.say(framesOf(440));
    await world.media.bridge(a.legId, b.legId);
    await hearsTone(b.peer, 440);
    const { cut } = await network.promise;
    cut(true);
    await world.happens((event) => event.type === 'interrupted' && event.legId === a.legId);
    cut(false);
    await hearsTone(b.peer, 440);
    await hearsTone(a.peer, 1000);
    const told = world.events.filter((event) => event.legId === a.legId).map(({ type }) => type);
    assert.deepEqual(told, ['connected', 'interrupted', 'connected']);
  });

  test('a browser whose microphone delivers nothing is connected, is told apart, and hears', async (context) => {
    const world = await createMediaWorld(context, make);
    const b = await world.speaker(1000);
    const a = await world.connect();
    const isOf = (type: string) => (event: LegEvent) => event.type === type && event.legId === a.legId;
    await world.happens(isOf('connected'));
    await world.media.bridge(a.legId, b.legId);
    await hearsTone(a.peer, 1000);
    await world.happens(isOf('silent'));
    a.peer.say(framesOf(440));
    await world.happens(isOf('sounding'));
    await hearsTone(b.peer, 440);
    assert.ok(!world.events.some(isOf('interrupted')));
  });

  test('what came and went is counted', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(world, 440, 1000);
    // The way there and back is known once the second report answered the first.
    let stats = await world.media.stats(a.legId);
    for (let count = 0; (stats?.roundTripMs ?? null) === null; count += ENOUGH) {
      await a.peer.hears((heard) => heard.length > count);
      stats = await world.media.stats(a.legId);
    }
    assert.ok(stats !== null && stats.packetsReceived > ENOUGH && stats.packetsSent > ENOUGH);
    assert.equal(stats.packetsLost, 0);
    assert.ok(stats.jitterMs < 50 && (stats.roundTripMs ?? 1000) < 1000);
    assert.ok(b.peer.heard.length <= ((await world.media.stats(b.legId))?.packetsSent ?? 0));
  });

  test('a leg is refused when there is no room, and taken again when there is', async (context) => {
    const world = await createMediaWorld(context, make, { legsMax: 1, workers: 1 });
    const a = await world.connect();
    await assert.rejects(world.connect(), /overloaded/u);
    await world.media.close(a.legId);
    await world.connect();
  });
}

function describeEnds(make: MakeMedia): void {
  test('a closed leg hears nothing, is heard by no one and is not known any more', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(world, 440, 1000);
    await hearsTone(b.peer, 440);
    await world.media.close(a.legId);
    await isSilent(b.peer, world, b);
    assert.equal(await world.media.stats(a.legId), null);
    const peerOffer = await a.peer.offer();
    assert.deepEqual(await world.media.createLeg({ kind: 'browser', offer: peerOffer }, a.legId), {
      ok: false,
      refusal: 'closed',
    });
    await world.media.play(a.legId, { path: world.toneFile(700, 1), isLooped: false }, false);
    await world.media.stop(a.legId);
  });

  test('when a worker dies only its own legs are lost, and new ones are taken', async (context) => {
    const world = await createMediaWorld(context, make, { workers: 2 });
    const [a, b] = await bridged(world, 440, 1000);
    await hearsTone(b.peer, 440);
    await world.kill(a.legId);
    const lost = await world.happens((event) => event.type === 'lost');
    assert.deepEqual(lost, { type: 'lost', legId: a.legId, reason: 'worker' });
    const [c] = await bridgedWith(world, b, 1500);
    await hearsTone(b.peer, 1500);
    await hearsTone(c.peer, 1000);
    assert.deepEqual(world.events.filter(({ type }) => type === 'lost').length, 1);
  });

  test('garbage of every kind on the port changes nothing for those who talk', async (context) => {
    const world = await createMediaWorld(context, make, { workers: 1 });
    const [a, b] = await bridged(world, 440, 1000);
    await hearsTone(b.peer, 440);
    const before = b.peer.heard.length;
    await flood(Number(/m=audio (\d+)/u.exec(a.answer)?.[1]));
    await b.peer.hears((heard) => heard.length > before + 2 * ENOUGH);
    await hearsTone(b.peer, 440);
    await hearsTone(a.peer, 1000);
    assert.deepEqual(
      world.events.filter(({ type }) => type !== 'connected'),
      [],
    );
  });
}

/** Some thousand datagrams that begin like STUN, DTLS, RTP, RTCP or nothing known, and continue at random. */
async function flood(port: number): Promise<void> {
  const socket = createSocket('udp4');
  for (let round = 0; round < 4000; round += 1) {
    const bytes = Buffer.from(Array.from({ length: 1 + ((round * 37) % 300) }, () => Math.floor(Math.random() * 256)));
    bytes[0] = [0, 1, 22, 23, 128, 129, 144, 255][round % 8] ?? 0;
    if (bytes.length > 8 && round % 8 < 2) bytes.writeUInt32BE(0x2112_a442, 4);
    await new Promise((resolve) => socket.send(bytes, port, '127.0.0.1', resolve));
  }
  socket.close();
}
