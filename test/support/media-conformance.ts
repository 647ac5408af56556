/** What every media engine must do with what is said, as tests with real peers: one call of this for each engine. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { CHROME_OFFER } from './chrome-offer.ts';
import { createVoiceDecoder } from '#media/codec/voice-decoder.ts';
import type { Tapped } from '#media/media-server.ts';
import { ENOUGH, hearsTone, hearsTones, isSilent, soundsOf } from './listening.ts';
import { describeListening } from './listening-conformance.ts';
import { createMediaWorld } from './media-world.ts';
import type { MakeMedia, MediaWorld } from './media-world.ts';
import { bridged, KINDS } from './talkers.ts';
import type { Kind, Talker } from './talkers.ts';
import { strengthOf } from './webrtc-peer.ts';
import type { Heard } from './webrtc-peer.ts';

/** Registers the tests. `make`: an engine for each. */
export function describeMediaConformance(name: string, make: MakeMedia, who: keyof typeof KINDS): void {
  describe(`${name}: what ${who} hear`, { concurrency: who === 'pages' ? 1 : 2 }, () => {
    describeBridges(make, KINDS[who]);
    describeListening(make, KINDS[who]);
    describeRooms(make, KINDS[who]);
    describePlaying(make, KINDS[who]);
    describeKeys(make, KINDS[who]);
    if (who === 'pages') describeLimits(make);
  });
}

function describeBridges(make: MakeMedia, kind: Kind): void {
  test('two who are bridged hear each other, in order and whole', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(context, world, kind, [440, 1000]);
    for (const [person, hertz] of [
      [a, 1000],
      [b, 440],
    ] as const) {
      await hearsTone(person.peer, hertz);
      const sounds = soundsOf(person.peer.heard);
      for (const [index, packet] of sounds.slice(1).entries()) {
        const before = sounds[index] as Heard;
        assert.equal((packet.sequenceNumber - before.sequenceNumber) & 0xffff, 1);
        assert.equal((packet.timestamp - before.timestamp) >>> 0, kind.step);
      }
      assert.equal(sounds[0]?.marker, true);
    }
  });

  test('who is bridged with no one hears nothing', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(context, world, kind, [440, 1000]);
    await hearsTone(b.peer, 440);
    await world.media.unbridge(a.legId);
    await isSilent(b.peer, world, a);
  });

  test('a muted leg is not heard, and hears on', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(context, world, kind, [440, 1000]);
    await hearsTone(b.peer, 440);
    await world.media.mute(a.legId, true);
    await isSilent(b.peer, world, a);
    await hearsTone(a.peer, 1000);
    await world.media.mute(a.legId, false);
    await hearsTone(b.peer, 440);
  });

  test('a new bridge ends the old one, and to each receiver it is one stream that continues', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(context, world, kind, [440, 1000]);
    await hearsTone(a.peer, 1000);
    const c = await kind.speaker(context, world, 1500);
    await world.media.play(a.legId, { path: world.toneFile(700, 30), isLooped: true }, false);
    await hearsTone(a.peer, 700);
    await world.media.bridge(a.legId, c.legId);
    await hearsTone(a.peer, 1500);
    await isSilent(b.peer, world, a);
    const sounds = soundsOf(a.peer.heard);
    assert.equal(new Set(sounds.map(({ ssrc }) => ssrc)).size, 1);
    for (const [index, packet] of sounds.slice(1).entries()) {
      const before = sounds[index] as Heard;
      assert.equal((packet.sequenceNumber - before.sequenceNumber) & 0xffff, 1);
      const step = (packet.timestamp - before.timestamp) >>> 0;
      assert.ok(step >= kind.step && step < 250 * kind.step, `the timestamp steps by ${step}`);
    }
  });

  test('a file leg says its file to anyone who is bridged with it, and tells when it is over', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await kind.speaker(context, world, 440);
    const file = await world.media.createFileLeg({ path: world.toneFile(900, 1), isLooped: false });
    await world.media.bridge(a.legId, file);
    await hearsTone(a.peer, 900);
    await world.happens((event) => event.type === 'played' && event.legId === file);
  });

  test('what a leg says can be tapped, encoded and in its order, until it is enough', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await kind.speaker(context, world, 440);
    const tapped: Tapped[number][] = [];
    const enough = Promise.withResolvers<null>();
    const stop = await world.media.tap(a.legId, (more) => {
      tapped.push(...more);
      if (tapped.length >= 50) enough.resolve(null);
    });
    await enough.promise;
    await stop();
    const count = tapped.length;
    await a.peer.says(2 * ENOUGH);
    assert.equal(tapped.length, count);
    for (const [index, { packet, now }] of tapped.slice(1).entries()) {
      const before = tapped[index] ?? assert.fail();
      assert.equal((packet.sequenceNumber - before.packet.sequenceNumber) & 0xffff, 1);
      assert.ok(now >= before.now);
    }
    const decoder = createVoiceDecoder(16_000);
    const parts = tapped.map(({ packet: { kind, payload } }) =>
      kind === 'key' ? [] : [...decoder.decode(kind, payload)],
    );
    decoder.close();
    const samples = Int16Array.from(parts.slice(5).flat());
    assert.ok(strengthOf(440, samples, 16_000) > 0.2);
  });
}

