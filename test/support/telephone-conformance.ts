/**
 * What every media engine must do with legs of plain RTP, as tests with telephones: one call of this for each engine.
 */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { decodeWav } from '#media/codec/wav.ts';
import type { LegEvent, LegId } from '#media/media-server.ts';
import type { VoiceCodec } from '#media/codec/voice-codec.ts';
import { cleanUp } from './clean-up.ts';
import { ENOUGH, hearsTone, hearsTones, isSilent, soundsOf } from './listening.ts';
import { createMediaWorld } from './media-world.ts';
import type { MakeMedia, MediaWorld } from './media-world.ts';
import { createRtpPhone } from './rtp-phone.ts';
import type { RtpPhone } from './rtp-phone.ts';
import { strengthOf } from './webrtc-peer.ts';

type Line = { readonly phone: RtpPhone; readonly legId: LegId };

const CODECS = ['pcmu', 'pcma', 'opus'] as const satisfies readonly VoiceCodec[];

/** Registers the tests. `make`: an engine for each. */
export function describeTelephoneConformance(name: string, make: MakeMedia): void {
  describe(`${name}: telephones`, { concurrency: false }, () => {
    describeTalk(make);
    describeServices(make);
    describeStrangers(make);
    describeAgreements(make);
  });
}

/** A telephone that offers, and says a tone without end. */
async function rings(context: TestContext, world: MediaWorld, codec: VoiceCodec, hertz: number): Promise<Line> {
  const phone = await createRtpPhone({ codec });
  cleanUp(context, () => phone.close());
  const made = await world.media.createLeg({ kind: 'rtp', offer: phone.offer() });
  assert.ok(made.ok);
  phone.accept(made.answer);
  phone.say(hertz);
  await world.happens((event) => event.type === 'connected' && event.legId === made.legId);
  return { phone, legId: made.legId };
}

/** A telephone that answers our offer, and says a tone without end. */
async function isRung(context: TestContext, world: MediaWorld, codec: VoiceCodec, hertz: number): Promise<Line> {
  const phone = await createRtpPhone({ codec });
  cleanUp(context, () => phone.close());
  const made = await world.media.offerLeg({ kind: 'rtp', asker: '127.0.0.1' });
  assert.ok(made.ok);
  assert.equal(await world.media.acceptAnswer(made.legId, phone.answer(made.offer)), null);
  phone.say(hertz);
  await world.happens((event) => event.type === 'connected' && event.legId === made.legId);
  return { phone, legId: made.legId };
}

function describeTalk(make: MakeMedia): void {
  for (const codec of CODECS)
    test(`a telephone of ${codec} and a browser hear each other, in order and at their own clock`, async (context) => {
      const world = await createMediaWorld(context, make);
      const { phone, legId } = await rings(context, world, codec, 1000);
      const a = await world.speaker(440);
      await world.media.bridge(a.legId, legId);
      await Promise.all([hearsTone(phone, 440), hearsTone(a.peer, 1000)]);
      const [first, ...sounds] = soundsOf(phone.heard);
      let before = first ?? assert.fail();
      for (const packet of sounds) {
        assert.equal((packet.sequenceNumber - before.sequenceNumber) & 0xffff, 1);
        assert.equal((packet.timestamp - before.timestamp) >>> 0, codec === 'opus' ? 960 : 160);
        assert.deepEqual([packet.ssrc, packet.payloadType], [before.ssrc, before.payloadType]);
        before = packet;
      }
    });

  test('a telephone that is rung and one that rings hear each other, as they said it', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await isRung(context, world, 'pcma', 440);
    const b = await rings(context, world, 'pcma', 1000);
    await world.media.bridge(a.legId, b.legId);
    await Promise.all([hearsTone(a.phone, 1000), hearsTone(b.phone, 440)]);
    await world.media.mute(a.legId, true);
    await isSilent(b.phone, world, a);
    await world.media.close(a.legId);
    assert.equal(await world.media.stats(a.legId), null);
  });

  test('in a room a telephone hears all others and is heard by them', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await rings(context, world, 'pcmu', 440);
    const b = await isRung(context, world, 'opus', 1000);
    const c = await world.speaker(1500);
    const seats = (await world.media.createRoom(3)) ?? assert.fail();
    for (const [index, { legId }] of [a, b, c].entries()) await world.media.bridge(legId, seats[index] ?? '');
    await Promise.all([
      hearsTones(a.phone, [1000, 1500]),
      hearsTones(b.phone, [440, 1500]),
      hearsTones(c.peer, [440, 1000]),
    ]);
  });
}