/** Three in a room, at 440, 1000 and 1500 Hz, in as many workers as there are. */
async function conferring(
  context: TestContext,
  world: MediaWorld,
  kind: Kind,
): Promise<readonly { readonly person: Talker; readonly seat: string }[]> {
  const people = [
    await kind.speaker(context, world, 440),
    await kind.speaker(context, world, 1000),
    await kind.speaker(context, world, 1500),
  ];
  const seats = await world.media.createRoom(people.length);
  assert.ok(seats !== null);
  const seated = people.map((person, index) => ({ person, seat: seats[index] ?? '' }));
  for (const { person, seat } of seated) await world.media.bridge(person.legId, seat);
  return seated;
}

function describeRooms(make: MakeMedia, kind: Kind): void {
  test('in a room each hears all the others and not themselves, and is one stream to each', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b, c] = await conferring(context, world, kind);
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    await Promise.all([
      hearsTones(a.person.peer, [1000, 1500]),
      hearsTones(b.person.peer, [440, 1500]),
      hearsTones(c.person.peer, [440, 1000]),
    ]);
    const sounds = soundsOf(a.person.peer.heard);
    for (const [index, packet] of sounds.slice(1).entries()) {
      const before = sounds[index] as Heard;
      assert.equal((packet.sequenceNumber - before.sequenceNumber) & 0xffff, 1);
      assert.equal((packet.timestamp - before.timestamp) >>> 0, kind.step);
    }
  });

  test('who is muted or leaves a room is not heard there, and the others are', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b, c] = await conferring(context, world, kind);
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    await hearsTones(a.person.peer, [1000, 1500]);
    await world.media.mute(b.person.legId, true);
    await hearsTones(a.person.peer, [1500]);
    await world.media.mute(b.person.legId, false);
    await hearsTones(a.person.peer, [1000, 1500]);
    await world.media.close(c.seat);
    await hearsTones(a.person.peer, [1000]);
    await isSilent(c.person.peer, world, a.person);
    await world.media.bridge(a.person.legId, b.person.legId);
    await hearsTone(b.person.peer, 440);
  });

  test('a file leg is heard by all in the room, and says its file once', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = [await kind.speaker(context, world, 440), await kind.speaker(context, world, 1000)];
    const file = await world.media.createFileLeg({ path: world.toneFile(900, 2), isLooped: false });
    const seats = (await world.media.createRoom(3)) ?? assert.fail();
    for (const [index, legId] of [a.legId, b.legId, file].entries())
      await world.media.bridge(legId, seats[index] ?? '');
    await Promise.all([hearsTones(a.peer, [1000, 900]), hearsTones(b.peer, [440, 900])]);
    await world.happens((event) => event.type === 'played' && event.legId === file);
    await hearsTones(a.peer, [1000]);
  });

  test('a key pressed in a room reaches all the others', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b, c] = await conferring(context, world, kind);
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    await hearsTones(a.person.peer, [1000, 1500]);
    await a.person.peer.press('5');
    await Promise.all([b, c].map(({ person: { peer } }) => peer.hears(() => peer.keys() === '5')));
    assert.equal(a.person.peer.keys(), '');
  });
}

function describePlaying(make: MakeMedia, kind: Kind): void {
  test('a prompt is heard in time, then its end is told and the bridge is heard again', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a] = await bridged(context, world, kind, [440, 1000]);
    await hearsTone(a.peer, 1000);
    const { playId } = await world.media.play(a.legId, { path: world.toneFile(700, 1), isLooped: false }, false);
    await hearsTone(a.peer, 700);
    const end = await world.happens((event) => event.type === 'played' && event.playId === playId);
    assert.deepEqual(end, { type: 'played', legId: a.legId, playId, byDigit: false });
    await hearsTone(a.peer, 1000);
  });

  test('a digit stops a prompt at once', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await kind.speaker(context, world, 440);
    const { playId } = await world.media.play(a.legId, { path: world.toneFile(700, 30), isLooped: false }, true);
    await hearsTone(a.peer, 700);
    await a.peer.press('7');
    await world.happens((event) => event.type === 'digit' && event.digit === '7');
    const end = await world.happens((event) => event.type === 'played');
    assert.deepEqual(end, { type: 'played', legId: a.legId, playId, byDigit: true });
    await isSilent(a.peer, world, a);
  });

  test('a file that is not there has ended before it began', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await kind.speaker(context, world, 440);
    const { playId } = await world.media.play(a.legId, { path: '/nowhere/at-all.ogg', isLooped: true }, false);
    await world.happens((event) => event.type === 'played' && event.playId === playId);
  });
}

function describeKeys(make: MakeMedia, kind: Kind): void {
  test('each key pressed is told once, and passed on to the other side', async (context) => {
    const world = await createMediaWorld(context, make);
    const [a, b] = await bridged(context, world, kind, [440, 1000]);
    await hearsTone(b.peer, 440);
    for (const digit of '1*#') {
      await a.peer.press(digit);
      await world.happens((event) => event.type === 'digit' && event.digit === digit);
    }
    await b.peer.hears(() => b.peer.keys() === '1*#');
    const digits = world.events.flatMap((event) => (event.type === 'digit' ? [event.digit] : []));
    assert.deepEqual(digits, ['1', '*', '#']);
  });

  test('keys can be dialed to a leg', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await kind.speaker(context, world, 440);
    await world.media.sendDtmf(a.legId, '90#');
    await a.peer.hears(() => a.peer.keys() === '90#');
  });
}

/** What does not depend on who hears it. */
function describeLimits(make: MakeMedia): void {
  test('a loop continues without a drift until it is stopped', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await world.speaker(440);
    await world.media.play(a.legId, { path: world.toneFile(700, 0.5), isLooped: true }, false);
    const heard = await a.peer.hears((packets) => soundsOf(packets).length >= 200);
    // What came first may have waited for a thread that had yet to start.
    const sounds = soundsOf(heard).slice(50, 200);
    const milliseconds = (sounds.at(-1)?.at ?? 0) - (sounds[0]?.at ?? 0);
    assert.ok(Math.abs(milliseconds - 149 * 20) < 150, `149 packets took ${milliseconds} ms`);
    await world.media.stop(a.legId);
    await isSilent(a.peer, world, a);
  });

  test('more rooms than can be mixed are refused, and a closed one makes place', async (context) => {
    const world = await createMediaWorld(context, make, { workers: 1 });
    const rooms: (readonly string[])[] = [];
    for (let room = await world.media.createRoom(8); room !== null; room = await world.media.createRoom(8))
      rooms.push(room);
    assert.equal(rooms.length, 5);
    for (const seat of rooms[0] ?? []) await world.media.close(seat);
    assert.ok((await world.media.createRoom(8)) !== null);
  });

  test('dialing keys is refused where the far end agreed to none, or is not there', async (context) => {
    const world = await createMediaWorld(context, make);
    const keyless = CHROME_OFFER.replaceAll(/^a=(rtpmap|fmtp):(110|126) .*\r\n/gmu, '');
    const made = await world.media.createLeg({ kind: 'browser', offer: keyless });
    assert.ok(made.ok);
    assert.ok(!made.answer.includes('telephone-event'));
    assert.equal(await world.media.sendDtmf(made.legId, '1'), false);
    assert.equal(await world.media.sendDtmf('nowhere', '1'), false);
    const withKeys = await world.media.createLeg({ kind: 'browser', offer: CHROME_OFFER });
    assert.ok(withKeys.ok && (await world.media.sendDtmf(withKeys.legId, '1')));
  });
}