function describeServices(make: MakeMedia): void {
  test('a telephone hears prompts, and its keys come and go, each once', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const { playId } = await world.media.play(legId, { path: world.toneFile(700, 30), isLooped: false }, true);
    await hearsTone(phone, 700);
    phone.press('7');
    await world.happens((event) => event.type === 'digit' && event.digit === '7');
    await world.happens((event) => event.type === 'played' && event.playId === playId && event.byDigit);
    assert.equal(await world.media.sendDtmf(legId, '90#'), true);
    await phone.hears(() => phone.keys() === '90#');
    assert.equal(world.events.filter(({ type }) => type === 'digit').length, 1);
  });

  test('a telephone is recorded as it speaks, each side on its channel', async (context) => {
    const world = await createMediaWorld(context, make);
    const phones = [await rings(context, world, 'pcmu', 1000), await rings(context, world, 'pcma', 1500)] as const;
    for (const [index, { phone, legId }] of phones.entries()) {
      const a = await world.speaker(440);
      await world.media.bridge(a.legId, legId);
      const path = join(world.directory, `${index}.wav`);
      await world.recorder.record(`${index}`, { left: a.legId, right: legId }, path);
      await phone.says(100);
      assert.ok(((await world.recorder.stopRecording(`${index}`))?.seconds ?? 0) > 1.9);
      const read = decodeWav(readFileSync(path));
      assert.ok(read.ok);
      const [left, right] = read.wav.channels.map((channel) => channel.slice(8000, 24_000));
      assert.ok(left !== undefined && right !== undefined);
      const hertz = index === 0 ? 1000 : 1500;
      assert.ok(strengthOf(440, left, 16_000) > 0.2 && strengthOf(hertz, right, 16_000) > 0.2);
      assert.ok(strengthOf(hertz, left, 16_000) < 0.02 && strengthOf(440, right, 16_000) < 0.02);
    }
  });

  test('a telephone that says nothing is silent, and its leg goes on', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await hearsTone(a.peer, 440);
    phone.hush();
    await world.happens((event) => event.type === 'silent' && event.legId === legId);
    await hearsTone(phone, 1000);
    phone.say(440);
    await world.happens((event) => event.type === 'sounding' && event.legId === legId);
    await hearsTone(a.peer, 440);
    const ends = (event: LegEvent) => event.type === 'lost' || event.type === 'interrupted';
    assert.ok(!world.events.some(ends));
  });
}

function describeStrangers(make: MakeMedia): void {
  const noise = new Uint8Array(160).fill(0x80);

  for (const source of ['signalled', 'first'] as const)
    test(`what comes from another port is not heard, nor is it spoken to: ${source}`, async (context) => {
      const world = await createMediaWorld(context, make);
      // Behind a translation of addresses, a telephone names one at which it cannot be reached.
      const phone = await createRtpPhone({ codec: 'pcmu', named: source === 'first' ? '127.0.0.2' : '127.0.0.1' });
      cleanUp(context, () => phone.close());
      const made = await world.media.createLeg({ kind: 'rtp', offer: phone.offer(), asker: '127.0.0.1', source });
      assert.ok(made.ok);
      phone.accept(made.answer);
      phone.say(440);
      const a = await world.speaker(1000);
      await world.media.bridge(a.legId, made.legId);
      await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
      const received = async () => (await world.media.stats(made.legId))?.packetsReceived ?? 0;
      phone.hush();
      await world.happens((event) => event.type === 'silent');
      const before = await received();
      for (let packet = 0; packet < 200; packet += 1) await phone.sayFromElsewhere(noise);
      await hearsTone(phone, 1000);
      assert.equal(await received(), before);
    });

  test('garbage from the telephone itself and from others changes nothing for those who talk', async (context) => {
    const world = await createMediaWorld(context, make, { workers: 1 });
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await hearsTone(a.peer, 440);
    for (let round = 0; round < 500; round += 1) {
      const bytes = Buffer.from(Array.from({ length: (round * 37) % 300 }, (_, at) => (round * 131 + at * 17) & 0xff));
      if (bytes.length > 1) bytes.set([round % 2 === 0 ? 0x80 : 0x90, [0, 101, 0xc8, 0xff][round % 4] ?? 0]);
      await phone.sayRaw(bytes, round % 3 === 0);
    }
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
    assert.ok(!world.events.some(({ type }) => type === 'lost' || type === 'interrupted'));
  });

  test('from an address that is not the one described nothing is heard', async (context) => {
    const world = await createMediaWorld(context, make);
    const phone = await createRtpPhone({ codec: 'pcmu', named: '127.0.0.2' });
    cleanUp(context, () => phone.close());
    const made = await world.media.createLeg({ kind: 'rtp', offer: phone.offer(), asker: '127.0.0.1' });
    assert.ok(made.ok);
    phone.accept(made.answer);
    phone.say(440);
    await phone.says(ENOUGH);
    assert.equal((await world.media.stats(made.legId))?.packetsReceived, 0);
  });
}

function describeAgreements(make: MakeMedia): void {
  test('a telephone that holds the call is not spoken to until it takes it off hold', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await hearsTone(phone, 1000);
    for (const [direction, answered] of [
      ['sendonly', 'recvonly'],
      ['inactive', 'inactive'],
    ] as const) {
      const held = await world.media.createLeg({ kind: 'rtp', offer: phone.offer(direction) }, legId);
      assert.ok(held.ok);
      assert.match(held.answer, new RegExp(`a=${answered}\\r`, 'u'));
      await isSilent(phone, world, a);
    }
    const back = await world.media.createLeg({ kind: 'rtp', offer: phone.offer() }, legId);
    assert.ok(back.ok);
    await Promise.all([hearsTone(phone, 1000), hearsTone(a.peer, 440)]);
  });

  test('what cannot be agreed on is refused, and leaves nothing', async (context) => {
    const world = await createMediaWorld(context, make, { workers: 1 });
    const phone = await createRtpPhone({ codec: 'pcmu' });
    cleanUp(context, () => phone.close());
    const offer = phone.offer();
    const refused = [
      ['', 'malformed_offer'],
      ['x'.repeat(100_000), 'malformed_offer'],
      [offer.replace('RTP/AVP', 'RTP/SAVP'), 'malformed_offer'],
      [offer.replace(/^c=.*\r\n/mu, ''), 'malformed_offer'],
      [offer.replace('c=IN IP4 127.0.0.1', 'c=IN IP4 somewhere.example'), 'malformed_offer'],
      [offer.replace('AVP 0 101', 'AVP 18 101'), 'no_common_codec'],
    ] as const;
    for (const [text, refusal] of refused)
      assert.deepEqual(await world.media.createLeg({ kind: 'rtp', offer: text }), { ok: false, refusal });
    const made = await world.media.offerLeg({ kind: 'rtp', asker: '127.0.0.1' });
    assert.ok(made.ok);
    assert.match(made.offer, /m=audio \d+ RTP\/AVP 96 0 8 101 102\r/u);
    for (const [text, refusal] of refused) assert.equal(await world.media.acceptAnswer(made.legId, text), refusal);
    assert.equal(await world.media.acceptAnswer('nowhere', phone.answer(made.offer)), 'closed');
    const [, port = '0'] = /m=audio (\d+)/u.exec(made.offer) ?? [];
    await world.media.close(made.legId);
    assert.deepEqual(await world.media.createLeg({ kind: 'rtp', offer }, made.legId), { ok: false, refusal: 'closed' });
    await isFree(Number(port));
  });

  test('a leg keeps its kind', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.connect();
    const offer = await a.peer.offer();
    assert.deepEqual(await world.media.createLeg({ kind: 'browser', offer }, legId), { ok: false, refusal: 'closed' });
    const other = await world.media.createLeg({ kind: 'rtp', offer: phone.offer() }, a.legId);
    assert.deepEqual(other, { ok: false, refusal: 'closed' });
  });
}

/** Waits until the port can be bound again. */
async function isFree(port: number): Promise<void> {
  for (let tried = 0; tried < 500; tried += 1) {
    const socket = createSocket('udp4');
    const bound = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.bind(port, '127.0.0.1', () => resolve(true));
    });
    socket.close();
    if (bound) return;
  }
  assert.fail(`port ${port} is not given back`);
}
